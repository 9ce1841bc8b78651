// Lines as edits see them: line ends, indentation, inserting whole lines, removing whole statements (L-EDIT-03, L-EDIT-04).
import type { Document } from '../document.ts';
import type { TextEdit } from '../source.ts';
import type { Declaration, Placed, Statement } from '../tree.ts';

/** `[start, end)` in the text. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** A place for new lines: the start of a line or the end of the text; within a line the place is behind that line. */
export interface LinePlace {
  readonly offset: number;
}

const FIRST_LINE_END = /\r?\n/;

/** The line end of the line before `offset`, else of the first line, else LF. */
export function lineEndBefore(text: string, offset: number): string {
  if (offset > 0 && text[offset - 1] === '\n') return text[offset - 2] === '\r' ? '\r\n' : '\n';
  return FIRST_LINE_END.exec(text)?.[0] ?? '\n';
}

/** Inserts whole lines (without line ends) at a line start; after a last line without end, the new lines get none either. */
export function insertLines(text: string, place: LinePlace, lines: readonly string[]): TextEdit {
  const offset = lineStartFrom(text, place.offset);
  const eol = lineEndBefore(text, offset);
  const joined = lines.flatMap((line) => line.split('\n')).join(eol);
  const openEnd = offset === text.length && text !== '' && !text.endsWith('\n');
  return { start: offset, end: offset, newText: openEnd ? eol + joined : joined + eol };
}

/** The offset itself at the start of a line, else that of the next line: two statements may share one (E015). */
function lineStartFrom(text: string, offset: number): number {
  if (offset === 0 || offset >= text.length || text[offset - 1] === '\n') return offset;
  const end = text.indexOf('\n', offset);
  return end === -1 ? text.length : end + 1;
}

/** Whether the line that starts at `offset` is blank; the end of the text is not. */
export function blankLineAt(document: Document, offset: number): boolean {
  return offset < document.text.length && /^[ \t]*(?:\r?\n|$)/.test(restOfLine(document, offset));
}

function restOfLine(document: Document, offset: number): string {
  const end = document.text.indexOf('\n', offset);
  return document.text.slice(offset, end === -1 ? undefined : end + 1);
}

/** Start of the line that holds `offset`. */
export function lineStart(document: Document, offset: number): number {
  return offset <= 0 ? 0 : document.text.lastIndexOf('\n', offset - 1) + 1;
}

/** Start of the line after the one that holds `offset`, or the text's end. */
export function nextLineStart(document: Document, offset: number): number {
  const end = document.text.indexOf('\n', offset);
  return end === -1 ? document.text.length : end + 1;
}

/** Start of the line before the one that starts at `start`; undefined at the text's start. */
export function previousLineStart(document: Document, start: number): number | undefined {
  return start === 0 ? undefined : lineStart(document, start - 1);
}

/** The blanks a line begins with. */
export function indentationAt(document: Document, offset: number): string {
  const start = lineStart(document, offset);
  return /^[ \t]*/.exec(document.text.slice(start, start + 400))?.[0] ?? '';
}

/** Whole lines of a statement with its attached comments, in the text. */
export function linesOf(placed: Placed<Statement>): Stretch {
  return { start: placed.at + placed.node.lines.start, end: placed.at + placed.node.lines.end };
}

/** The file's first indentation step: two spaces when nothing in it is indented (L-EDIT-03). */
export function indentationStep(document: Document): string {
  for (const { node, at } of document.file.statements) {
    if (node.type !== 'Declaration') continue;
    const inner = node.kind === 'workflow' ? firstItemOf(document, node, at) : firstInnerOffset(node, at);
    if (inner === undefined) continue;
    const outer = indentationAt(document, at + node.start);
    const deep = indentationAt(document, inner);
    if (deep.length > outer.length && deep.startsWith(outer)) return deep.slice(outer.length);
  }
  return '  ';
}

function firstInnerOffset(node: Declaration, at: number): number | undefined {
  const statement = node.block?.statements[0];
  if (statement !== undefined) return at + statement.start;
  const body = node.body?.token;
  return body === undefined ? undefined : at + body.start + (/\S/.exec(body.text)?.index ?? 0);
}

function firstItemOf(document: Document, node: Declaration, at: number): number | undefined {
  const view = document.file.workflows.find((workflow) => workflow.header.node === node && workflow.header.at === at);
  const first = view?.statements[0];
  return first === undefined ? undefined : first.at + first.node.start;
}

/**
 * Removes whole lines. With blank lines, or the edge of the block `within`, on both sides, the blank lines after them go too
 * (before them, when they are the last of the block) (L-EDIT-04).
 */
export function removeLines(document: Document, lines: Stretch, within: Stretch): TextEdit {
  const { text } = document;
  let { start, end } = lines;
  const first = text.slice(within.start, start).trim() === '';
  const last = text.slice(end, within.end).trim() === '';
  const before = previousLineStart(document, start);
  const blankBefore = before !== undefined && before >= within.start && blankLineAt(document, before);
  const blankAfter = end < within.end && blankLineAt(document, end);
  if ((first || blankBefore) && (last || blankAfter)) {
    if (last && !first) {
      for (
        let at = previousLineStart(document, start);
        at !== undefined && at >= within.start && blankLineAt(document, at);
      ) {
        start = at;
        at = previousLineStart(document, start);
      }
    } else while (end < within.end && blankLineAt(document, end)) end = nextLineStart(document, end);
  }
  return { start, end, newText: '' };
}
