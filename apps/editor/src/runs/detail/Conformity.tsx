// Whether a value fits its schema, in one line.
import type { Misfit } from '../kernels/conformity.ts';
import classes from './detail.module.css';

export function Conformity({ schema, wrong }: { readonly schema: string; readonly wrong: readonly Misfit[] }) {
  return (
    <p className={classes['conformity']} data-ok={wrong.length === 0 || undefined}>
      <span aria-hidden>{wrong.length === 0 ? '✓' : '✕'}</span>{' '}
      {wrong.length === 0
        ? `fits ${schema}`
        : `does not fit ${schema}: ${wrong.map(({ field, words }) => `${field} ${words}`.trim()).join(', ')}`}
    </p>
  );
}
