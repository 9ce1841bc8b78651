// Renaming a declaration: its name and every reference to it, each one token or path segment; prose, comments and other strings
// never (language.md 9.4).
import type { Document } from '../document.ts';
import type { TextEdit } from '../source.ts';
import {
  type List,
  type Placed,
  type Property,
  propertyOf,
  type Span,
  type Statement,
  type Token,
  valueSpan,
} from '../tree.ts';
import { declarationsIn, requireDeclaration, requireFree } from './find.ts';
import type { Space } from './operations.ts';
import { readReferences } from './references.ts';

/** All statements of a file: declarations and, for workflows, their items and edges. */
export function allStatements(document: Document): Placed<Statement>[] {
  return [...document.file.statements, ...document.file.workflows.flatMap((workflow) => workflow.statements)];
}

/** Collects replacements of spans and hands them out sorted, each once. */
export class Replacements {
  private readonly edits = new Map<number, TextEdit>();

  span(at: number, span: Span, newText: string): void {
    this.edits.set(at + span.start, { start: at + span.start, end: at + span.end, newText });
  }

  /** The value of a name token or string, or a stretch of it. */
  value(at: number, token: Token, newText: string, from = 0, to = token.value.length): void {
    this.span(at, valueSpan(token, from, to), newText);
  }

  sorted(): TextEdit[] {
    return [...this.edits.values()].toSorted((a, b) => a.start - b.start);
  }
}

export function renameDeclaration(document: Document, space: Space, from: string, to: string): TextEdit[] {
  const declaration = requireDeclaration(document, { space, name: from });
  if (from === to) return [];
  requireFree(document, space, to);
  const replace = new Replacements();
  if (declaration.node.name !== undefined) replace.value(declaration.at, declaration.node.name, to);
  if (space === 'workflow') return replace.sorted();
  for (const placed of allStatements(document)) {
    for (const property of propertiesIn(placed.node)) renameInProperty(replace, placed.at, property, space, from, to);
    if (space === 'node') renameInStatement(replace, placed, from, to);
    if (space === 'cursor') renameCursorUses(replace, placed, from, to);
  }
  if (space === 'node') renameInGroups(document, replace, from, to);
  return replace.sorted();
}

/** Every property of a statement, at any depth. */
export function propertiesIn(statement: Statement): Property[] {
  const found: Property[] = [];
  const open: Statement[] = [statement];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.type === 'Property') found.push(next);
    if (next.type !== 'Edge' && next.type !== 'ErrorStatement' && next.block !== undefined)
      open.push(...next.block.statements);
  }
  return found;
}

function renameInProperty(
  replace: Replacements,
  at: number,
  { row, value }: Property,
  space: Space,
  from: string,
  to: string,
): void {
  if (row === undefined || value === undefined) return;
  if (row.value.kind === 'name' && row.value.refers === space && value.type === 'Literal' && value.token.value === from)
    replace.value(at, value.token, to);
  if (row.value.kind !== 'list' || value.type !== 'List') return;
  if (row.value.refers === space) renameElements(replace, at, value, from, to, '');
  if (row.value.of !== 'pattern') return;
  if (space === 'node' && row.name === 'tool_policy') renameElements(replace, at, value, from, to, 'tool.');
  if (space === 'mcp_server') renameElements(replace, at, value, from, to, 'mcp.');
}

/** Elements that are `prefix + from`, or (with a prefix) go on with a dot after it. */
function renameElements(replace: Replacements, at: number, list: List, from: string, to: string, prefix: string): void {
  for (const { token } of list.elements) {
    const whole = prefix + from;
    if (token.value === whole || (prefix !== '' && token.value.startsWith(`${whole}.`)))
      replace.value(at, token, to, prefix.length, whole.length);
  }
}

function renameInStatement(replace: Replacements, { node, at }: Placed<Statement>, from: string, to: string): void {
  if (node.type === 'Edge') {
    if (node.from.value === from) replace.value(at, node.from, to);
    if (node.to?.value === from) replace.value(at, node.to, to);
  }
  for (const reference of readReferences(node))
    if (reference.ns === 'outputs' && reference.path[0] === from && reference.spans[0] !== undefined)
      replace.span(at, reference.spans[0], to);
}

function renameCursorUses(replace: Replacements, { node, at }: Placed<Statement>, from: string, to: string): void {
  if (node.type !== 'Declaration') return;
  for (const entry of propertyOf(node, 'cursors')?.block?.statements ?? [])
    if (entry.type === 'Entry' && entry.role === 'cursorUse' && entry.key.value === from)
      replace.value(at, entry.key, to);
}

function renameInGroups(document: Document, replace: Replacements, from: string, to: string): void {
  for (const { node, at } of document.file.groups)
    for (const member of node.members) if (member.name === from) replace.span(at, member.span, to);
}

/** Which prompts a node uses, in any slot. */
export function promptsOf(
  document: Document,
): { readonly node: Placed<Extract<Statement, { type: 'Declaration' }>>; readonly prompt: string }[] {
  return declarationsIn(document, 'node').flatMap((node) =>
    propertiesIn(node.node).flatMap(({ row, value }) =>
      row?.value.kind === 'name' && row.value.refers === 'prompt' && value?.type === 'Literal'
        ? [{ node, prompt: value.token.value }]
        : [],
    ),
  );
}
