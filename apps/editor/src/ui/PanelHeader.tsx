// The heading of a panel: small capitals, its buttons at the right.
import type { ReactNode } from 'react';
import classes from './PanelHeader.module.css';

export function PanelHeader({
  title,
  detail,
  children,
}: {
  readonly title: string;
  readonly detail?: string;
  readonly children?: ReactNode;
}) {
  return (
    <div className={classes['header']}>
      <h2 className={classes['title']}>{title}</h2>
      {detail === undefined ? null : <span className={classes['detail']}>{detail}</span>}
      <div className={classes['actions']}>{children}</div>
    </div>
  );
}
