// Numbers (L-LEX-23) and bare words that are neither name nor number.
import type { Token } from '../tree.ts';
import { COMMA, DOT, HASH, MINUS, PLUS, SPACE, isDigit, isNameStart, nameEnd } from './characters.ts';
import type { Scanner } from './scanner.ts';

/** Whether a number, or something that was meant to be one (`.5`, `+1`), starts here. */
export function atNumber(scanner: Scanner): boolean {
  const code = scanner.code();
  if (isDigit(code)) return true;
  const next = scanner.text.charCodeAt(scanner.pos + 1);
  if (code === MINUS) return isDigit(next) || next === DOT;
  return (code === DOT || code === PLUS) && (isDigit(next) || next === DOT);
}

/** Takes an INT, a FLOAT, or, when it is neither (`30m`, `.5`, `0x1F`, `1_000`), a `pattern` token with the whole word. */
export function takeNumber(scanner: Scanner): Token {
  const { text, pos } = scanner;
  let at = pos;
  if (text.charCodeAt(at) === MINUS) at += 1;
  const whole = at;
  at = digits(text, at);
  let kind: 'int' | 'float' | 'pattern' = at > whole ? 'int' : 'pattern';
  if (kind === 'int' && text.charCodeAt(at) === DOT && isDigit(text.charCodeAt(at + 1))) {
    at = digits(text, at + 1);
    kind = 'float';
  }
  const exponent = text.charCodeAt(at);
  if (kind !== 'pattern' && (exponent === 101 || exponent === 69)) {
    const sign = text.charCodeAt(at + 1);
    const power = sign === PLUS || sign === MINUS ? at + 2 : at + 1;
    if (isDigit(text.charCodeAt(power))) {
      at = digits(text, power);
      kind = 'float';
    }
  }
  const end = wordEnd(text, at);
  if (end + 1 > scanner.reach) scanner.reach = end + 1;
  return end === at && kind !== 'pattern' ? scanner.take(kind, at) : scanner.take('pattern', Math.max(end, pos + 1));
}

/** Whether an INT or FLOAT lies within the limits of L-LEX-23. */
export function isSafeInt(token: Token): boolean {
  return token.kind !== 'int' || Number.isSafeInteger(Number(token.text));
}

function digits(text: string, at: number): number {
  while (isDigit(text.charCodeAt(at))) at += 1;
  return at;
}

/** End of the run of letters, digits, `_`, `.`, `+`, `-`, `µ` that goes on from a number. */
function wordEnd(text: string, at: number): number {
  for (;;) {
    if (isNameStart(text, at)) at = nameEnd(text, at);
    else if (isDigit(text.charCodeAt(at)) || text.charCodeAt(at) === DOT || text.charCodeAt(at) === 0xb5) at += 1;
    else if (isSign(text, at)) at += 1;
    else return at;
  }
}

/** A sign in the middle of a word; `->` is no part of one. */
function isSign(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  if (code !== MINUS && code !== PLUS) return false;
  return isDigit(text.charCodeAt(at + 1)) || isNameStart(text, at + 1);
}

/** End of a bare list element: up to a blank, comma, bracket, quote, comment or line end. */
export function elementEnd(text: string, at: number): number {
  for (;;) {
    const code = text.charCodeAt(at);
    if (!(code > SPACE) || code === COMMA || code === HASH || ENDS_ELEMENT.has(code)) return at;
    at += 1;
  }
}

const ENDS_ELEMENT: ReadonlySet<number> = new Set(Array.from('[]{}"\'`', (character) => character.charCodeAt(0)));
