// What stands where content is about to be, in its size, once it has taken longer than 150 ms (E-VIS-16).
import classes from './Skeleton.module.css';

interface Props {
  /** What is being loaded, for those who hear. */
  readonly label: string;
  /** Lines of text; without them an area. */
  readonly lines?: number;
}

export function Skeleton({ label, lines = 0 }: Props) {
  return (
    <div
      className={classes['skeleton']}
      role="status"
      aria-busy="true"
      aria-label={label}
      data-area={lines === 0 || undefined}
    >
      {Array.from({ length: lines }, (_, index) => (
        <span key={index} className={classes['line']} />
      ))}
    </div>
  );
}
