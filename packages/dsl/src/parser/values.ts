// The value of a property: what its row of the language table expects, read from the line behind the colon (L-DECL-06).
import { BACKTICK, BAR, OPEN_BRACE, OPEN_BRACKET, QUOTE, isNameStart } from '../lexer/characters.ts';
import { atNumber } from '../lexer/numbers.ts';
import type { Scanner } from '../lexer/scanner.ts';
import type { PropertyRow, ValueClass } from '../language/table.ts';
import type { Token, Value } from '../tree.ts';
import { checkLiteral, isScalarClass, report, reportMisplacedScalar } from './expectation.ts';
import { gapAfter } from './layout.ts';
import { type ListClass, takeList, takeMap } from './lists.ts';
import { atScalar, literalOf, takeEnvOrLiteral, takeLiteralToken, takeScalarValue } from './literals.ts';
import { takeAny, tokenEnd } from './recovery.ts';

export interface ReadValue {
  readonly value?: Value;
  /** The rest of the line has been reported already. */
  readonly quiet: boolean;
}

const ANY_LIST: ListClass = { kind: 'list', of: 'pattern' };

/** Whether a property of this class may open an indented block. */
export function takesBlock(value: ValueClass): boolean {
  return value.kind === 'block' || value.kind === 'members' || value.kind === 'map';
}

/** Whether what stands at `pos` could be a value of this class, as far as its first character tells. */
export function mayStartWith(scanner: Scanner, expected: ValueClass): boolean {
  if (scanner.atLineEnd()) return takesBlock(expected);
  const code = scanner.code();
  if (expected.kind === 'list') return code === OPEN_BRACKET;
  if (expected.kind === 'map') return code === OPEN_BRACE;
  if (expected.kind === 'string') return code === QUOTE || code === BACKTICK || code === BAR;
  if (expected.kind === 'int' || expected.kind === 'number') return atNumber(scanner);
  if (expected.kind === 'members') return false;
  return isNameStart(scanner.text, scanner.pos) && (expected.kind !== 'block' || expected.short !== undefined);
}

/** Reads the value at `pos`, which is not a line end. */
export function readValue(scanner: Scanner, row: PropertyRow): ReadValue {
  const expected = row.value;
  const code = scanner.code();
  if (expected.kind === 'list' && code === OPEN_BRACKET) return { value: takeList(scanner, expected), quiet: false };
  if (expected.kind === 'map' && code === OPEN_BRACE) return { value: takeMap(scanner), quiet: false };
  const token = atScalar(scanner) ? takeScalarValue(scanner) : takeLiteralToken(scanner);
  if (token === undefined) {
    scanner.report('E002', scanner.pos, tokenEnd(scanner), wanted(row), hintFor(expected));
    scanner.silent += 1;
    takeAny(scanner);
    scanner.silent -= 1;
    return { quiet: true };
  }
  if (isScalarClass(expected)) {
    checkLiteral(scanner, token, expected);
    return { value: literalOf(token), quiet: false };
  }
  if (token.kind === 'scalar') reportMisplacedScalar(scanner, token);
  else if (!(expected.kind === 'block' && expected.short !== undefined && shortForm(scanner, token))) {
    if (token.kind !== 'quoted')
      report(scanner, 'E002', token, wanted(row), hintFor(expected), wrapFix(scanner, token, expected));
  }
  return { value: literalOf(token), quiet: false };
}

/** A property without any value where its class needs one on the line. */
export function reportMissingValue(scanner: Scanner, row: PropertyRow, after: Token): void {
  const at = gapAfter(scanner, after);
  scanner.report('E002', at, at, wanted(row), hintFor(row.value));
}

/** Reads whatever stands behind the colon of an unknown property, unreported (L-DECL-04). */
export function readUnknownValue(scanner: Scanner): Value | undefined {
  scanner.silent += 1;
  try {
    if (scanner.code() === OPEN_BRACKET) return takeList(scanner, ANY_LIST);
    if (scanner.atOpener()) {
      takeAny(scanner);
      return undefined;
    }
    const token = atScalar(scanner) ? takeScalarValue(scanner) : takeEnvOrLiteral(scanner);
    return token === undefined ? undefined : literalOf(token);
  } finally {
    scanner.silent -= 1;
  }
}

/** `sandbox: auto`: a bare word; which words there are is judged by the checks. */
function shortForm(scanner: Scanner, token: Token): boolean {
  if (token.kind === 'name') return true;
  checkLiteral(scanner, token, { kind: 'word', words: [], otherwise: 'C044' });
  return true;
}

function wrapFix(
  scanner: Scanner,
  token: Token,
  expected: ValueClass,
): { title: string; edits: { start: number; end: number; newText: string }[] }[] {
  if (expected.kind !== 'list' || (token.kind !== 'name' && token.kind !== 'string')) return [];
  const start = scanner.start + token.start;
  const end = scanner.start + token.end;
  return [{ title: 'Put it in brackets', edits: [{ start, end, newText: `[${token.text}]` }] }];
}

function wanted(row: PropertyRow): string {
  return `\`${row.name}\` needs ${DESCRIPTIONS[row.value.kind]}`;
}

const DESCRIPTIONS: { readonly [K in ValueClass['kind']]: string } = {
  word: 'a word',
  name: 'a name',
  string: 'a string',
  int: 'a whole number',
  number: 'a number',
  bool: '`true` or `false`',
  list: 'a list in brackets',
  map: 'a map in braces or an indented block',
  block: 'an indented block',
  members: 'an indented block',
};

function hintFor(expected: ValueClass): string {
  switch (expected.kind) {
    case 'word':
      return `Use one of ${expected.words.join(', ')}.`;
    case 'name':
      return `Write the name of the ${expected.refers}.`;
    case 'string':
      return 'Put it in double quotes.';
    case 'int':
    case 'number':
      return 'Write a number without quotes.';
    case 'bool':
      return 'Write `true` or `false`.';
    case 'list':
      return 'Write `[a, b]`.';
    case 'map':
      return 'Write `{ KEY: "value" }`, or one `KEY: "value"` per line below, indented.';
    case 'block':
      return expected.short === undefined
        ? 'Write its properties on the next lines, indented.'
        : `Use one of ${expected.short.join(', ')}, or write its properties on the next lines, indented.`;
    case 'members':
      return 'Write its entries on the next lines, indented.';
    default:
      return expected satisfies never;
  }
}
