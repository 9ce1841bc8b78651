// Adding, removing, duplicating, moving declarations (language.md 9.4; L-EDIT-04, L-EDIT-05).
import type { Document } from '../document.ts';
import type { TextEdit } from '../source.ts';
import { type Declaration, propertyOf, type Placed } from '../tree.ts';
import { endOfDeclaration, insertAfter, insertTopLevel, rowsOf } from './addLines.ts';
import { declarationsIn, edgesWithIds, findDeclaration, isTerminal, requireDeclaration, requireFree } from './find.ts';
import { indentationStep, linesOf, removeLines, type Stretch } from './lines.ts';
import { editList } from './listEdit.ts';
import type { DeclarationKind, DeclarationRef, EditOperation, PropertyValue, Space } from './operations.ts';
import { setProperty, unsetProperty } from './property.ts';
import { refuse } from './refusal.ts';
import { sequence, type Step } from './sequence.ts';
import { removeEdge } from './edges.ts';

export const spaceOf = (kind: DeclarationKind): Space =>
  kind === 'mcp_server' || kind === 'prompt' || kind === 'schema' || kind === 'cursor' || kind === 'workflow'
    ? kind
    : 'node';

/** A new statement with the given properties in the order of L-EDIT-06; only a prompt has a body. */
export function addDeclaration(
  document: Document,
  operation: Extract<EditOperation, { op: 'addDeclaration' }>,
): TextEdit[] {
  const { kind, name, props = {}, body } = operation;
  const space = spaceOf(kind);
  requireFree(document, space, name);
  if (isTerminal(name)) refuse('EDIT_NAME_TAKEN', `"${name}" is a built-in terminal; choose another name.`);
  const step = indentationStep(document);
  const header = `${kind} ${name}:`;
  if (kind === 'prompt') return [insertTopLevel(document, kind, [header, ...bodyLines(body ?? '', step)].join('\n'))];
  if (body !== undefined) refuse('EDIT_INVALID', `Only a prompt has a text body, a ${kind} has not.`);
  const order = rowsOf(kind).map((row) => row.name);
  const names = Object.keys(props).toSorted((a, b) => order.indexOf(a) - order.indexOf(b));
  const add: Step = (current) => [insertTopLevel(current, kind, header)];
  return sequence(document, [
    add,
    ...names.map(
      (property): Step =>
        (current) =>
          setProperty(current, { space, name, path: [property] }, props[property] as PropertyValue),
    ),
  ]);
}

/** A body's lines under a header: common indentation and outer blank lines of the text are dropped. */
export function bodyLines(text: string, indent: string): string[] {
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  while (lines.length > 0 && lines[0]?.trim() === '') lines.shift();
  while (lines.length > 0 && lines.at(-1)?.trim() === '') lines.pop();
  const widths = lines.filter((line) => line.trim() !== '').map((line) => /^ */.exec(line)?.[0].length ?? 0);
  const common = widths.length === 0 ? 0 : Math.min(...widths);
  return lines.map((line) => (line.trim() === '' ? '' : indent + line.slice(common)));
}

const whole = (document: Document): Stretch => ({
  start: document.text.startsWith('\uFEFF') ? 1 : 0,
  end: document.text.length,
});

/** A declaration's own lines, the items of a workflow included. */
export function allLinesOf(document: Document, placed: Placed<Declaration>): Stretch {
  return { start: linesOf(placed).start, end: endOfDeclaration(document, placed) };
}

/** Removes a declaration with its attached comments; for a node also its edges, an `entry` and `require` elements that name it. */
export function removeDeclaration(document: Document, ref: DeclarationRef): TextEdit[] {
  const found =
    findDeclaration(document, ref) ??
    refuse('EDIT_NOT_FOUND', `There is no ${ref.space.replace('_', ' ')} "${ref.name}" in this file.`);
  if (ref.space !== 'node') return [removeLines(document, allLinesOf(document, found), whole(document))];
  return sequence(document, [
    ...touching(document, ref.name).map(
      (id): Step =>
        (current) =>
          removeEdge(current, id),
    ),
    (current) => dropEntry(current, ref.name),
    (current) => dropRequired(current, ref.name),
    (current) => {
      const placed = findDeclaration(current, ref);
      return placed === undefined ? [] : [removeLines(current, allLinesOf(current, placed), whole(current))];
    },
  ]);
}

/** Ids of the edges at a node, last first: removing one then renumbers none of the others still to come. */
function touching(document: Document, node: string): string[] {
  const [workflow] = document.file.workflows;
  if (workflow === undefined) return [];
  return edgesWithIds(workflow)
    .filter((edge) => edge.from === node || edge.to === node)
    .map((edge) => edge.id)
    .toReversed();
}

function dropEntry(document: Document, node: string): TextEdit[] {
  const [workflow] = document.file.workflows;
  const name = workflow?.header.node.name?.value;
  const entry = workflow?.statements.find(({ node: item }) => item.type === 'Property' && item.name.value === 'entry');
  if (
    name === undefined ||
    entry?.node.type !== 'Property' ||
    entry.node.value?.type !== 'Literal' ||
    entry.node.value.token.value !== node
  )
    return [];
  return unsetProperty(document, { space: 'workflow', name, path: ['entry'] });
}

function dropRequired(document: Document, node: string): TextEdit[] {
  return declarationsIn(document, 'node').flatMap((placed) => {
    const value = propertyOf(placed.node, 'require')?.value;
    if (value?.type !== 'List' || value.close === undefined) return [];
    const kept = value.elements.map((element) => element.token.value).filter((name) => name !== node);
    return kept.length === value.elements.length ? [] : editList(document, value, placed.at, kept, 'name');
  });
}

/** A copy with its attached comments after the original, the name replaced; nothing else refers to it yet. */
export function duplicateDeclaration(document: Document, ref: DeclarationRef, as: string): TextEdit[] {
  const placed = requireDeclaration(document, ref);
  requireFree(document, ref.space, as);
  return [insertAfter(document, endOfDeclaration(document, placed), renamedCopy(document, placed, as))];
}

/** The text of a declaration with another name: its lines joined by LF, without the last line end. */
function renamedCopy(document: Document, placed: Placed<Declaration>, as: string): string {
  const { start, end } = allLinesOf(document, placed);
  const name = placed.node.name;
  if (name === undefined) return refuse('EDIT_BROKEN_TARGET', 'This declaration has no name.');
  const text = document.text.slice(start, placed.at + name.start) + as + document.text.slice(placed.at + name.end, end);
  return text.replaceAll('\r\n', '\n').replace(/\n$/, '');
}

/** Moves a statement with its attached comments before or after another one. */
export function moveDeclaration(
  document: Document,
  operation: Extract<EditOperation, { op: 'moveDeclaration' }>,
): TextEdit[] {
  const moved = requireDeclaration(document, operation.declaration);
  const otherRef = 'before' in operation.place ? operation.place.before : operation.place.after;
  if (otherRef.space === operation.declaration.space && otherRef.name === operation.declaration.name) return [];
  requireDeclaration(document, otherRef);
  const text = renamedCopy(document, moved, operation.declaration.name);
  return sequence(document, [
    (current) => [
      removeLines(current, allLinesOf(current, requireDeclaration(current, operation.declaration)), whole(current)),
    ],
    (current) => {
      const other = requireDeclaration(current, otherRef);
      if ('after' in operation.place) return [insertAfter(current, endOfDeclaration(current, other), text)];
      const at = linesOf(other).start;
      const eol = current.text.includes('\r\n') ? '\r\n' : '\n';
      return [{ start: at, end: at, newText: `${text}\n\n`.replaceAll('\n', eol) }];
    },
  ]);
}
