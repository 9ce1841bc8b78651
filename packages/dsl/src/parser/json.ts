// JSON literals (L-LEX-25): arrays and objects over one or several lines, trailing commas tolerated, at most 100 brackets deep.
import { COLON, OPEN_BRACE, OPEN_BRACKET, QUOTE } from '../lexer/characters.ts';
import { atNumber, takeNumber } from '../lexer/numbers.ts';
import type { Scanner } from '../lexer/scanner.ts';
import { takeJsonString } from '../lexer/strings.ts';
import type { JsonArray, JsonObject, JsonValue, Token } from '../tree.ts';
import { Commas, close, open, takeStranger } from './brackets.ts';
import { checkSafe, insertFix, report, wantsString } from './expectation.ts';
import { gapAfter } from './layout.ts';
import { literalOf, takeLiteralToken } from './literals.ts';
import { takeAny } from './recovery.ts';

/** Beyond this many brackets the inner part is an error element (L-LIM-02). */
export const MAX_DEPTH = 100;

export function atJson(scanner: Scanner): boolean {
  const code = scanner.code();
  return code === OPEN_BRACE || code === OPEN_BRACKET;
}

/** Takes the array or object at `pos`; undefined when it is nested too deeply (E006). */
export function takeJson(scanner: Scanner): JsonObject | JsonArray | undefined {
  if (scanner.depth >= MAX_DEPTH) {
    scanner.report('E006', scanner.pos, scanner.pos + 1, 'Brackets are nested too deeply', 'Use at most 100 levels.');
    scanner.silent += 1;
    takeAny(scanner);
    scanner.silent -= 1;
    return undefined;
  }
  return scanner.code() === OPEN_BRACE ? takeObject(scanner) : takeArray(scanner);
}

function takeArray(scanner: Scanner): JsonArray {
  const opener = open(scanner);
  const commas = new Commas(scanner, false);
  const elements: JsonValue[] = [];
  for (;;) {
    scanner.skip();
    const end = close(scanner, opener, ']');
    if (end !== undefined) {
      return { type: 'Json', shape: 'array', open: opener, elements, ...extent(scanner, opener, end.token) };
    }
    if (commas.take('An element')) continue;
    commas.element();
    const value = takeJsonValue(scanner);
    if (value !== undefined) elements.push(value);
  }
}

function takeObject(scanner: Scanner): JsonObject {
  const opener = open(scanner);
  const commas = new Commas(scanner, false);
  const members: { key: Token; value?: JsonValue }[] = [];
  for (;;) {
    scanner.skip();
    const end = close(scanner, opener, '}');
    if (end !== undefined) {
      return { type: 'Json', shape: 'object', open: opener, members, ...extent(scanner, opener, end.token) };
    }
    if (commas.take('A member')) continue;
    commas.element();
    const key = takeKey(scanner);
    if (key === undefined) continue;
    const value = takeMemberValue(scanner, key);
    members.push(value === undefined ? { key } : { key, value });
  }
}

function takeKey(scanner: Scanner): Token | undefined {
  if (scanner.code() === QUOTE) return takeJsonString(scanner);
  const token = takeLiteralToken(scanner);
  if (token === undefined) takeStranger(scanner, 'A key in double quotes belongs here', 'Write `"key": value`.');
  else if (token.kind === 'name') wantsString(scanner, token);
  else if (token.kind !== 'quoted') report(scanner, 'E002', token, 'A key belongs in double quotes', 'Write `"key"`.');
  return token;
}

function takeMemberValue(scanner: Scanner, key: Token): JsonValue | undefined {
  scanner.skip();
  if (scanner.code() !== COLON) {
    const at = gapAfter(scanner, key);
    scanner.report('E002', at, at, 'A colon is missing after the key', 'Write `"key": value`.', [insertFix(at, ':')]);
  } else {
    scanner.take('punctuation', scanner.pos + 1);
    scanner.skip();
  }
  if (scanner.atLineEnd() || scanner.atCloser() || scanner.text.charAt(scanner.pos) === ',') {
    const at = gapAfter(scanner, scanner.tokens.at(-1));
    scanner.report('E002', at, at, 'A value is missing', 'Write a value after the colon.');
    return undefined;
  }
  return takeJsonValue(scanner);
}

function takeJsonValue(scanner: Scanner): JsonValue | undefined {
  if (atJson(scanner)) return takeJson(scanner);
  if (scanner.code() === QUOTE) return literalOf(takeJsonString(scanner));
  const token = atNumber(scanner) ? takeNumber(scanner) : takeLiteralToken(scanner);
  if (token === undefined) {
    takeStranger(scanner, 'This is no JSON value', 'Write a string, number, true, false, null, array or object.');
    return undefined;
  }
  if (token.kind === 'int') checkSafe(scanner, token);
  if (token.kind === 'raw') reportRaw(scanner, token);
  else if (token.kind === 'pattern' || !isJsonWord(token) || /^-?0\d/.test(token.text)) wantsString(scanner, token);
  return literalOf(token);
}

/** Numbers, `true`, `false`, `null`; a `'…'` has reported by itself. */
function isJsonWord(token: Token): boolean {
  return token.kind !== 'name' || token.text === 'true' || token.text === 'false' || token.text === 'null';
}

function reportRaw(scanner: Scanner, token: Token): void {
  report(scanner, 'E002', token, 'A JSON string is written in double quotes', 'Use `"…"` with the escapes of JSON.');
}

function extent(
  scanner: Scanner,
  opener: Token,
  closer: Token | undefined,
): { start: number; end: number; close?: Token } {
  const end = scanner.tokens.at(-1)?.end ?? opener.end;
  return closer === undefined ? { start: opener.start, end } : { start: opener.start, end, close: closer };
}
