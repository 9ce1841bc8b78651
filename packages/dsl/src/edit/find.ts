// Finding what an operation addresses, and refusing when it is absent or broken (L-EDIT-01, L-EDIT-08).
import type { Document } from '../document.ts';
import {
  type Declaration,
  declarationsOf,
  type EdgeStatement,
  edgesOf,
  type Placed,
  type Statement,
  type TopKind,
  type Value,
  type WorkflowView,
} from '../tree.ts';
import type { Stretch } from './lines.ts';
import type { DeclarationRef, NodeKind, Space } from './operations.ts';
import { refuse } from './refusal.ts';
import { isName } from './spelling.ts';

const NODE_KINDS: ReadonlySet<string> = new Set<NodeKind>([
  'agent',
  'judge',
  'router',
  'join',
  'human',
  'tool',
  'compute',
]);

export const isNodeKind = (kind: TopKind): kind is NodeKind => NODE_KINDS.has(kind);
export const isTerminal = (name: string): boolean => name === 'done' || name === 'fail';

const inSpace = (kind: TopKind, space: Space): boolean => (space === 'node' ? isNodeKind(kind) : kind === space);

/** All declarations of a name space in file order; the first of a name counts (L-DECL-02). */
export function declarationsIn(document: Document, space: Space): Placed<Declaration>[] {
  return declarationsOf(document.file).filter(({ node }) => inSpace(node.kind, space));
}

export function findDeclaration(document: Document, { space, name }: DeclarationRef): Placed<Declaration> | undefined {
  return declarationsIn(document, space).find(({ node }) => node.name?.value === name);
}

/** The declaration, refused when there is none or its text is broken. */
export function requireDeclaration(document: Document, ref: DeclarationRef): Placed<Declaration> {
  const found =
    findDeclaration(document, ref) ??
    refuse('EDIT_NOT_FOUND', `There is no ${word(ref.space)} "${ref.name}" in this file.`);
  requireIntact(document, found, `${word(ref.space)} "${ref.name}"`);
  return found;
}

const word = (space: Space): string => space.replace('_', ' ');

/** Refuses when the statement contains text that could not be understood, or conflict markers (EDIT_BROKEN_TARGET). */
export function requireIntact(document: Document, { node, at }: Placed<Statement>, what: string): void {
  const conflict = document.diagnostics.some(
    ({ code, range }) => code === 'E009' && range.start.offset < at + node.end && range.end.offset > at + node.start,
  );
  if (conflict) refuse('EDIT_BROKEN_TARGET', `Fix the text of ${what} first: it contains merge-conflict markers.`);
  if (hasErrorElement(node)) refuse('EDIT_BROKEN_TARGET', `Fix the text of ${what} first: part of it cannot be read.`);
}

function hasErrorElement(node: Statement): boolean {
  const open: Statement[] = [node];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.type === 'ErrorStatement' || (next.rest !== undefined && next.rest.tokens.length > 0)) return true;
    if (next.type === 'Edge') {
      if (next.to === undefined || next.clauses.some((clause) => clause.broken)) return true;
      continue;
    }
    if ((next.type === 'Property' || next.type === 'Entry') && (next.colon === undefined || isUnclosed(next.value)))
      return true;
    if (next.block !== undefined) open.push(...next.block.statements);
  }
  return false;
}

const isUnclosed = (value: Value | undefined): boolean =>
  value !== undefined && value.type !== 'Literal' && value.close === undefined;

/** The workflow that counts: the first one (L-DECL-01). */
export function requireWorkflow(document: Document): WorkflowView {
  return document.file.workflows[0] ?? refuse('EDIT_NOT_FOUND', 'This file has no workflow. Add one first.');
}

/** The text between a workflow's header and the end of its last item. */
export function bodyOf(workflow: WorkflowView): Stretch {
  const { node, at } = workflow.header;
  const last = workflow.statements.at(-1);
  const start = at + node.lines.end;
  return { start, end: last === undefined ? start : last.at + last.node.lines.end };
}

export interface FoundEdge extends Placed<EdgeStatement> {
  readonly id: string;
  readonly from: string;
  readonly to: string;
}

/** The edges with their ids: "from->to", the n-th further one between the same ends "from->to#n". */
export function edgesWithIds(workflow: WorkflowView): FoundEdge[] {
  const counts = new Map<string, number>();
  const found: FoundEdge[] = [];
  for (const placed of edgesOf(workflow)) {
    const from = placed.node.from.value;
    const to = placed.node.to?.value;
    if (to === undefined) continue;
    const ends = `${from}->${to}`;
    const ordinal = (counts.get(ends) ?? 0) + 1;
    counts.set(ends, ordinal);
    found.push({ ...placed, id: ordinal === 1 ? ends : `${ends}#${ordinal}`, from, to });
  }
  return found;
}

/** The edge of that id, refused when there is none or its text is broken. */
export function requireEdge(document: Document, id: string): FoundEdge {
  const edges = edgesWithIds(requireWorkflow(document));
  const found =
    edges.find((edge) => edge.id === id) ?? refuse('EDIT_NOT_FOUND', `There is no edge ${id} in this file.`);
  requireIntact(document, found, `edge ${id}`);
  return found;
}

/** Refuses what is no name of the language (EDIT_BAD_NAME). */
export function requireName(name: string): void {
  if (!isName(name))
    refuse('EDIT_BAD_NAME', `"${name}" is no name: use letters, digits and _, not starting with a digit.`);
}

/** Refuses a name that is bad, or taken in its name space (EDIT_NAME_TAKEN). */
export function requireFree(document: Document, space: Space, name: string): void {
  requireName(name);
  if (space !== 'workflow' && isTerminal(name)) {
    const builtIn = space === 'node' || space === 'prompt' || space === 'schema' || space === 'cursor';
    if (builtIn) refuse('EDIT_NAME_TAKEN', `"${name}" is a built-in terminal; choose another name.`);
  }
  if (findDeclaration(document, { space, name }))
    refuse('EDIT_NAME_TAKEN', `There is already a ${word(space)} "${name}".`);
}

/** Refuses an end of an edge that is no node; `done` and `fail` always exist. */
export function requireNode(document: Document, name: string): void {
  if (!isTerminal(name) && !findDeclaration(document, { space: 'node', name }))
    refuse('EDIT_NOT_FOUND', `There is no node "${name}" in this file.`);
}

/** The first of `name`, `name_2`, `name_3`, … that is free. */
export function freeName(name: string, taken: (candidate: string) => boolean): string {
  if (!taken(name)) return name;
  for (let n = 2; ; n++) if (!taken(`${name}_${n}`)) return `${name}_${n}`;
}
