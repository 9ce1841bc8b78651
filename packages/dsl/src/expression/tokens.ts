// Tokens of the expression language (L-EXPR-01). The lexer never fails: what is no token becomes one token of kind `bad` and ends
// the expression. Offsets are UTF-16 code units of the expression's text.

type TokenKind = 'number' | 'string' | 'name' | 'word' | 'operator' | 'bad' | 'end';

export interface ExprToken {
  readonly kind: TokenKind;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** The value of a number or string; why a `bad` token is bad. */
  readonly value?: string | number;
}

/** Words that are no names at the start of a path (L-EXPR-01). */
const WORDS: ReadonlySet<string> = new Set(['and', 'or', 'not', 'true', 'false', 'null']);
const NAME = /[\p{L}_][\p{L}\p{Nd}_]*/uy;
const NUMBER = /[0-9]+(?:\.[0-9]+)?/y;
const OPERATOR = /\|\||&&|==|!=|<=|>=|[-+*/%<>!()[\],.]/y;

export function tokenize(text: string): ExprToken[] {
  const tokens: ExprToken[] = [];
  let at = 0;
  for (;;) {
    while (at < text.length && isBlank(text.charCodeAt(at))) at++;
    if (at >= text.length) {
      tokens.push({ kind: 'end', text: '', start: at, end: at });
      return tokens;
    }
    const token = tokenAt(text, at);
    tokens.push(token);
    if (token.kind === 'bad') return tokens;
    at = token.end;
  }
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d;
}

function tokenAt(text: string, start: number): ExprToken {
  const first = text.charAt(start);
  if (first === '"' || first === "'") return stringAt(text, start, first);
  const number = match(NUMBER, text, start);
  if (number !== undefined) {
    return { kind: 'number', text: number, start, end: start + number.length, value: Number(number) };
  }
  const name = match(NAME, text, start);
  if (name !== undefined) {
    return { kind: WORDS.has(name) ? 'word' : 'name', text: name, start, end: start + name.length };
  }
  const operator = match(OPERATOR, text, start);
  if (operator !== undefined) return { kind: 'operator', text: operator, start, end: start + operator.length };
  // At most to the end: `codePointAt` looks beyond sliced strings in Node 24 (lexer/characters.ts).
  const end = Math.min(text.length, start + ((text.codePointAt(start) ?? 0) > 0xffff ? 2 : 1));
  return { kind: 'bad', text: text.slice(start, end), start, end, value: 'is no part of an expression' };
}

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

function stringAt(text: string, start: number, quote: string): ExprToken {
  let value = '';
  for (let at = start + 1; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === quote) return { kind: 'string', text: text.slice(start, at + 1), start, end: at + 1, value };
    if (char !== '\\') value += char;
    else {
      const escaped = text.charAt(++at);
      value += escaped === 'n' ? '\n' : escaped === 't' ? '\t' : escaped;
    }
  }
  const shown = text.slice(start, Math.min(text.length, start + 40));
  return { kind: 'bad', text: shown, start, end: start + 1, value: 'is a string without its closing quote' };
}
