// Text as the language sees it: positions, ranges and edits over the exact buffer (BOM and original line ends included).
// Offsets are 0-based UTF-16 code units; lines and columns are 1-based, a column counts Unicode code points (L-LEX-02).

/** A place in the exact text: 1-based line and column (code points), 0-based UTF-16 offset. */
export interface Pos {
  line: number;
  column: number;
  offset: number;
}
/** Half-open. */
export interface Range {
  start: Pos;
  end: Pos;
}

/** Replaces `[start, end)` of the exact text by `newText`; offsets are UTF-16 code units. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly newText: string;
}

/** Applies sorted, non-overlapping edits. Bytes outside the edited ranges stay as they are (L-EDIT-02). */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = '';
  let at = 0;
  for (const edit of edits) {
    result += text.slice(at, edit.start) + edit.newText;
    at = edit.end;
  }
  return result + text.slice(at);
}

/** The edits that undo `edits`, expressed on the edited text. */
export function invertEdits(text: string, edits: readonly TextEdit[]): TextEdit[] {
  let shift = 0;
  return edits.map((edit) => {
    const start = edit.start + shift;
    shift += edit.newText.length - (edit.end - edit.start);
    return { start, end: start + edit.newText.length, newText: text.slice(edit.start, edit.end) };
  });
}

/** Where the lines of a text start; built once per text, then offset → position in O(log lines + column). */
export interface LineIndex {
  readonly text: string;
  /** Offset of the first character of each line; a line ends with LF or CRLF, a lone CR is no line end (L-LEX-03). */
  readonly starts: readonly number[];
}

export function lineIndex(text: string): LineIndex {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return { text, starts };
}

/** 0-based index of the line that holds an offset. */
export function lineAt(index: LineIndex, offset: number): number {
  let low = 0;
  let high = index.starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((index.starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The position of an offset; offsets outside the text are taken to its nearer end. The byte order mark has no column. */
export function positionAt(index: LineIndex, offset: number): Pos {
  const at = Math.max(0, Math.min(offset, index.text.length));
  const line = lineAt(index, at);
  const start = index.starts[line] ?? 0;
  if (at - start < LONG_LINE)
    return { line: line + 1, column: 1 + codePoints(index.text, start, start, at), offset: at };
  const marks = marksOf(index, line, start, at);
  const mark = Math.floor((at - start) / LONG_LINE);
  const column = 1 + (marks[mark] ?? 0) + codePoints(index.text, start, start + mark * LONG_LINE, at);
  return { line: line + 1, column, offset: at };
}

/** Columns in longer lines are counted from the nearest mark, so that a thousand positions in one long line stay cheap. */
const LONG_LINE = 1024;
const marks = new WeakMap<LineIndex, Map<number, number[]>>();

/** Code points of the line before each multiple of `LONG_LINE`, known up to `at`. */
function marksOf(index: LineIndex, line: number, start: number, at: number): readonly number[] {
  let lines = marks.get(index);
  if (lines === undefined) marks.set(index, (lines = new Map()));
  let known = lines.get(line);
  if (known === undefined) lines.set(line, (known = [0]));
  while (start + known.length * LONG_LINE <= at) {
    const from = start + (known.length - 1) * LONG_LINE;
    known.push((known.at(-1) ?? 0) + codePoints(index.text, start, from, from + LONG_LINE));
  }
  return known;
}

/** Code points that start in `from`..`to` of a line; the byte order mark at the start of the text counts none. */
function codePoints(text: string, lineStart: number, from: number, to: number): number {
  let count = 0;
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i);
    const low = isLowSurrogate(code) && i > lineStart && isHighSurrogate(text.charCodeAt(i - 1));
    if (!low && !(i === 0 && code === 0xfeff)) count += 1;
  }
  return count;
}

export function rangeAt(index: LineIndex, start: number, end: number): Range {
  return { start: positionAt(index, start), end: positionAt(index, end) };
}

/** The offset of a 1-based line and code point column; beyond the line's end its end, beyond the last line the text's end. */
export function offsetAt(index: LineIndex, line: number, column: number): number {
  if (line < 1) return 0;
  const start = index.starts[line - 1];
  if (start === undefined) return index.text.length;
  const end = lineEnd(index, line - 1);
  let at = start === 0 && index.text.charCodeAt(0) === 0xfeff ? 1 : start;
  for (let left = column - 1; left > 0 && at < end; left--) {
    at += isHighSurrogate(index.text.charCodeAt(at)) && isLowSurrogate(index.text.charCodeAt(at + 1)) ? 2 : 1;
  }
  return Math.min(at, end);
}

/** End of a line (0-based index) without its line end. */
export function lineEnd(index: LineIndex, line: number): number {
  const next = index.starts[line + 1];
  if (next === undefined) return index.text.length;
  return index.text.charCodeAt(next - 2) === 13 && next - 2 >= (index.starts[line] ?? 0) ? next - 2 : next - 1;
}

/** The line end that new lines take: that of the given line, else of the line before it, else LF (L-EDIT-03). */
export function lineBreakOf(index: LineIndex, line: number): '\n' | '\r\n' {
  for (const at of [line, line - 1]) {
    const next = index.starts[at + 1];
    if (at >= 0 && next !== undefined) return index.text.charCodeAt(next - 2) === 13 ? '\r\n' : '\n';
  }
  return '\n';
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}
