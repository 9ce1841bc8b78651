// What a panel shows when it has nothing: one sentence, and what to do about it.
import type { ReactNode } from 'react';
import classes from './EmptyNote.module.css';

export function EmptyNote({ children, action }: { readonly children: ReactNode; readonly action?: ReactNode }) {
  return (
    <div className={classes['note']}>
      <p>{children}</p>
      {action}
    </div>
  );
}
