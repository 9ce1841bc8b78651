// Blanks between two neighbours on one line (L-FMT-03).
import type { Comment, Token } from '../tree.ts';

export function spacing(before: Token | Comment | undefined, token: Token): string {
  const left = before !== undefined && 'kind' in before && before.kind === 'punctuation' ? before.text : '';
  const right = token.kind === 'punctuation' ? token.text : '';
  if (right === ':' || right === ',' || right === ']' || right === ')' || right === '(') return '';
  if (left === '[' || left === '(' || (left === '{' && right === '}')) return '';
  return ' ';
}
