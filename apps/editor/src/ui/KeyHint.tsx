// Keys of a command, as the platform writes them (E-CMD-05).
import classes from './KeyHint.module.css';

export function KeyHint({ keys }: { readonly keys: readonly string[] }) {
  return keys.length === 0 ? null : (
    <span className={classes['keys']}>
      {keys.map((key) => (
        <kbd key={key} className={classes['key']}>
          {key}
        </kbd>
      ))}
    </span>
  );
}
