// Members that the author names: variables, schema fields, preset values, map entries, expressions, cursor fragments (§2.2–2.4,
// 2.9, 2.10). Each reads one line: key, colon, and what follows it.
import type { Type } from '../graph.ts';
import { COLON, EQUALS, OPEN_BRACKET, SPACE, isBlank, isName, isNameStart, nameEnd } from '../lexer/characters.ts';
import { elementEnd } from '../lexer/numbers.ts';
import type { Hush } from '../lexer/reporter.ts';
import type { Scanner } from '../lexer/scanner.ts';
import {
  type Entry,
  type EntryRole,
  type ErrorStatement,
  type List,
  type Token,
  type Value,
  isString,
} from '../tree.ts';
import { open, takeStranger } from './brackets.ts';
import {
  checkSafe,
  insertFix,
  meant,
  type Meanings,
  replaceFix,
  report,
  wantsString,
  wantsWord,
} from './expectation.ts';
import { readError } from './errorStatement.ts';
import { atJson, takeJson } from './json.ts';
import { type Begun, type Layout, gapAfter } from './layout.ts';
import { takeElements } from './lists.ts';
import { atScalar, literalOf, takeEnvOrLiteral, takeLiteralToken, takeScalarValue } from './literals.ts';
import { tokenEnd } from './recovery.ts';

const TYPES: readonly Type[] = ['string', 'bool', 'int', 'float', 'json', 'string[]'];

/** What was read of an entry up to its value. */
export interface Key {
  readonly key: Token;
  readonly colon?: Token;
  /** Without a colon: the rest of the line is read in silence. */
  readonly hush?: Hush;
}

/** `NAME: TYPE [= literal]` (L-DECL-10). */
export function readVariable(layout: Layout, begun: Begun): Entry | ErrorStatement {
  const { scanner } = layout;
  const key = readKey(layout, begun, false);
  if (key.type === 'ErrorStatement') return key;
  const typed = readType(scanner, key.key, key.colon);
  scanner.skip();
  let value: Value | undefined;
  if (scanner.code() === EQUALS) {
    const equals = scanner.take('punctuation', scanner.pos + 1);
    scanner.skip();
    value = readDefault(scanner, equals);
  }
  return finish(layout, begun, 'variable', key, { ...typed, ...(value === undefined ? {} : { value }) });
}

/** `NAME: TYPE [ '[' enum: … ']' ]` (L-DECL-25). */
export function readField(layout: Layout, begun: Begun): Entry | ErrorStatement {
  const { scanner } = layout;
  const key = readKey(layout, begun, false);
  if (key.type === 'ErrorStatement') return key;
  const typed = readType(scanner, key.key, key.colon);
  scanner.skip();
  const list = scanner.code() === OPEN_BRACKET ? readEnum(scanner) : undefined;
  return finish(layout, begun, 'field', key, { ...typed, ...(list === undefined ? {} : { enum: list }) });
}

/** `VAR: literal` in a preset (L-DECL-12). */
export function readPresetValue(layout: Layout, begun: Begun): Entry | ErrorStatement {
  const { scanner } = layout;
  const key = readKey(layout, begun, false);
  if (key.type === 'ErrorStatement') return key;
  const value = atValue(scanner, key)
    ? atScalar(scanner)
      ? literalOf(takeScalarValue(scanner))
      : readPlainLiteral(scanner, 'A value belongs here')
    : undefined;
  return finish(layout, begun, 'presetValue', key, value === undefined ? {} : { value });
}

/** `KEY: value` of a map block, with words and numbers as they are (L-LEX-32); cursors also take a bare `${…}`. */
export function readMapEntry(role: 'mapEntry' | 'cursorUse'): (layout: Layout, begun: Begun) => Entry | ErrorStatement {
  return (layout, begun) => {
    const { scanner } = layout;
    const key = readKey(layout, begun, role === 'mapEntry');
    if (key.type === 'ErrorStatement') return key;
    let token: Token | undefined;
    if (atValue(scanner, key)) {
      if (atScalar(scanner)) token = takeScalarValue(scanner);
      else token = role === 'cursorUse' ? takeEnvOrLiteral(scanner) : takeLiteralToken(scanner);
      if (token === undefined) takeStranger(scanner, 'A string or word belongs here', 'Put it in double quotes.');
      else if (token.kind === 'pattern') wantsString(scanner, token);
      else checkSafe(scanner, token);
    }
    return finish(layout, begun, role, key, token === undefined ? {} : { value: literalOf(token) });
  };
}

/** `NAME: string`: fields of `expr`, values and bands of a cursor. */
export function readTextEntry(
  role: 'expr' | 'cursorValue' | 'band',
): (layout: Layout, begun: Begun) => Entry | ErrorStatement {
  return (layout, begun) => {
    const { scanner } = layout;
    const key = readKey(layout, begun, role !== 'expr');
    if (key.type === 'ErrorStatement') return key;
    let token: Token | undefined;
    if (atValue(scanner, key)) {
      token = atScalar(scanner) ? takeScalarValue(scanner) : takeLiteralToken(scanner);
      if (token === undefined) takeStranger(scanner, 'A string belongs here', 'Put it in double quotes.');
      else if (!isString(token)) wantsString(scanner, token);
    }
    return finish(layout, begun, role, key, token === undefined ? {} : { value: literalOf(token) });
  };
}

// ── Parts ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────

/**
 * Reads `NAME :`. Without a key the line is an error statement (E001). Without a colon E002, and reading goes on in silence:
 * `finish` ends it.
 */
export function readKey(
  layout: Layout,
  begun: Begun,
  quoted: boolean,
): (Key & { readonly type?: undefined }) | ErrorStatement {
  const { scanner } = layout;
  const key = takeKey(scanner, quoted);
  if (key === undefined) return readError(layout, begun, 'An entry starts with its name');
  scanner.skip();
  if (scanner.code() === COLON) return { key, colon: scanner.take('punctuation', scanner.pos + 1) };
  reportMissingColon(scanner, key, false);
  return { key, hush: scanner.hush() };
}

/** `block`: what follows on the next lines may be its content, so that a colon is all that is missing. */
export function reportMissingColon(scanner: Scanner, key: Token, block: boolean): void {
  const at = gapAfter(scanner, key);
  const fixes = block || !scanner.atLineEnd() ? [insertFix(at, ':')] : [];
  const end = scanner.atLineEnd() ? at : tokenEnd(scanner);
  const start = scanner.atLineEnd() ? at : scanner.pos;
  scanner.report('E002', start, end, `A colon is missing after ${key.text}`, 'Write `name: value`.', fixes);
}

function takeKey(scanner: Scanner, quoted: boolean): Token | undefined {
  const { text, pos } = scanner;
  if (isNameStart(text, pos)) {
    const end = nameEnd(text, pos);
    const code = text.charCodeAt(end);
    if (!(code > SPACE) || isBlank(code) || code === COLON || !quoted) return scanner.takeName();
    return takeBareKey(scanner);
  }
  const quote = text.charAt(pos);
  if (quote === '"' || quote === "'" || quote === '`') {
    const token = takeLiteralToken(scanner);
    if (token !== undefined && !quoted) wantsWord(scanner, token, 'a name');
    return token;
  }
  return quoted && elementEnd(text, pos) > pos && quote !== ':' ? takeBareKey(scanner) : undefined;
}

/** `X-Api-Key` or `0..1` where a key of other characters must be quoted. */
function takeBareKey(scanner: Scanner): Token | undefined {
  const { text, pos } = scanner;
  const end = elementEnd(text, pos);
  const colon = text.indexOf(':', pos);
  const to = colon !== -1 && colon < end ? colon : end;
  if (colon + 1 > scanner.reach) scanner.reach = end + 1;
  if (to === pos) return undefined;
  const token = scanner.take(isName(text.slice(pos, to)) ? 'name' : 'pattern', to);
  if (token.kind === 'pattern') wantsString(scanner, token);
  return token;
}

/** Whether a value stands behind the colon; a missing one reports E002. */
function atValue(scanner: Scanner, key: Key): boolean {
  scanner.skip();
  if (!scanner.atLineEnd()) return true;
  if (key.colon !== undefined) {
    const at = gapAfter(scanner, key.colon);
    scanner.report('E002', at, at, `${key.key.text} has no value`, 'Write a value after the colon.');
  }
  return false;
}

function readType(scanner: Scanner, key: Token, colon: Token | undefined): { typeToken?: Token; valueType?: Type } {
  scanner.skip();
  const { text, pos } = scanner;
  if (!isNameStart(text, pos)) {
    if (colon !== undefined) {
      const at = gapAfter(scanner, colon);
      const end = scanner.atLineEnd() ? at : tokenEnd(scanner);
      const start = scanner.atLineEnd() ? at : pos;
      scanner.report('E002', start, end, `The type of ${key.text} is missing`, `Types are ${TYPES.join(', ')}.`);
    }
    return {};
  }
  let end = nameEnd(text, pos);
  if (text.startsWith('[]', end)) end += 2;
  if (end + 2 > scanner.reach) scanner.reach = end + 2;
  const typeToken = scanner.take('type', end);
  const valueType = TYPES.find((type) => type === typeToken.text);
  if (valueType !== undefined) return { typeToken, valueType };
  const near = meant(typeToken.text, TYPES, TYPE_NAMES);
  const fixes = near === undefined ? [] : [replaceFix(scanner, typeToken, `Change to \`${near}\``, near)];
  report(scanner, 'E021', typeToken, `${typeToken.text} is no type`, `Types are ${TYPES.join(', ')}.`, fixes);
  return { typeToken };
}

/** Types as other languages call them. */
const TYPE_NAMES: Meanings = {
  integer: 'int',
  long: 'int',
  boolean: 'bool',
  number: 'float',
  double: 'float',
  str: 'string',
  text: 'string',
  object: 'json',
  map: 'json',
  dict: 'json',
  any: 'json',
  list: 'string[]',
  array: 'string[]',
  strings: 'string[]',
};

function readDefault(scanner: Scanner, equals: Token): Value | undefined {
  if (scanner.atLineEnd()) {
    const at = gapAfter(scanner, equals);
    scanner.report('E002', at, at, 'The default is missing', 'Write a value after `=`.');
    return undefined;
  }
  if (atScalar(scanner)) return literalOf(takeScalarValue(scanner, 'after `=`'));
  return readPlainLiteral(scanner, 'A default belongs here');
}

/** A string, number, boolean, null or JSON literal; another word reports E002 and is used as text. */
function readPlainLiteral(scanner: Scanner, wanted: string): Value | undefined {
  if (atJson(scanner)) return takeJson(scanner);
  const token = takeLiteralToken(scanner);
  if (token === undefined) {
    takeStranger(scanner, wanted, 'Write a string, number, true, false, null or JSON literal.');
    return undefined;
  }
  if (token.kind === 'pattern' || (token.kind === 'name' && !/^(?:true|false|null)$/.test(token.text))) {
    wantsString(scanner, token, 'a literal');
  } else {
    checkSafe(scanner, token);
  }
  return literalOf(token);
}

function readEnum(scanner: Scanner): List | undefined {
  const opener = open(scanner);
  scanner.skip();
  if (!isEnumKeyword(scanner)) {
    takeStranger(scanner, '`enum:` belongs here', 'Write `[enum: "a", "b"]`.');
    scanner.silent += 1;
    const list = takeElements(scanner, opener, { kind: 'list', of: 'string' });
    scanner.silent -= 1;
    return list;
  }
  const keyword = scanner.takeName();
  scanner.skip();
  if (scanner.code() === COLON) {
    scanner.take('punctuation', scanner.pos + 1);
  } else {
    const at = gapAfter(scanner, keyword);
    scanner.report('E002', at, at, 'A colon is missing after `enum`', 'Write `[enum: "a", "b"]`.', [
      insertFix(at, ':'),
    ]);
  }
  return takeElements(scanner, opener, { kind: 'list', of: 'string' });
}

function isEnumKeyword(scanner: Scanner): boolean {
  const { text, pos } = scanner;
  return text.startsWith('enum', pos) && nameEnd(text, pos) === pos + 4;
}

/** Ends the line of an entry and makes its node. */
export function finish(
  layout: Layout,
  begun: Begun,
  role: EntryRole,
  key: Key,
  parts: Pick<Entry, 'typeToken' | 'valueType' | 'enum' | 'value'>,
): Entry {
  const { scanner } = layout;
  const tail = layout.endLine(key.colon === undefined);
  if (key.hush !== undefined) scanner.speak(key.hush);
  const node = layout.statement<Entry>('Entry', begun, tail, scanner.errors);
  node.role = role;
  node.key = key.key;
  if (key.colon !== undefined) node.colon = key.colon;
  if (parts.typeToken !== undefined) node.typeToken = parts.typeToken;
  if (parts.valueType !== undefined) node.valueType = parts.valueType;
  if (parts.enum !== undefined) node.enum = parts.enum;
  if (parts.value !== undefined) node.value = parts.value;
  return node as Entry;
}
