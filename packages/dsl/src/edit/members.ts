// `setMember`, `removeMember`, `moveMember`: the entries of vars, presets, attachments, schema fields, expr, cursors and maps.
import type { Document } from '../document.ts';
import type { Json, Type } from '../graph.ts';
import type { TextEdit } from '../source.ts';
import {
  type Block,
  type Declaration,
  declarationsOf,
  type Entry,
  type Placed,
  type Property,
  propertyOf,
  type Statement,
} from '../tree.ts';
import { headerEnd, insertTopLevel } from './addLines.ts';
import { requireDeclaration, requireIntact, requireName } from './find.ts';
import {
  indentationAt,
  indentationStep,
  insertLines,
  lineEndBefore,
  linesOf,
  nextLineStart,
  removeLines,
} from './lines.ts';
import { editList, spellList } from './listEdit.ts';
import type { EditOperation, MemberBlock, MemberParts } from './operations.ts';
import { homeOf } from './property.ts';
import { refuse } from './refusal.ts';
import { sequence } from './sequence.ts';
import { spellJson, spellKey, spellString } from './spelling.ts';

/** A block of members that exists: the statement whose block it is. */
interface MemberHome {
  readonly at: number;
  readonly owner: Statement;
  readonly block: Block | undefined;
}

export function setMember(document: Document, block: MemberBlock, key: string, parts: MemberParts): TextEdit[] {
  const home = findHome(document, block);
  if (home === undefined) return createHome(document, block, key, parts);
  const entry = entryIn(home, key);
  if (entry !== undefined) return changeEntry(document, home.at, entry, parts);
  requireIntact(document, { node: home.owner, at: home.at, chunk: anyChunk(document) }, 'this block');
  const statements = home.block?.statements ?? [];
  const last = statements.at(-1);
  const indent =
    last === undefined
      ? indentationAt(document, home.at + home.owner.start) + indentationStep(document)
      : indentationAt(document, home.at + last.start);
  const offset =
    last === undefined ? nextLineStart(document, home.at + headerEnd(home.owner)) : home.at + last.lines.end;
  return [insertLines(document.text, { offset }, (indent + newEntry(document, block, key, parts, indent)).split('\n'))];
}

const anyChunk = (document: Document) => document.file.chunks[0] as Placed<Statement>['chunk']; // a home exists, so the file has a chunk

export function removeMember(document: Document, block: MemberBlock, key: string): TextEdit[] {
  const home = findHome(document, block);
  const entry = home && entryIn(home, key);
  if (home === undefined || entry === undefined) return refuse('EDIT_NOT_FOUND', `There is no "${key}" in this block.`);
  const within = {
    start: nextLineStart(document, home.at + headerEnd(home.owner)),
    end: home.at + home.owner.lines.end,
  };
  return [removeLines(document, { start: home.at + entry.lines.start, end: home.at + entry.lines.end }, within)];
}

export function moveMember(document: Document, operation: Extract<EditOperation, { op: 'moveMember' }>): TextEdit[] {
  const home = findHome(document, operation.block);
  const otherKey = 'before' in operation.place ? operation.place.before : operation.place.after;
  const [entry, other] = [home && entryIn(home, operation.key), home && entryIn(home, otherKey)];
  if (home === undefined || entry === undefined || other === undefined)
    return refuse('EDIT_NOT_FOUND', `There is no "${entry ? otherKey : operation.key}" in this block.`);
  if (entry === other) return [];
  const [start, end] = [home.at + entry.lines.start, home.at + entry.lines.end];
  const text = document.text.slice(start, end);
  const line = text.endsWith('\n') ? text : text + lineEndBefore(document.text, start);
  const at = home.at + ('before' in operation.place ? other.lines.start : other.lines.end);
  if (at >= start && at <= end) return [];
  const open = at === document.text.length && !document.text.endsWith('\n');
  const insertion = {
    start: at,
    end: at,
    newText: open ? lineEndBefore(document.text, at) + line.replace(/\r?\n$/, '') : line,
  };
  return at < start ? [insertion, { start, end, newText: '' }] : [{ start, end, newText: '' }, insertion];
}

const entryIn = (home: MemberHome, key: string): Entry | undefined =>
  home.block?.statements.find(
    (statement): statement is Entry => statement.type === 'Entry' && statement.key.value === key,
  );

function findHome(document: Document, block: MemberBlock): MemberHome | undefined {
  switch (block.block) {
    case 'vars':
    case 'attachments':
      if (block.in === 'workflow') {
        const item = document.file.workflows[0]?.statements.find(
          ({ node }) => node.type === 'Property' && node.name.value === block.block,
        );
        return item === undefined ? undefined : { at: item.at, owner: item.node, block: (item.node as Property).block };
      }
      return topLevel(document, block.block);
    case 'presets':
      return topLevel(document, 'presets');
    case 'preset': {
      const presets = topLevel(document, 'presets');
      const preset = presets && entryIn(presets, block.preset);
      return presets === undefined || preset === undefined
        ? undefined
        : { at: presets.at, owner: preset, block: preset.block };
    }
    case 'fields': {
      const { node, at } = requireDeclaration(document, { space: 'schema', name: block.schema });
      return { at, owner: node, block: node.block };
    }
    case 'expr':
      return nested(requireDeclaration(document, { space: 'node', name: block.node }), 'expr');
    case 'values':
    case 'bands':
      return nested(requireDeclaration(document, { space: 'cursor', name: block.cursor }), block.block);
    case 'map':
      return mapHome(document, block);
    default:
      return block satisfies never;
  }
}

function topLevel(document: Document, kind: 'vars' | 'presets' | 'attachments'): MemberHome | undefined {
  const [found] = declarationsOf(document.file, kind);
  return found === undefined ? undefined : { at: found.at, owner: found.node, block: found.node.block };
}

function nested({ node, at }: Placed<Declaration>, name: string): MemberHome | undefined {
  const property = propertyOf(node, name);
  return property === undefined ? undefined : { at, owner: property, block: property.block };
}

function mapHome(document: Document, { property }: Extract<MemberBlock, { block: 'map' }>): MemberHome | undefined {
  let statements = homeOf(document, property).statements;
  let found: Placed<Property> | undefined;
  for (const name of property.path) {
    found = statements.find(
      (placed): placed is Placed<Property> => placed.node.type === 'Property' && placed.node.name.value === name,
    );
    if (found === undefined) return undefined;
    const { block } = found.node;
    const placed = found;
    statements = (block?.statements ?? []).map((node) => ({ ...placed, node }));
  }
  if (found?.node.value?.type === 'Map')
    refuse('EDIT_INVALID', 'This map stands on one line; set it as a whole with setProperty.');
  return found === undefined ? undefined : { at: found.at, owner: found.node, block: found.node.block };
}

/** Creates the block with its first member. */
function createHome(document: Document, block: MemberBlock, key: string, parts: MemberParts): TextEdit[] {
  const step = indentationStep(document);
  switch (block.block) {
    case 'vars':
    case 'attachments':
    case 'presets':
      if (block.block !== 'presets' && block.in === 'workflow') return insertItem(document, block, key, parts);
      return [
        insertTopLevel(document, block.block, `${block.block}:\n${step}${newEntry(document, block, key, parts, step)}`),
      ];
    case 'preset':
      return sequence(document, [
        (current) => setMember(current, { block: 'presets' }, block.preset, {}),
        (current) => setMember(current, block, key, parts),
      ]);
    case 'fields':
      return refuse('EDIT_NOT_FOUND', `There is no schema "${block.schema}".`);
    case 'expr':
      return insertNested(document, { space: 'node', name: block.node }, ['expr'], block, key, parts);
    case 'values':
    case 'bands':
      return insertNested(document, { space: 'cursor', name: block.cursor }, [block.block], block, key, parts);
    case 'map':
      return insertNested(document, block.property, block.property.path, block, key, parts);
    default:
      return block satisfies never;
  }
}

function insertNested(
  document: Document,
  ref: Parameters<typeof homeOf>[1],
  path: readonly string[],
  block: MemberBlock,
  key: string,
  parts: MemberParts,
): TextEdit[] {
  const home = homeOf(document, ref);
  if (path.length !== 1) return refuse('EDIT_INVALID', `Set the block "${path.slice(0, -1).join('.')}" first.`);
  const step = indentationStep(document);
  const last = home.statements.at(-1);
  const base =
    last === undefined
      ? indentationAt(document, home.at + home.header.start) + step
      : indentationAt(document, last.at + last.node.start);
  const offset = last === undefined ? nextLineStart(document, home.at + headerEnd(home.header)) : linesOf(last).end;
  const inner = base + step;
  return [
    insertLines(document.text, { offset }, [
      `${base}${path[0] ?? ''}:`,
      ...(inner + newEntry(document, block, key, parts, inner)).split('\n'),
    ]),
  ];
}

function insertItem(
  document: Document,
  block: Extract<MemberBlock, { in?: 'file' | 'workflow' }>,
  key: string,
  parts: MemberParts,
): TextEdit[] {
  const workflow = document.file.workflows[0] ?? refuse('EDIT_NOT_FOUND', 'This file has no workflow.');
  const name = workflow.header.node.name?.value ?? '';
  const step = indentationStep(document);
  const home = homeOf(document, { space: 'workflow', name });
  const first = home.statements[0];
  const base = first === undefined ? step : indentationAt(document, first.at + first.node.start);
  const offset = nextLineStart(document, workflow.header.at + headerEnd(workflow.header.node));
  return [
    insertLines(document.text, { offset }, [
      `${base}${block.block}:`,
      `${base}${step}${newEntry(document, block, key, parts, base + step)}`,
    ]),
  ];
}

/** The text of a new member without its indentation. */
function newEntry(document: Document, block: MemberBlock, key: string, parts: MemberParts, indent: string): string {
  const place = { strictEscape: document.strictEscape, scalarIndent: indent + indentationStep(document) };
  switch (block.block) {
    case 'vars':
      requireName(key);
      return `${key}: ${typeOf(parts)}${parts.default === undefined ? '' : ` = ${spellJson(parts.default, document)}`}`;
    case 'fields':
      requireName(key);
      return `${key}: ${typeOf(parts)}${parts.enum === undefined || parts.enum === null ? '' : ` [enum: ${enumText(document, parts.enum)}]`}`;
    case 'attachments':
      requireName(key);
      return `${key}: ${parts.type === 'image' ? 'image' : 'file'}`;
    case 'presets':
      requireName(key);
      return `${key}:`;
    case 'preset':
      requireName(key);
      return `${key}: ${spellJson(valueOf(parts), place)}`;
    case 'expr':
      requireName(key);
      return `${key}: ${spellString(textOf(parts), place)}`;
    case 'values':
      requireName(key);
      return `${key}: ${spellString(textOf(parts), place)}`;
    case 'bands':
      return `"${key}": ${spellString(textOf(parts), place)}`;
    case 'map':
      return `${spellKey(key, document)}: ${spellJson(valueOf(parts), place)}`;
    default:
      return block satisfies never;
  }
}

const enumText = (document: Document, values: readonly string[]): string =>
  spellList(values, 'string', document.strictEscape).slice(1, -1);

function typeOf({ type }: MemberParts): Type {
  if (type === undefined || type === 'file' || type === 'image') return 'string';
  return type;
}

const valueOf = ({ value }: MemberParts): Json => value ?? refuse('EDIT_INVALID', 'A new entry needs a value.');
const textOf = ({ value }: MemberParts): string =>
  typeof value === 'string' ? value : refuse('EDIT_INVALID', 'A new entry needs a text.');

/** Replaces only the parts that are given. */
function changeEntry(document: Document, at: number, entry: Entry, parts: MemberParts): TextEdit[] {
  requireIntact(document, { node: entry, at, chunk: anyChunk(document) }, `"${entry.key.value}"`);
  const edits: TextEdit[] = [];
  if (parts.type !== undefined && entry.typeToken !== undefined && entry.typeToken.text !== parts.type)
    edits.push({ start: at + entry.typeToken.start, end: at + entry.typeToken.end, newText: parts.type });
  if (parts.enum !== undefined) edits.push(...changeEnum(document, at, entry, parts.enum));
  const value = parts.value ?? parts.default;
  if (parts.removeDefault === true) edits.push(...removeDefault(document, at, entry));
  else if (value !== undefined) edits.push(...changeValue(document, at, entry, value));
  return edits
    .filter(({ start, end, newText }) => document.text.slice(start, end) !== newText)
    .toSorted((a, b) => a.start - b.start);
}

function changeValue(document: Document, at: number, entry: Entry, value: Json): TextEdit[] {
  const isDefault = entry.role === 'variable';
  const indent = indentationAt(document, at + entry.start);
  const place = isDefault
    ? document
    : { strictEscape: document.strictEscape, scalarIndent: indent + indentationStep(document) };
  const token = entry.value?.type === 'Literal' ? entry.value.token : undefined;
  const text = spellJson(value, place, token).replaceAll(
    '\n',
    lineEndBefore(document.text, nextLineStart(document, at + entry.start)),
  );
  if (entry.value !== undefined) return [{ start: at + entry.value.start, end: at + entry.value.end, newText: text }];
  const after = at + (entry.typeToken ?? entry.colon ?? entry.key).end;
  return [{ start: after, end: after, newText: isDefault ? ` = ${text}` : ` ${text}` }];
}

function removeDefault(document: Document, at: number, entry: Entry): TextEdit[] {
  if (entry.value === undefined || entry.typeToken === undefined) return [];
  return [{ start: at + entry.typeToken.end, end: at + entry.value.end, newText: '' }];
}

function changeEnum(document: Document, at: number, entry: Entry, values: readonly string[] | null): TextEdit[] {
  const list = entry.enum;
  if (list === undefined) {
    if (values === null || entry.typeToken === undefined) return [];
    const end = at + entry.typeToken.end;
    return [{ start: end, end, newText: ` [enum: ${enumText(document, values)}]` }];
  }
  if (values === null)
    return entry.typeToken === undefined ? [] : [{ start: at + entry.typeToken.end, end: at + list.end, newText: '' }];
  if (list.elements.length === 0 || values.length === 0)
    return [{ start: at + list.start, end: at + list.end, newText: `[enum: ${enumText(document, values)}]` }];
  return editList(document, list, at, values, 'string');
}
