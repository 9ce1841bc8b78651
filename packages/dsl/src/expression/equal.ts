// Equality of expressions as syntax trees (L-SEM-15, L-SEM-16): how they are spaced or parenthesised does not matter, anything else
// does.
import { canonicalJson } from '../canonical.ts';
import type { Expr } from '../graph.ts';

export function sameExpression(a: Expr, b: Expr): boolean {
  return a === b || shape(a) === shape(b);
}

/** Whether one of the two is the negation of the other. */
export function isNegationOf(a: Expr, b: Expr): boolean {
  return (a.op === 'not' && sameExpression(a.arg, b)) || (b.op === 'not' && sameExpression(b.arg, a));
}

const shapes = new WeakMap<Expr, string>();

function shape(expr: Expr): string {
  let text = shapes.get(expr);
  if (text === undefined) {
    text = canonicalJson(expr, (key) => key === 'known');
    shapes.set(expr, text);
  }
  return text;
}
