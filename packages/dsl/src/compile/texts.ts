// Parsed expressions and templates by the token that holds them. Tokens of unchanged statements are the same objects from parse to
// parse, so a keystroke parses one text anew and finds the others here.
import { parseExpression, type ParsedExpression } from '../expression/parse.ts';
import { parseCommand, parseEnvironment, parseMixed, parseTemplate, type ParsedText } from '../template/template.ts';
import type { Token } from '../tree.ts';

function cached<R>(parse: (source: string) => R, isPlain: (source: string) => boolean): (token: Token) => R {
  const known = new WeakMap<Token, R>();
  return (token) => {
    // Remembering a text without references would cost more than reading it.
    if (isPlain(token.value)) return parse(token.value);
    let result = known.get(token);
    if (result === undefined) {
      result = parse(token.value);
      known.set(token, result);
    }
    return result;
  };
}

const noBraces = (source: string): boolean => !source.includes('{{');
const noReferences = (source: string): boolean => !source.includes('{{') && !source.includes('${');

export const expressionOf: (token: Token) => ParsedExpression = cached(parseExpression, () => false);
export const templateOf: (token: Token) => ParsedText = cached(parseTemplate, noBraces);
export const environmentOf: (token: Token) => ParsedText = cached(parseEnvironment, (source) => !source.includes('${'));
export const mixedOf: (token: Token) => ParsedText = cached(parseMixed, noReferences);
export const commandOf: (token: Token) => ParsedText = cached(parseCommand, noReferences);
