// Lists and maps in brackets (L-LEX-30…32).
import { COLON, STAR, isNameStart } from '../lexer/characters.ts';
import { elementEnd } from '../lexer/numbers.ts';
import type { Scanner } from '../lexer/scanner.ts';
import type { ValueClass } from '../language/table.ts';
import type { Entry, List, Literal, MapValue, Token } from '../tree.ts';
import { Commas, close, open, takeStranger } from './brackets.ts';
import { insertFix, report, wantsString } from './expectation.ts';
import { gapAfter } from './layout.ts';
import { atScalar, literalOf, takeLiteralToken, takeScalarValue } from './literals.ts';

export type ListClass = Extract<ValueClass, { kind: 'list' }>;

/** Takes the list at `pos` (a `[`). */
export function takeList(scanner: Scanner, of: ListClass): List {
  const opener = open(scanner);
  return takeElements(scanner, opener, of);
}

/** Takes elements up to the closing bracket; `opener` has been taken and opened. */
export function takeElements(scanner: Scanner, opener: Token, of: ListClass): List {
  const commas = new Commas(scanner, of.commasOptional === true);
  const elements: Literal[] = [];
  for (;;) {
    scanner.skip();
    const end = close(scanner, opener, ']');
    if (end !== undefined) {
      const last = scanner.tokens.at(-1)?.end ?? opener.end;
      const list = { type: 'List', open: opener, elements, start: opener.start, end: last } as const;
      return end.token === undefined ? list : { ...list, close: end.token };
    }
    if (commas.take('An element')) continue;
    commas.element();
    const element = takeElement(scanner, of);
    if (element !== undefined) elements.push(literalOf(element));
  }
}

/** Takes one element; one that cannot be an element reports E002 and is dropped (L-LEX-31). */
function takeElement(scanner: Scanner, of: ListClass): Token | undefined {
  const { text, pos } = scanner;
  const quote = text.charAt(pos);
  if (quote === '"' || quote === "'" || quote === '`') return takeLiteralToken(scanner);
  const end = elementEnd(text, pos);
  if (end === pos || quote === '$') {
    takeStranger(scanner, 'This is no element of the list', ELEMENT_HINTS[of.of]);
    return undefined;
  }
  if (end + 1 > scanner.reach) scanner.reach = end + 1;
  const bare = text.slice(pos, end);
  if (isNameStart(text, pos) && /^\w+$/.test(bare)) return scanner.takeName();
  if (isElement(bare, of)) return scanner.take('pattern', end);
  const token = scanner.take('skipped', end);
  const fixes = /[\\]/.test(bare)
    ? []
    : [{ title: 'Add quotes', preferred: true, edits: [{ start: pos, end, newText: `"${bare}"` }] }];
  report(scanner, 'E002', token, `${bare} is no element of the list`, ELEMENT_HINTS[of.of], fixes);
  return undefined;
}

const ELEMENT_HINTS: { readonly [K in ListClass['of']]: string } = {
  name: 'Elements are names, separated by commas.',
  pattern: 'Write NAME, NAME.NAME or NAME.*; put anything else in quotes.',
  string: 'Put it in double quotes.',
  host: 'Write a host name, or put it in quotes.',
};

const NAME = /^[\p{L}_][\p{L}\p{Nd}_]*$/u;
const PATTERN = /^[\p{L}_][\p{L}\p{Nd}_]*(?:\.[\p{L}_][\p{L}\p{Nd}_]*)*(?:\.\*)?$/u;
const HOST = /^(?:\*|(?:\*\.)?[\p{L}\p{Nd}_-]+(?:\.[\p{L}\p{Nd}_-]+)*(?::\d+)?)$/u;

function isElement(bare: string, of: ListClass): boolean {
  switch (of.of) {
    case 'name':
      return NAME.test(bare);
    case 'pattern':
    case 'string':
      return PATTERN.test(bare) || (of.star === true && bare.charCodeAt(0) === STAR && bare.length === 1);
    case 'host':
      return HOST.test(bare);
    default:
      return of.of satisfies never;
  }
}

/** Takes the map at `pos` (a `{`). */
export function takeMap(scanner: Scanner): MapValue {
  const opener = open(scanner);
  const commas = new Commas(scanner, false);
  const entries: Entry[] = [];
  for (;;) {
    scanner.skip();
    const end = close(scanner, opener, '}');
    if (end !== undefined) {
      const last = scanner.tokens.at(-1)?.end ?? opener.end;
      const map = { type: 'Map', open: opener, entries, start: opener.start, end: last } as const;
      return end.token === undefined ? map : { ...map, close: end.token };
    }
    if (commas.take('An entry')) continue;
    commas.element();
    const entry = takeMapEntry(scanner);
    if (entry !== undefined) entries.push(entry);
  }
}

function takeMapEntry(scanner: Scanner): Entry | undefined {
  const errors = scanner.errors;
  const indent = scanner.lineIndent;
  const key = takeLiteralToken(scanner);
  if (key === undefined) {
    takeStranger(scanner, 'A key belongs here', 'Write `KEY: value`.');
    return undefined;
  }
  if (key.kind === 'int' || key.kind === 'float' || key.kind === 'pattern') wantsString(scanner, key);
  scanner.skip();
  let colon: Token | undefined;
  if (scanner.code() === COLON) {
    colon = scanner.take('punctuation', scanner.pos + 1);
    scanner.skip();
  } else {
    const at = gapAfter(scanner, key);
    scanner.report('E002', at, at, `A colon is missing after ${key.text}`, 'Write `KEY: value`.', [insertFix(at, ':')]);
  }
  const value = takeMapValue(scanner);
  const end = scanner.tokens.at(-1)?.end ?? key.end;
  const span = { start: key.start, end };
  return {
    type: 'Entry',
    role: 'mapEntry',
    key,
    ...span,
    lines: span,
    indent,
    comments: [],
    broken: scanner.errors > errors,
    ...(colon === undefined ? {} : { colon }),
    ...(value === undefined ? {} : { value: literalOf(value) }),
  };
}

function takeMapValue(scanner: Scanner): Token | undefined {
  if (atScalar(scanner)) return takeScalarValue(scanner);
  if (scanner.atLineEnd() || scanner.atCloser() || scanner.text.charAt(scanner.pos) === ',') {
    const at = gapAfter(scanner, scanner.tokens.at(-1));
    scanner.report('E002', at, at, 'A value is missing', 'Write a string after the colon.');
    return undefined;
  }
  const token = takeLiteralToken(scanner);
  if (token === undefined) takeStranger(scanner, 'A string belongs here', 'Put it in double quotes.');
  else if (token.kind === 'int' || token.kind === 'float' || token.kind === 'pattern') wantsString(scanner, token);
  return token;
}
