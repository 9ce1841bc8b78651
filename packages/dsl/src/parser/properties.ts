// Properties and the blocks they open, driven by the language table (§2, §3).
import { didYouMean } from '../didYouMean.ts';
import { languageTable, rowOf } from '../language/index.ts';
import type { PropertyRow, ValueClass } from '../language/table.ts';
import { COLON, isNameStart } from '../lexer/characters.ts';
import type { Scanner } from '../lexer/scanner.ts';
import type { Block, Entry, ErrorNode, ErrorStatement, Property, Token, Value } from '../tree.ts';
import { takeStranger } from './brackets.ts';
import { type ReadStatement, readBlock } from './blocks.ts';
import {
  type Key,
  finish,
  readKey,
  readMapEntry,
  readPresetValue,
  readTextEntry,
  readVariable,
  reportMissingColon,
} from './entries.ts';
import { readError } from './errorStatement.ts';
import { replaceFix, report } from './expectation.ts';
import type { Begun, Layout, Tail } from './layout.ts';
import { errorFrom, takeBlock } from './recovery.ts';
import { mayStartWith, readUnknownValue, readValue, reportMissingValue, takesBlock } from './values.ts';

/** A reader of the properties of these rows. Readers are kept, one per list of rows. */
export function propertyReader(rows: readonly PropertyRow[]): ReadStatement {
  let reader = readers.get(rows);
  if (reader === undefined) {
    reader = (layout, begun) => readNamed(layout, begun, rows);
    readers.set(rows, reader);
  }
  return reader;
}
const readers = new WeakMap<readonly PropertyRow[], ReadStatement>();

function readNamed(layout: Layout, begun: Begun, rows: readonly PropertyRow[]): Property | ErrorStatement {
  const { scanner } = layout;
  if (!isNameStart(scanner.text, scanner.pos)) return readError(layout, begun, 'A property starts with its name');
  return readProperty(layout, begun, scanner.takeName(), rows);
}

/** Reads a property whose name has been taken. */
export function readProperty(layout: Layout, begun: Begun, name: Token, rows: readonly PropertyRow[]): Property {
  const { scanner } = layout;
  const row = rowOf(rows, name.text);
  scanner.skip();
  const colon = scanner.code() === COLON ? scanner.take('punctuation', scanner.pos + 1) : undefined;
  if (colon === undefined) reportMissingColon(scanner, name, row !== undefined && takesBlock(row.value));
  return row === undefined ? readUnknown(layout, begun, name, colon, rows) : readKnown(layout, begun, name, colon, row);
}

function readKnown(layout: Layout, begun: Begun, name: Token, colon: Token | undefined, row: PropertyRow): Property {
  const { scanner } = layout;
  const hush = colon === undefined ? scanner.hush() : undefined;
  scanner.skip();
  const empty = scanner.atLineEnd();
  if (empty && !takesBlock(row.value)) reportMissingValue(scanner, row, colon ?? name);
  const read = empty ? { quiet: false } : readValue(scanner, row);
  let tail = layout.endLine(read.quiet || colon === undefined);
  if (hush !== undefined) scanner.speak(hush);
  const own = scanner.errors;
  let block: Block | undefined;
  if (empty) {
    if (takesBlock(row.value)) {
      block = readBlock(layout, begun.indent, blockReader(row.value));
      if (block === undefined) reportEmpty(layout, begun, name, colon);
    } else {
      tail = swallow(layout, begun, tail);
    }
  } else if (layout.more) {
    return property(layout, begun, { name, colon, row, value: read.value, block, tail, own });
  } else if (row.value.kind === 'block') {
    // A short form, or a wrong value, with a block below it: the block is not this property's.
    tail = swallowReported(layout, begun, tail);
  }
  return property(layout, begun, { name, colon, row, value: read.value, block, tail, own });
}

/** E012: the value and the whole block are kept and ignored (L-REC-03). */
function readUnknown(
  layout: Layout,
  begun: Begun,
  name: Token,
  colon: Token | undefined,
  rows: readonly PropertyRow[],
): Property {
  const { scanner } = layout;
  scanner.skip();
  if (colon !== undefined) {
    const near = didYouMean(name.text, spellingsOf(rows.filter((row) => mayStartWith(scanner, row.value))));
    const fixes = near === undefined ? [] : [replaceFix(scanner, name, `Change to \`${near}\``, near)];
    report(
      scanner,
      'E012',
      name,
      `There is no property \`${name.text}\` here`,
      'It is ignored; correct or remove it.',
      fixes,
    );
  }
  const value = scanner.atLineEnd() ? undefined : readUnknownValue(scanner);
  let tail: Tail;
  scanner.skip();
  if (!scanner.atLineEnd() && layout.atStatement()) {
    tail = layout.endLine();
  } else {
    tail = layout.endLine(true);
  }
  const own = scanner.errors;
  if (!layout.more) tail = swallow(layout, begun, tail);
  return property(layout, begun, { name, colon, row: undefined, value, block: undefined, tail, own });
}

interface Parts {
  readonly name: Token;
  readonly colon: Token | undefined;
  readonly row: PropertyRow | undefined;
  readonly value: Value | undefined;
  readonly block: Block | undefined;
  readonly tail: Tail;
  readonly own: number;
}

function property(layout: Layout, begun: Begun, parts: Parts): Property {
  const node = layout.statement<Property>('Property', begun, parts.tail, parts.own);
  node.name = parts.name;
  if (parts.colon !== undefined) node.colon = parts.colon;
  if (parts.row !== undefined) node.row = parts.row;
  if (parts.value !== undefined) node.value = parts.value;
  if (parts.block !== undefined) node.block = parts.block;
  return node as Property;
}

/** Takes the deeper lines below a statement into its error element, unreported. */
function swallow(layout: Layout, begun: Begun, tail: Tail): Tail {
  const { scanner } = layout;
  const from = scanner.tokens.length;
  takeBlock(scanner, begun.indent);
  if (scanner.tokens.length === from) return tail;
  const block = errorFrom(scanner, from);
  return { ...tail, rest: tail.rest === undefined ? block : joined(tail.rest, block) };
}

/** The same for lines that nothing else has reported: E003, once. */
function swallowReported(layout: Layout, begun: Begun, tail: Tail): Tail {
  const { scanner } = layout;
  const line = scanner.nextLine();
  if (line === undefined || line.indent <= begun.indent) return tail;
  scanner.report(
    'E003',
    line.start,
    line.content,
    'This line is deeper than its block',
    'Align it with the lines of the block, or remove the value above.',
  );
  return swallow(layout, begun, tail);
}

function joined(a: ErrorNode, b: ErrorNode): ErrorNode {
  return { type: 'Error', tokens: [...a.tokens, ...b.tokens], start: a.start, end: b.end };
}

function reportEmpty(layout: Layout, begun: Begun, name: Token, colon: Token | undefined): void {
  const { scanner } = layout;
  const lines = { start: scanner.start + begun.linesStart, end: scanner.pos };
  scanner.report(
    'E013',
    scanner.start + name.start,
    scanner.start + (colon ?? name).end,
    `\`${name.text}\` is empty`,
    'Add content or remove it.',
    [{ title: 'Remove it', edits: [{ ...lines, newText: '' }] }],
  );
}

function spellingsOf(rows: readonly PropertyRow[]): string[] {
  return rows.flatMap((row) => [row.name, ...(row.synonyms ?? [])]);
}

// ── Blocks of members ─────────────────────────────────────────────────────────────────────────────────────────────────────

/** What the statements of a block are. */
function blockReader(value: ValueClass): ReadStatement {
  if (value.kind === 'block') return propertyReader(value.properties);
  if (value.kind !== 'members') return readMap;
  switch (value.of) {
    case 'vars':
      return readVariable;
    case 'presets':
      return readPreset;
    case 'attachments':
      return readAttachment;
    case 'expr':
      return readExpr;
    case 'values':
      return readCursorValue;
    case 'bands':
      return readBand;
    case 'cursors':
      return cursorsReader(value.properties ?? []);
    default:
      return value satisfies never;
  }
}

const readMap = readMapEntry('mapEntry');
const readCursorUse = readMapEntry('cursorUse');
const readExpr = readTextEntry('expr');
const readCursorValue = readTextEntry('cursorValue');
const readBand = readTextEntry('band');

/** `enabled: bool` among entries that are named by cursors. */
function cursorsReader(rows: readonly PropertyRow[]): ReadStatement {
  return (layout, begun) => {
    const { scanner } = layout;
    const row = rows.find((candidate) => startsWithName(scanner, candidate.name));
    return row === undefined ? readCursorUse(layout, begun) : readNamed(layout, begun, rows);
  };
}

function startsWithName(scanner: Scanner, name: string): boolean {
  if (!scanner.text.startsWith(name, scanner.pos)) return false;
  return scanner.text.charCodeAt(scanner.afterBlanks(scanner.pos + name.length)) === COLON;
}

/** `PRESET:` with a block of `VAR: literal` (L-DECL-12). */
export function readPreset(layout: Layout, begun: Begun): Entry | ErrorStatement {
  const key = readKey(layout, begun, false);
  if (key.type === 'ErrorStatement') return key;
  const entry = finish(layout, begun, 'preset', key, {});
  if (layout.more) return entry;
  const block = readBlock(layout, begun.indent, readPresetValue);
  if (block === undefined && !entry.broken) reportEmpty(layout, begun, key.key, key.colon);
  return withBlock(layout, begun, entry, block);
}

/** `NAME: file` or `NAME: image`, each with an optional block (L-DECL-13). */
export function readAttachment(layout: Layout, begun: Begun): Entry | ErrorStatement {
  const { scanner } = layout;
  const key = readKey(layout, begun, false);
  if (key.type === 'ErrorStatement') return key;
  const typeToken = readFileKind(scanner, key);
  const entry = finish(layout, begun, 'attachment', key, typeToken === undefined ? {} : { typeToken });
  if (layout.more) return entry;
  const read = propertyReader(languageTable.memberBlocks.attachments.memberProperties ?? []);
  return withBlock(layout, begun, entry, readBlock(layout, begun.indent, read));
}

function withBlock(layout: Layout, begun: Begun, entry: Entry, block: Block | undefined): Entry {
  if (block === undefined) return entry;
  const { scanner } = layout;
  const end = scanner.tokens.at(-1)?.end ?? entry.end;
  const linesEnd = begun.midLine ? end : scanner.pos - scanner.start;
  return { ...entry, block, end, lines: { start: entry.lines.start, end: linesEnd } };
}

const FILE_KINDS = ['file', 'image'];

function readFileKind(scanner: Scanner, key: Key): Token | undefined {
  scanner.skip();
  if (isNameStart(scanner.text, scanner.pos)) {
    const token = scanner.takeName();
    if (FILE_KINDS.includes(token.text)) return token;
    const near = didYouMean(token.text, FILE_KINDS);
    const fixes = near === undefined ? [] : [replaceFix(scanner, token, `Change to \`${near}\``, near)];
    report(scanner, 'E020', token, `${token.text} is no kind of attachment`, 'Use file or image.', fixes);
    return token;
  }
  const at = scanner.start + (key.colon ?? key.key).end;
  if (scanner.atLineEnd()) scanner.report('E002', at, at, `${key.key.text} needs a kind`, 'Write `file` or `image`.');
  else takeStranger(scanner, `${key.key.text} needs a kind`, 'Write `file` or `image`.');
  return undefined;
}
