// Parsed expressions and templates of the token that holds them.
import { parseExpression, type ParsedExpression } from '../expression/parse.ts';
import { parseCommand, parseEnvironment, parseMixed, parseTemplate, type ParsedText } from '../template/template.ts';
import { memo } from '../memo.ts';
import type { Token } from '../tree.ts';

function cached<R>(parse: (source: string) => R, isPlain: (source: string) => boolean): (token: Token) => R {
  const remembered = memo((token: Token) => parse(token.value));
  // Remembering a text without references would cost more than reading it.
  return (token) => (isPlain(token.value) ? parse(token.value) : remembered(token));
}

const noBraces = (source: string): boolean => !source.includes('{{');
const noReferences = (source: string): boolean => !source.includes('{{') && !source.includes('${');

export const expressionOf: (token: Token) => ParsedExpression = cached(parseExpression, () => false);
export const templateOf: (token: Token) => ParsedText = cached(parseTemplate, noBraces);
export const environmentOf: (token: Token) => ParsedText = cached(parseEnvironment, (source) => !source.includes('${'));
export const mixedOf: (token: Token) => ParsedText = cached(parseMixed, noReferences);
export const commandOf: (token: Token) => ParsedText = cached(parseCommand, noReferences);
