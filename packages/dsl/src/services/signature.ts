// Signature help: the function of an expression whose parentheses are open at the caret, and which of its arguments is being written.
import type { Document } from '../document.ts';
import { FUNCTIONS, type FunctionRow } from '../expression/functions.ts';
import { placeAt } from './place.ts';

interface Signature {
  /** `join(list, separator)` */
  readonly label: string;
  readonly parameters: readonly string[];
  /** The index of the parameter that is being written. */
  readonly active: number;
  readonly help: string;
}

export function signatureOf({ name, parameters, variadic = false }: FunctionRow): string {
  return `${name}(${parameters.join(', ')}${variadic ? ', …' : ''})`;
}

/** In the text of an expression; a bracket or comma inside a string counts for nothing. */
export function callAt(expression: string, caret: number): Signature | undefined {
  const before = expression.slice(0, caret).replace(/'[^']*(?:'|$)|"[^"]*(?:"|$)/gu, (text) => ' '.repeat(text.length));
  let closed = 0;
  let active = 0;
  for (let at = before.length - 1; at >= 0; at--) {
    if (before[at] === ')') closed++;
    if (before[at] === ',' && closed === 0) active++;
    if (before[at] !== '(' || closed-- > 0) continue;
    const name = /[\p{L}_]+$/u.exec(before.slice(0, at))?.[0];
    const row = FUNCTIONS.find((each) => each.name === name);
    if (row === undefined) return undefined;
    const { parameters, help } = row;
    return { label: signatureOf(row), parameters, active: Math.min(active, parameters.length - 1), help };
  }
  return undefined;
}

/** In a document: inside the condition of an edge or a row of `expr`. */
export function signatureAt(document: Document, offset: number): Signature | undefined {
  const { before, kind, headers } = placeAt(document, offset);
  const isEdge = kind === 'workflow' && /->.*\bwhen\s+["`][^"`]*$/su.test(before);
  const isRow = kind === 'compute' && /^\s*expr\s*:/u.test(headers[1] ?? '');
  const open = isEdge || isRow ? /["`]([^"`]*)$/su.exec(before)?.[1] : undefined;
  return open === undefined ? undefined : callAt(open, open.length);
}
