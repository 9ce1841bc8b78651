// What is written, read from the syntax tree: the graph knows what applies, forms also need what the text says and where. Pure.
import { entriesOf, jsonOf, propertyOf } from '@iterion/dsl';
import type { Document, Json, NodeKind, Placed, Property, PropertyOwner, PropertyRow, Statement } from '@iterion/dsl';

export interface Written {
  /** The statements of the declaration (of a workflow: its items and edges), each with the start of its chunk. */
  readonly statements: readonly Placed<Statement>[];
  readonly start: number;
  readonly end: number;
}

const nodeKinds: ReadonlySet<string> = new Set<NodeKind>([
  'agent',
  'judge',
  'router',
  'join',
  'human',
  'tool',
  'compute',
]);

export function writtenOf(document: Document, ref: PropertyOwner): Written | undefined {
  if (ref.space === 'attachment') return writtenAttachment(document, ref.name);
  if (ref.space === 'workflow') {
    const view = document.file.workflows.find(({ header }) => header.node.name?.value === ref.name);
    if (!view) return undefined;
    const last = view.statements.at(-1);
    return {
      statements: view.statements,
      start: view.header.at + view.header.node.start,
      end: last ? last.at + last.node.end : view.header.at + view.header.node.end,
    };
  }
  for (const placed of document.file.statements) {
    const { node, at, chunk } = placed;
    if (node.type !== 'Declaration' || node.name?.value !== ref.name) continue;
    if (ref.space === 'node' ? !nodeKinds.has(node.kind) : node.kind !== ref.space) continue;
    const statements = (node.block?.statements ?? []).map((statement) => ({ node: statement, at, chunk }));
    return { statements, start: at + node.start, end: at + node.end };
  }
  return undefined;
}

/** An attachment stands in the block of the file, else in that of the workflow. */
function writtenAttachment(document: Document, name: string): Written | undefined {
  const items = [...document.file.statements, ...document.file.workflows.flatMap((workflow) => workflow.statements)];
  for (const { node, at, chunk } of items) {
    const isBlock =
      (node.type === 'Declaration' && node.kind === 'attachments') ||
      (node.type === 'Property' && node.name.value === 'attachments');
    const entry = isBlock ? entriesOf(node).find(({ key }) => key.value === name) : undefined;
    if (!entry) continue;
    const statements = (entry.block?.statements ?? []).map((statement) => ({ node: statement, at, chunk }));
    return { statements, start: at + entry.start, end: at + entry.end };
  }
  return undefined;
}

export interface WrittenProperty {
  readonly node: Property;
  /** Offsets in the exact text. */
  readonly start: number;
  readonly end: number;
  /** Undefined for a block, and for a property without a value. */
  readonly value: Json | undefined;
  readonly nested: readonly Placed<Statement>[];
}

/** The property of that row among the statements: the last one counts, a synonym does not hide the preferred spelling. */
export function writtenProperty(
  statements: readonly Placed<Statement>[],
  row: PropertyRow,
): WrittenProperty | undefined {
  const node = propertyOf(
    { block: { type: 'Block', indent: 0, start: 0, end: 0, statements: statements.map((placed) => placed.node) } },
    row.name,
  );
  const placed = node && statements.find((candidate) => candidate.node === node);
  if (!node || !placed) return undefined;
  return {
    node,
    start: placed.at + node.start,
    end: placed.at + node.end,
    value: node.value ? jsonOf(node.value) : undefined,
    nested: (node.block?.statements ?? []).map((statement) => ({ ...placed, node: statement })),
  };
}

/** The property at a path below the statements; undefined where a block on the way is missing. */
export function writtenAt(
  statements: readonly Placed<Statement>[],
  rows: readonly PropertyRow[],
  [name, ...rest]: readonly string[],
): WrittenProperty | undefined {
  const row = rows.find((candidate) => candidate.name === name);
  const found = row && writtenProperty(statements, row);
  if (!found || rest.length === 0) return found;
  return writtenAt(found.nested, row?.value.kind === 'block' ? row.value.properties : [], rest);
}

/** Statements that the rows do not cover: unknown properties and what could not be read (E-INSP-24). */
export function unknownIn(
  statements: readonly Placed<Statement>[],
  rows: readonly PropertyRow[],
): readonly UnknownStatement[] {
  const names = new Set(rows.flatMap((row) => [row.name, ...(row.synonyms ?? [])]));
  return statements.flatMap(({ node, at }) => {
    const unknown =
      node.type === 'ErrorStatement' || (node.type === 'Property' && !node.row && !names.has(node.name.value));
    return unknown ? [{ start: at + node.start, end: at + node.end }] : [];
  });
}
/** Offsets in the text that the statements' places speak of. */
export interface UnknownStatement {
  readonly start: number;
  readonly end: number;
}
