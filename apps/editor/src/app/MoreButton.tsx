// Three dots: what opens a menu of further commands.
import IconDots from '@tabler/icons-react/dist/esm/icons/IconDots.mjs';
import type { ComponentPropsWithRef } from 'react';
import { PlainButton } from '../ui/PlainButton.tsx';

export function MoreButton(props: ComponentPropsWithRef<'button'>) {
  return (
    <PlainButton aria-label="More commands" {...props} look="icon">
      <IconDots size={16} stroke={1.75} aria-hidden />
    </PlainButton>
  );
}
