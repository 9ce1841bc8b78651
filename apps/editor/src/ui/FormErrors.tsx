// What keeps a form from being sent, at its head (E-A11Y-13): each error with its field's name, as a link to it. Announced when it appears.
import { useEffect, useRef } from 'react';
import classes from './FormErrors.module.css';

export interface FormError {
  /** Of the field; none where the whole form was refused. */
  readonly id?: string;
  readonly label?: string;
  readonly message: string;
}

export function FormErrors({ errors }: { readonly errors: readonly FormError[] }) {
  const box = useRef<HTMLDivElement>(null);
  const count = errors.length;
  // The head of a long form may be out of sight when something is wrong at its foot.
  useEffect(() => {
    if (count > 0) box.current?.scrollIntoView({ block: 'nearest' });
  }, [count]);
  if (count === 0) return null;
  return (
    <div ref={box} className={classes['errors']} role="alert">
      <strong>{count === 1 ? 'One thing to mend' : `${count} things to mend`}</strong>
      <ul>
        {errors.map(({ id, label, message }) => (
          <li key={`${id ?? ''} ${message}`}>
            {id === undefined ? (
              message
            ) : (
              <a
                href={`#${id}`}
                onClick={(event) => {
                  event.preventDefault();
                  document.getElementById(id)?.focus();
                }}
              >
                {label}: {message}
              </a>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
