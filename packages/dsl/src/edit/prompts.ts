// Prompt bodies, and moving a text or a set of fields out of a node into a declaration of its own (language.md 9.4).
import type { Document } from '../document.ts';
import type { TextEdit } from '../source.ts';
import { addDeclaration, bodyLines } from './declaration.ts';
import { requireDeclaration, requireFree } from './find.ts';
import { indentationAt, indentationStep, insertLines, lineEndBefore, nextLineStart } from './lines.ts';
import { setMember } from './members.ts';
import type { EditOperation } from './operations.ts';
import { setProperty } from './property.ts';
import { sequence, type Step } from './sequence.ts';
import { tighten } from './sum.ts';

/** Replaces the body's lines; unchanged first and last lines are not touched. */
export function setPromptBody(document: Document, name: string, text: string): TextEdit[] {
  const { node, at } = requireDeclaration(document, { space: 'prompt', name });
  const token = node.body?.token;
  const header = at + (node.colon ?? node.name ?? node.keyword).end;
  if (token === undefined) {
    const lines = bodyLines(text, indentationAt(document, at + node.start) + indentationStep(document));
    return lines.length === 0 ? [] : [insertLines(document.text, { offset: nextLineStart(document, header) }, lines)];
  }
  const start = lineBegin(document, at + token.start);
  const end = at + token.end;
  const present = document.text.slice(start, end);
  const indent = commonIndent(present);
  const eol = lineEndBefore(document.text, start);
  const next = bodyLines(text, indent);
  if (next.length === 0)
    return [{ start, end: Math.min(nextLineStart(document, end), document.text.length), newText: '' }];
  return tighten(document.text, wholeLines(start, present.replace(/\r?\n$/, '').split('\n'), next, eol));
}

const lineBegin = (document: Document, offset: number): number => document.text.lastIndexOf('\n', offset - 1) + 1;

function commonIndent(text: string): string {
  let common: string | undefined;
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    const indent = /^ */.exec(line)?.[0] ?? '';
    if (common === undefined || indent.length < common.length) common = indent;
  }
  return common ?? '  ';
}

/** One edit from the first to the last line that differs; lines that stay keep their own line ends. */
function wholeLines(start: number, before: readonly string[], next: readonly string[], eol: string): TextEdit[] {
  const bare = (line: string | undefined) => line?.replace(/\r$/, '');
  const same = (a: string | undefined, b: string | undefined) =>
    bare(a) === bare(b) || (a?.trim() === '' && b?.trim() === '' && a !== undefined && b !== undefined);
  let head = 0;
  while (head < before.length && head < next.length && same(before[head], next[head])) head += 1;
  let tail = 0;
  while (
    tail < before.length - head &&
    tail < next.length - head &&
    same(before[before.length - 1 - tail], next[next.length - 1 - tail])
  )
    tail += 1;
  if (head === before.length && head === next.length) return [];
  const lengthOf = (lines: readonly string[]) => lines.reduce((sum, line) => sum + line.length + 1, 0);
  const total = before.join('\n').length;
  const from = start + lengthOf(before.slice(0, head));
  const to = tail === 0 ? start + total : start + total - lengthOf(before.slice(before.length - tail));
  const middle = next.slice(head, next.length - tail).join(eol);
  if (head === before.length) return [{ start: start + total, end: start + total, newText: eol + middle }];
  if (head === next.length - tail) {
    // Only removed lines: take the line end with them.
    const end = tail === 0 ? start + total : to + 1;
    const begin = tail === 0 && head > 0 ? from - 1 - (before[head - 1]?.endsWith('\r') ? 1 : 0) : from;
    return [{ start: begin, end, newText: '' }];
  }
  const carriage = tail > 0 && before[before.length - 1 - tail]?.endsWith('\r') ? 1 : 0;
  return [{ start: from, end: to - carriage, newText: middle }];
}

export function extractPrompt(
  document: Document,
  operation: Extract<EditOperation, { op: 'extractPrompt' }>,
): TextEdit[] {
  const { node, slot, name, text } = operation;
  requireFree(document, 'prompt', name);
  return sequence(document, [
    (current) => addDeclaration(current, { op: 'addDeclaration', kind: 'prompt', name, body: text }),
    (current) => setProperty(current, { space: 'node', name: node, path: [slot] }, name),
  ]);
}

export function extractSchema(
  document: Document,
  operation: Extract<EditOperation, { op: 'extractSchema' }>,
): TextEdit[] {
  const { node, slot, name, fields } = operation;
  requireFree(document, 'schema', name);
  return sequence(document, [
    (current) => addDeclaration(current, { op: 'addDeclaration', kind: 'schema', name }),
    ...fields.map(
      (field): Step =>
        (current) =>
          setMember(current, { block: 'fields', schema: name }, field.name, { type: field.type }),
    ),
    (current) => setProperty(current, { space: 'node', name: node, path: [slot] }, name),
  ]);
}
