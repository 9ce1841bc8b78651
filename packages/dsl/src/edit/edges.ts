// Adding, removing, retargeting, moving edges and inserting a node on one (language.md 9.4).
import type { Document } from '../document.ts';
import { readReferences } from '../occurrences/references.ts';
import type { TextEdit } from '../source.ts';
import type { WithClause } from '../tree.ts';
import { insertTopLevel } from './addLines.ts';
import { clausesText, conditionKey, conditionOf } from './clauseText.ts';
import {
  bodyOf,
  edgesWithIds,
  type FoundEdge,
  isTerminal,
  requireEdge,
  requireFree,
  requireNode,
  requireWorkflow,
} from './find.ts';
import {
  blankLineAt,
  indentationAt,
  indentationStep,
  insertLines,
  linesOf,
  previousLineStart,
  removeLines,
} from './lines.ts';
import type { EdgeClauses, EditOperation, Placement } from './operations.ts';
import { setProperty } from './property.ts';
import { refuse } from './refusal.ts';
import { sequence, type Step } from './sequence.ts';

/** Indentation of workflow items: that of a present one, else the header's plus the file's step. */
function itemIndentation(document: Document): string {
  const workflow = requireWorkflow(document);
  const first = workflow.statements[0];
  if (first !== undefined) return indentationAt(document, first.at + first.node.start);
  return indentationAt(document, workflow.header.at + workflow.header.node.start) + indentationStep(document);
}

function requireEnds(
  document: Document,
  from: string,
  to: string,
  clauses: EdgeClauses | undefined,
  except?: string,
): void {
  requireNode(document, from);
  requireNode(document, to);
  if (isTerminal(from)) refuse('EDIT_INVALID', `"${from}" is an end of the workflow: ends have no way out.`);
  const key = conditionKey(clauses?.when);
  const equal = edgesWithIds(requireWorkflow(document)).find(
    (edge) =>
      edge.id !== except && edge.from === from && edge.to === to && conditionKey(conditionOf(edge.node)) === key,
  );
  if (equal !== undefined)
    refuse('EDIT_DUPLICATE_EDGE', `${from} and ${to} are already connected like this (${equal.id}).`);
}

export function addEdge(
  document: Document,
  from: string,
  to: string,
  clauses?: EdgeClauses,
  place?: Placement,
): TextEdit[] {
  requireEnds(document, from, to, clauses);
  const line = `${itemIndentation(document)}${from} -> ${to}${clausesText(document, clauses, itemIndentation(document))}`;
  return [placeEdge(document, line.split('\n'), from, to, place)];
}

/** After the last edge with that source, else the last edge into it, else the last edge, else at the end of the workflow. */
function placeEdge(
  document: Document,
  lines: readonly string[],
  from: string,
  to: string,
  place?: Placement,
): TextEdit {
  const workflow = requireWorkflow(document);
  const edges = edgesWithIds(workflow);
  if (place !== undefined) {
    const other = requireEdge(document, 'before' in place ? place.before : place.after);
    const offset = 'before' in place ? linesOf(other).start : linesOf(other).end;
    return insertLines(document.text, { offset }, lines);
  }
  const anchor =
    edges.findLast((edge) => edge.from === from) ?? edges.findLast((edge) => edge.to === from) ?? edges.at(-1);
  if (anchor === undefined) return insertLines(document.text, { offset: bodyOf(workflow).end }, lines);
  const before = previousLineStart(document, linesOf(anchor).start);
  const parted =
    anchor.from !== from && before !== undefined && blankLineAt(document, before) && edges[0]?.id !== anchor.id;
  return insertLines(document.text, { offset: linesOf(anchor).end }, parted ? ['', ...lines] : lines);
}

export function removeEdge(document: Document, id: string): TextEdit[] {
  const workflow = requireWorkflow(document);
  const edge =
    edgesWithIds(workflow).find((candidate) => candidate.id === id) ??
    refuse('EDIT_NOT_FOUND', `There is no edge ${id} in this file.`);
  return [removeLines(document, linesOf(edge), bodyOf(workflow))];
}

/** Replaces the name tokens only; the line does not move and its clauses stay. */
export function retargetEdge(
  document: Document,
  operation: Extract<EditOperation, { op: 'retargetEdge' }>,
): TextEdit[] {
  const edge = requireEdge(document, operation.edge);
  const from = operation.from ?? edge.from;
  const to = operation.to ?? edge.to;
  const when = conditionOf(edge.node);
  requireEnds(document, from, to, when === undefined ? undefined : { when }, edge.id);
  const edits: TextEdit[] = [];
  if (from !== edge.from)
    edits.push({ start: edge.at + edge.node.from.start, end: edge.at + edge.node.from.end, newText: from });
  if (to !== edge.to && edge.node.to !== undefined)
    edits.push({ start: edge.at + edge.node.to.start, end: edge.at + edge.node.to.end, newText: to });
  return edits;
}

/** A→B becomes A→X with `when` and `as`; a new line X→B with the `with` clause follows it. */
export function insertOnEdge(
  document: Document,
  operation: Extract<EditOperation, { op: 'insertOnEdge' }>,
  addNode: Step | undefined,
): TextEdit[] {
  const { node } = operation;
  if (addNode !== undefined) requireFree(document, 'node', node);
  return sequence(document, [
    ...(addNode === undefined ? [] : [addNode]),
    (current) => splitEdge(current, requireEdge(current, operation.edge), node),
  ]);
}

function splitEdge(document: Document, edge: FoundEdge, node: string): TextEdit[] {
  requireNode(document, node);
  if (isTerminal(node)) refuse('EDIT_INVALID', `"${node}" is an end of the workflow and cannot stand in between.`);
  const target = edge.node.to;
  if (target === undefined) return refuse('EDIT_BROKEN_TARGET', `Edge ${edge.id} has no target.`);
  const edits: TextEdit[] = [{ start: edge.at + target.start, end: edge.at + target.end, newText: node }];
  const moved = edge.node.with;
  let clause = '';
  if (moved !== undefined) {
    clause = ` ${movedClause(document, edge, moved)}`;
    const end = edge.at + moved.end;
    let start = edge.at + moved.start;
    while (start > 0 && /\s/.test(document.text[start - 1] ?? '')) start -= 1;
    edits.push({ start, end, newText: '' });
  }
  const indent = indentationAt(document, edge.at + edge.node.start);
  edits.push(
    insertLines(
      document.text,
      { offset: linesOf(edge).end },
      `${indent}${node} -> ${edge.to}${clause}`.replaceAll('\r\n', '\n').split('\n'),
    ),
  );
  return edits;
}

/** The text of a `with` clause behind another source: `input.F` becomes `outputs.SOURCE.F`. */
function movedClause(document: Document, edge: FoundEdge, clause: WithClause): string {
  const start = edge.at + clause.start;
  let text = document.text.slice(start, edge.at + clause.end);
  const heads = readReferences(edge.node).filter((reference) => reference.ns === 'input' && reference.in === 'with');
  for (const head of heads.toReversed()) {
    const at = edge.at + head.nsSpan.start - start;
    text = `${text.slice(0, at)}outputs.${edge.from}${text.slice(at + 'input'.length)}`;
  }
  return text;
}

/** Moves an edge's lines with its attached comments before or after another edge. */
export function moveEdge(document: Document, id: string, place: Placement): TextEdit[] {
  const edge = requireEdge(document, id);
  const otherId = 'before' in place ? place.before : place.after;
  if (otherId === id) return [];
  const other = requireEdge(document, otherId);
  const { start, end } = linesOf(edge);
  const text = document.text.slice(start, end);
  const complete = text.endsWith('\n') ? text : `${text}\n`;
  const target = linesOf(other);
  const at = 'before' in place ? target.start : target.end;
  if (at > start && at <= end) return [];
  const openEnd = at === document.text.length && !document.text.endsWith('\n');
  const insertion: TextEdit = {
    start: at,
    end: at,
    newText: openEnd ? `\n${complete.replace(/\r?\n$/, '')}` : complete,
  };
  const removal: TextEdit = { start, end, newText: '' };
  return at <= start ? [insertion, removal] : [removal, insertion];
}

/** Adds a node declaration with its properties; used by operations that bring their own node. */
export function addNodeStep(
  kind: Parameters<typeof insertTopLevel>[1],
  name: string,
  props: { readonly [property: string]: Parameters<typeof setProperty>[2] } = {},
): Step {
  return (document) =>
    sequence(document, [
      (current) => [insertTopLevel(current, kind, `${kind} ${name}:`)],
      ...Object.entries(props).map(
        ([property, value]): Step =>
          (current) =>
            setProperty(current, { space: 'node', name, path: [property] }, value),
      ),
    ]);
}
