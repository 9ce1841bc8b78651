// The buttons of the frame, an icon alone or with a label, in the looks of the theme. Plain elements: they are on the screen before
// anything else is loaded (E-PERF-02).
import type { ComponentPropsWithRef } from 'react';
import classes from './PlainButton.module.css';

type Look = 'icon' | 'default' | 'primary';
interface Props extends ComponentPropsWithRef<'button'> {
  readonly look: Look;
}

export function PlainButton({ look, ...rest }: Props) {
  return <button type="button" {...rest} className={classes['button']} data-look={look} />;
}
