// Parsed expressions and templates by the token that holds them. Tokens of unchanged statements are the same objects from parse to
// parse, so a keystroke parses one text anew and finds the others here.
import { parseExpression, type ParsedExpression } from '../expression/parse.ts';
import { parseCommand, parseEnvironment, parseMixed, parseTemplate, type ParsedText } from '../template/template.ts';
import type { Token } from '../tree.ts';

function cached<R>(parse: (source: string) => R): (token: Token) => R {
  const known = new WeakMap<Token, R>();
  return (token) => {
    let result = known.get(token);
    if (result === undefined) {
      result = parse(token.value);
      known.set(token, result);
    }
    return result;
  };
}

export const expressionOf: (token: Token) => ParsedExpression = cached(parseExpression);
export const templateOf: (token: Token) => ParsedText = cached(parseTemplate);
export const environmentOf: (token: Token) => ParsedText = cached(parseEnvironment);
export const mixedOf: (token: Token) => ParsedText = cached(parseMixed);
export const commandOf: (token: Token) => ParsedText = cached(parseCommand);
