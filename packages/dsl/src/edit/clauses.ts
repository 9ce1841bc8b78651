// Editing the clauses of one edge: condition, loop, and the entries of its `with` block (language.md 9.4).
import type { Document } from '../document.ts';
import type { TextEdit } from '../source.ts';
import type { Clause, WithClause, WithEntry } from '../tree.ts';
import { asText, boundText, conditionKey, conditionOf, entryText, whenText, withKey } from './clauseText.ts';
import { edgesWithIds, type FoundEdge, requireEdge, requireWorkflow } from './find.ts';
import { indentationAt, indentationStep, lineEndBefore, nextLineStart } from './lines.ts';
import type { Condition, LoopBound, WithEntryValue } from './operations.ts';
import { refuse } from './refusal.ts';

export function setCondition(document: Document, id: string, when: Condition | null): TextEdit[] {
  const edge = requireEdge(document, id);
  const present = edge.node.when;
  if (when === null) return present === undefined ? [] : [dropClause(document, edge, present)];
  const text = whenText(document, when);
  const equal = edgesWithIds(requireWorkflow(document)).find(
    (other) =>
      other.id !== id &&
      other.from === edge.from &&
      other.to === edge.to &&
      conditionKey(conditionOf(other.node)) === conditionKey(when),
  );
  if (equal !== undefined)
    refuse('EDIT_DUPLICATE_EDGE', `${edge.from} and ${edge.to} are already connected like this (${equal.id}).`);
  if (present !== undefined) return replaced(document, edge, present, text);
  return [insertClause(edge, edge.node.to?.end ?? edge.node.arrow.end, text)];
}

/** Sets an edge's loop; the bound of the loop's other edges follows, since one name has one bound (C005). */
export function setLoop(
  document: Document,
  id: string,
  loop: { readonly name: string; readonly bound: LoopBound } | null,
): TextEdit[] {
  const edge = requireEdge(document, id);
  const present = edge.node.as;
  if (loop === null) return present === undefined ? [] : [dropClause(document, edge, present)];
  const text = asText(document, loop);
  const edits =
    present === undefined
      ? [insertClause(edge, edge.node.when?.end ?? edge.node.to?.end ?? edge.node.arrow.end, text)]
      : replaced(document, edge, present, text);
  for (const other of edgesWithIds(requireWorkflow(document))) {
    const { as } = other.node;
    if (other.id === id || as?.name?.value !== loop.name || as.bound === undefined) continue;
    const bound = boundText(document, loop.bound);
    if (as.bound.text !== bound)
      edits.push({ start: other.at + as.bound.start, end: other.at + as.bound.end, newText: bound });
  }
  return edits.toSorted((a, b) => a.start - b.start);
}

function replaced(document: Document, edge: FoundEdge, clause: Clause, text: string): TextEdit[] {
  const start = edge.at + clause.start;
  const end = edge.at + clause.end;
  return document.text.slice(start, end) === text ? [] : [{ start, end, newText: text }];
}

const insertClause = (edge: FoundEdge, after: number, text: string): TextEdit => ({
  start: edge.at + after,
  end: edge.at + after,
  newText: ` ${text}`,
});

/** Removes a clause and one blank before it; a clause that stands alone on a continuation line takes the line end with it. */
function dropClause(document: Document, edge: FoundEdge, clause: Clause): TextEdit {
  let start = edge.at + clause.start;
  while (start > 0 && /[ \t]/.test(document.text[start - 1] ?? '')) start -= 1;
  if (document.text[start - 1] === '\n') {
    start -= 1;
    if (document.text[start - 1] === '\r') start -= 1;
  } else start = Math.max(start, edge.at + clause.start - 1);
  return { start, end: edge.at + clause.end, newText: '' };
}

const entryNamed = (clause: WithClause | undefined, key: string): WithEntry | undefined =>
  clause?.entries.findLast((entry) => entry.key.value === key);

export function setWith(document: Document, id: string, key: string, value: WithEntryValue): TextEdit[] {
  const edge = requireEdge(document, id);
  const clause = edge.node.with;
  if (clause === undefined || clause.open === undefined || clause.close === undefined) {
    const text = `with { ${withKey(key)}: ${entryText(document, value)} }`;
    const last = edge.node.clauses.at(-1)?.end ?? edge.node.to?.end ?? edge.node.arrow.end;
    return [insertClause(edge, last, text)];
  }
  const present = entryNamed(clause, key);
  const indent = indentationAt(document, edge.at + (present ?? clause).start);
  const place = { strictEscape: document.strictEscape, scalarIndent: indent + indentationStep(document) };
  if (present?.value !== undefined) {
    const token = present.value.type === 'Literal' ? present.value.token : undefined;
    const newText = entryText(document, value, place, token);
    const [start, end] = [edge.at + present.value.start, edge.at + present.value.end];
    return document.text.slice(start, end) === newText ? [] : [{ start, end, newText }];
  }
  return appendEntry(document, edge, clause, `${withKey(key)}: ${entryText(document, value)}`);
}

/** Appends an entry with the block's layout and separator. */
function appendEntry(document: Document, edge: FoundEdge, clause: WithClause, entry: string): TextEdit[] {
  const { open, close } = clause;
  if (open === undefined || close === undefined) return [];
  const last = clause.entries.at(-1);
  if (last === undefined) return [{ start: edge.at + open.start, end: edge.at + close.end, newText: `{ ${entry} }` }];
  const lastEnd = edge.at + last.end;
  const tail = document.text.slice(lastEnd, edge.at + close.start);
  const comma = /^\s*,/.exec(tail);
  const previous = clause.entries.at(-2);
  const between =
    previous === undefined ? undefined : document.text.slice(edge.at + previous.end, edge.at + last.start);
  const separator = between === undefined || between.includes(',') || comma !== null ? ',' : '';
  const multiline = (between ?? document.text.slice(edge.at + open.end, edge.at + last.start)).includes('\n');
  if (!multiline) {
    const at = comma === null ? lastEnd : lastEnd + comma[0].length;
    return [
      { start: at, end: at, newText: comma === null ? `${separator === '' ? '' : separator} ${entry}` : ` ${entry},` },
    ];
  }
  const eol = lineEndBefore(document.text, nextLineStart(document, edge.at + open.start));
  const indent = indentationAt(document, edge.at + last.start);
  if (comma !== null) {
    // A trailing comma stays a trailing comma; a comment behind it stays on its line.
    const at = lastEnd + comma[0].length;
    const rest = /^[ \t]*(?:#[^\n]*)?/.exec(document.text.slice(at))?.[0].replace(/\r$/, '') ?? '';
    return [{ start: at + rest.length, end: at + rest.length, newText: `${eol}${indent}${entry},` }];
  }
  const rest = /^[ \t]*(?:#[^\n]*)?/.exec(document.text.slice(lastEnd))?.[0].replace(/\r$/, '').trimEnd() ?? '';
  const line = { start: lastEnd + rest.length, end: lastEnd + rest.length, newText: `${eol}${indent}${entry}` };
  if (separator === '') return [line];
  return rest === ''
    ? [{ ...line, newText: separator + line.newText }]
    : [{ start: lastEnd, end: lastEnd, newText: separator }, line];
}

/** Removes an entry; with the last one the whole clause goes. */
export function unsetWith(document: Document, id: string, key: string): TextEdit[] {
  const edge = requireEdge(document, id);
  const clause = edge.node.with;
  const entry = entryNamed(clause, key);
  if (clause === undefined || entry === undefined) return refuse('EDIT_NOT_FOUND', `Edge ${id} maps no key "${key}".`);
  if (clause.entries.length === 1) return [dropClause(document, edge, clause)];
  const index = clause.entries.indexOf(entry);
  const next = clause.entries[index + 1];
  const previous = clause.entries[index - 1];
  if (
    next !== undefined &&
    (previous === undefined || !document.text.slice(edge.at + previous.end, edge.at + entry.start).includes('\n'))
  )
    return [{ start: edge.at + entry.start, end: edge.at + next.start, newText: '' }];
  if (next !== undefined && previous !== undefined) {
    const lineBegin = edge.at + entry.start - indentationAt(document, edge.at + entry.start).length;
    return [
      {
        start: lineBegin,
        end: edge.at + next.start - indentationAt(document, edge.at + next.start).length,
        newText: '',
      },
    ];
  }
  return previous === undefined ? [] : [{ start: edge.at + previous.end, end: edge.at + entry.end, newText: '' }];
}

export function renameWithKey(document: Document, id: string, from: string, to: string): TextEdit[] {
  const edge = requireEdge(document, id);
  const entry = entryNamed(edge.node.with, from) ?? refuse('EDIT_NOT_FOUND', `Edge ${id} maps no key "${from}".`);
  if (from === to) return [];
  if (entryNamed(edge.node.with, to) !== undefined) refuse('EDIT_NAME_TAKEN', `Edge ${id} already maps "${to}".`);
  return [{ start: edge.at + entry.key.start, end: edge.at + entry.key.end, newText: withKey(to) }];
}
