// `setProperty` and `unsetProperty`: one value token is replaced, one line inserted, or one statement removed (language.md 9.4).
// A property that has synonyms is addressed by any of them and written in the spelling the file already uses (L-EDIT-07).
import type { Document } from '../document.ts';
import type { PropertyRow, ValueClass } from '../language/table.ts';
import type { TextEdit } from '../source.ts';
import {
  declarationsOf,
  entriesOf,
  isString,
  type Placed,
  propertiesOf,
  type Property,
  type Statement,
  type Value,
} from '../tree.ts';
import { languageTable } from '../language/index.ts';
import { innerIndentation, insertProperty, type PropertyHome, rowsOf } from './addLines.ts';
import { bodyOf, declarationsIn, requireDeclaration, requireIntact } from './find.ts';
import { indentationAt, indentationStep, lineEndBefore, linesOf, removeLines, type Stretch } from './lines.ts';
import { editList, spellList } from './listEdit.ts';
import { editMap, spellMap } from './mapEdit.ts';
import type { PropertyOwner, PropertyPath, PropertyValue } from './operations.ts';
import { refuse } from './refusal.ts';
import { isName, spellNumber, spellString } from './spelling.ts';

export function setProperty(document: Document, target: PropertyPath, value: PropertyValue): TextEdit[] {
  const { home, row, present } = locate(document, target);
  requireClass(row, value, target);
  if (present !== undefined) return replaceValue(document, row, present, value);
  const missing = missingHeaders(document, home, target);
  return [
    insertProperty(
      document,
      missing.home,
      missing.first,
      missing.lines(spellNew(document, row, value, missing.indent), spelling(document, row)),
    ),
  ];
}

export function unsetProperty(document: Document, target: PropertyPath): TextEdit[] {
  const { home, present } = locate(document, target);
  if (present === undefined) return refuse('EDIT_NOT_FOUND', `${describe(target)} is not set.`);
  requireIntact(document, present, describe(target));
  // A nested block left empty goes too; a declaration's header stays.
  const parent = home.at(-1);
  if (parent !== undefined && parent.header.type === 'Property' && parent.statements.length === 1)
    return unsetProperty(document, { ...target, path: target.path.slice(0, -1) });
  return [
    removeLines(
      document,
      linesOf(present),
      parent === undefined ? { start: 0, end: document.text.length } : stretchOf(document, parent),
    ),
  ];
}

interface Located {
  /** The homes from the declaration down to the innermost one that exists. */
  readonly home: readonly PropertyHome[];
  readonly row: PropertyRow;
  readonly present?: Placed<Property>;
}

function locate(document: Document, target: PropertyPath): Located {
  if (target.path.length === 0) refuse('EDIT_INVALID', 'A property path must name a property.');
  let home = homeOf(document, target);
  const homes = [home];
  let rows = home.rows;
  for (const [depth, name] of target.path.entries()) {
    const row = rows.find((candidate) => candidate.name === name || candidate.synonyms?.includes(name));
    if (row === undefined) return refuse('EDIT_NOT_FOUND', `${describe(target)}: there is no property "${name}" here.`);
    const present = findProperty(home, row);
    const innermost = homes.length === depth + 1;
    if (depth === target.path.length - 1)
      return { home: homes, row, ...(present !== undefined && innermost ? { present } : {}) };
    if (row.value.kind !== 'block')
      return refuse('EDIT_INVALID', `${describe(target)}: "${name}" has no properties of its own.`);
    rows = row.value.properties;
    if (present !== undefined && innermost) {
      home = {
        rows,
        at: present.at,
        header: present.node,
        statements: (present.node.block?.statements ?? []).map((node) => ({ ...present, node })),
      };
      homes.push(home);
    }
  }
  return refuse('EDIT_INVALID', `${describe(target)} cannot be addressed.`);
}

/** The last property of that row; a synonym that is not hidden by the preferred spelling. */
function findProperty(home: PropertyHome, row: PropertyRow): Placed<Property> | undefined {
  const matching = home.statements.filter((placed): placed is Placed<Property> => {
    const { node } = placed;
    return (
      node.type === 'Property' && (node.name.value === row.name || (row.synonyms?.includes(node.name.value) ?? false))
    );
  });
  return matching.findLast(({ node }) => node.name.value === row.name) ?? matching.at(-1);
}

/** The home of a declaration's properties, of a workflow's items, or of an attachment's own block. */
export function homeOf(document: Document, { space, name }: PropertyOwner): PropertyHome {
  if (space === 'attachment') return attachmentHome(document, name);
  const placed = requireDeclaration(document, { space, name });
  const rows = rowsOf(placed.node.kind);
  if (placed.node.kind === 'workflow') {
    const view = document.file.workflows.find(({ header }) => header.at === placed.at);
    return { rows, at: placed.at, header: placed.node, statements: view?.statements ?? [] };
  }
  return {
    rows,
    at: placed.at,
    header: placed.node,
    statements: (placed.node.block?.statements ?? []).map((node) => ({ ...placed, node })),
  };
}

/** An attachment stands in the block of the file, else in that of the workflow. */
function attachmentHome(document: Document, name: string): PropertyHome {
  const blocks: Placed<Statement>[] = [
    ...declarationsOf(document.file, 'attachments'),
    ...(document.file.workflows[0]?.statements ?? []).filter(
      ({ node }) => node.type === 'Property' && node.name.value === 'attachments',
    ),
  ];
  for (const placed of blocks) {
    const { node } = placed;
    const entry =
      node.type === 'Declaration' || node.type === 'Property'
        ? entriesOf(node).find(({ key }) => key.value === name)
        : undefined;
    if (entry === undefined) continue;
    const statements = (entry.block?.statements ?? []).map((statement) => ({ ...placed, node: statement }));
    requireIntact(document, { ...placed, node: entry }, `attachment "${name}"`);
    return {
      rows: languageTable.memberBlocks.attachments.memberProperties ?? [],
      at: placed.at,
      header: entry,
      statements,
    };
  }
  return refuse('EDIT_NOT_FOUND', `There is no attachment "${name}" in this file.`);
}

/** The lines of a home's block, for deciding which blank lines stand at its edges. */
function stretchOf(document: Document, home: PropertyHome): Stretch {
  if (home.header.type === 'Declaration' && home.header.kind === 'workflow') {
    const view = document.file.workflows.find(({ header }) => header.at === home.at);
    if (view !== undefined) return bodyOf(view);
  }
  const first = home.statements[0];
  const last = home.statements.at(-1);
  if (first === undefined || last === undefined) return { start: 0, end: document.text.length };
  return { start: linesOf(first).start, end: linesOf(last).end };
}

/** The header lines of blocks that do not exist yet, and where the first of them goes. */
function missingHeaders(document: Document, homes: readonly PropertyHome[], target: PropertyPath) {
  const innermost = homes.at(-1) as PropertyHome; // locate returns at least the declaration's home
  const names = target.path.slice(homes.length - 1);
  const step = indentationStep(document);
  const base = innerIndentation(document, innermost);
  const indents = names.map((_, index) => base + step.repeat(index));
  const indent = indents.at(-1) ?? base;
  return {
    home: innermost,
    first: names[0] ?? '',
    indent,
    lines: (text: string, name: string): string[] => [
      ...names.slice(0, -1).map((header, index) => `${indents[index] ?? base}${header}:`),
      `${indent}${name}:${text.startsWith('\n') ? '' : ' '}${text}`,
    ],
  };
}

/** The spelling of a new property: the one used elsewhere in the file, else the preferred one (E-DOC-17). */
function spelling(document: Document, row: PropertyRow): string {
  if (row.synonyms === undefined) return row.name;
  const names = new Set([row.name, ...row.synonyms]);
  for (const { node } of declarationsIn(document, 'node'))
    for (const property of propertiesOf(node))
      if (property.row?.name === row.name && names.has(property.name.value)) return property.name.value;
  return row.name;
}

function replaceValue(
  document: Document,
  row: PropertyRow,
  present: Placed<Property>,
  value: PropertyValue,
): TextEdit[] {
  const { node, at } = present;
  requireIntact(document, present, `property "${node.name.value}"`);
  const list = row.value.kind === 'list' && Array.isArray(value) ? row.value.of : undefined;
  if (list !== undefined && node.value?.type === 'List')
    return editList(document, node.value, at, value as readonly string[], list);
  if (row.value.kind === 'map' && isMap(value)) return editMap(document, present, value);
  const text = spellText(document, row, value, {
    present: node.value,
    name: node.name.value,
    indent: indentationAt(document, at + node.start),
  });
  if (node.block !== undefined) {
    const end = at + node.block.end;
    return [{ start: at + (node.colon ?? node.name).end, end, newText: ` ${text}` }];
  }
  const start = node.value === undefined ? at + (node.colon ?? node.name).end : at + node.value.start;
  const end = node.value === undefined ? start : at + node.value.end;
  const lead = node.value === undefined ? ' ' : '';
  const newText = eol(document, start, lead + text);
  return document.text.slice(start, end) === newText ? [] : [{ start, end, newText }];
}

const eol = (document: Document, at: number, text: string): string =>
  text.includes('\n') && lineEndBefore(document.text, at) === '\r\n' ? text.replaceAll('\n', '\r\n') : text;

const spellNew = (document: Document, row: PropertyRow, value: PropertyValue, indent: string): string =>
  spellText(document, row, value, { present: undefined, name: spelling(document, row), indent });

interface SpellAt {
  readonly present: Value | undefined;
  readonly name: string;
  readonly indent: string;
}

function spellText(
  document: Document,
  row: PropertyRow,
  value: PropertyValue,
  { present, name, indent }: SpellAt,
): string {
  const token = present?.type === 'Literal' ? present.token : undefined;
  const place = { strictEscape: document.strictEscape, scalarIndent: indent + indentationStep(document) };
  if (Array.isArray(value))
    return spellList(
      value as readonly string[],
      row.value.kind === 'list' ? row.value.of : 'string',
      document.strictEscape,
    );
  if (isMap(value)) return spellMap(value, document.strictEscape);
  if (typeof value === 'number') return spellNumber(value, token);
  if (typeof value === 'boolean') return String(value);
  if (typeof value !== 'string') return refuse('EDIT_INVALID', `"${name}" takes a text.`);
  if (row.value.kind === 'word' || row.value.kind === 'block' || row.value.kind === 'name') {
    const written = row.value.kind === 'word' ? translated(row, row.value, value, name) : value;
    if (
      written.includes('$') ||
      (token !== undefined && isString(token) && row.value.kind === 'word' && row.value.quotedAllowed === true)
    )
      return spellString(written, place, token);
    return written;
  }
  return spellString(value, place, token !== undefined && isString(token) ? token : undefined);
}

/** The word that means `value` under the spelling `name` of the property: `pause_until_answers` under a human's `mode`. */
function translated(
  row: PropertyRow,
  { synonyms }: Extract<ValueClass, { kind: 'word' }>,
  value: string,
  name: string,
): string {
  if (synonyms === undefined || name === row.name) return value;
  return Object.entries(synonyms).find(([, meaning]) => meaning === value)?.[0] ?? value;
}

function isMap(value: PropertyValue): value is { readonly [key: string]: string } {
  return typeof value === 'object' && !Array.isArray(value);
}

/** Refuses a value that is not of the row's class, naming what is. */
function requireClass(row: PropertyRow, value: PropertyValue, target: PropertyPath): void {
  const fail = (expected: string) => refuse('EDIT_INVALID', `${describe(target)} takes ${expected}.`);
  const { value: kind } = row;
  switch (kind.kind) {
    case 'word':
      if (typeof value !== 'string') fail(`one of ${kind.words.join(', ')}`);
      else if (
        !(
          kind.words.includes(value) ||
          kind.synonyms?.[value] !== undefined ||
          (kind.orEnv === true && value.includes('$'))
        )
      )
        fail(`one of ${kind.words.join(', ')}`);
      return;
    case 'name':
      if (typeof value !== 'string' || !isName(value)) fail('a name');
      return;
    case 'string':
      if (typeof value !== 'string') fail('a string');
      return;
    case 'int':
      if (typeof value !== 'number' || !Number.isInteger(value) || value < kind.min)
        fail(`a whole number of at least ${kind.min}`);
      return;
    case 'number':
      if (typeof value !== 'number' || !Number.isFinite(value)) fail('a number');
      return;
    case 'bool':
      if (typeof value !== 'boolean') fail('true or false');
      return;
    case 'list':
      if (!Array.isArray(value)) fail('a list');
      return;
    case 'map':
      if (!isMap(value)) fail('a map of texts');
      return;
    case 'block':
      if (typeof value !== 'string' || !(kind.short?.includes(value) ?? false))
        fail(`its own properties${kind.short ? `, or one of ${kind.short.join(', ')}` : ''}`);
      return;
    case 'members':
      fail('members; use setMember');
      return;
    default:
      kind satisfies never;
  }
}

const describe = (target: PropertyPath): string => [target.name, ...target.path].join('.');
