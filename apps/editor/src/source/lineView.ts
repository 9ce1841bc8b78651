// The exact text beside the view that the source editor shows (E-DOC-04): the view has no byte order mark and uniform line ends; places
// are mapped by line and column, so lines nobody touched keep their bytes. Pure.
// Lines and columns here are those of the editor: 1-based, columns in UTF-16 code units.
import type { TextEdit } from '@iterion/dsl';

export interface LineColumn {
  readonly line: number;
  readonly column: number;
}
export interface ViewEdit {
  readonly start: LineColumn;
  readonly end: LineColumn;
  readonly text: string;
}

const bom = '\uFEFF';
const lineEnd = /\r\n|\r|\n/g;

export interface LineMap {
  readonly text: string;
  /** Offset of the first character of each line. */
  readonly starts: readonly number[];
  /** Offset behind the last character of each line, before its line end. */
  readonly ends: readonly number[];
}

let latest: LineMap = { text: '', starts: [0], ends: [0] };

/** The lines of a text. The last answer is kept: within one keystroke everybody asks about the same text. */
export function lineMap(text: string): LineMap {
  if (latest.text !== text) latest = readLines(text);
  return latest;
}

function readLines(text: string): LineMap {
  const starts = [text.startsWith(bom) ? 1 : 0];
  const ends: number[] = [];
  let feed = text.indexOf('\n');
  let back = text.indexOf('\r');
  while (feed >= 0 || back >= 0) {
    const isReturn = back >= 0 && (feed < 0 || back < feed);
    const end = isReturn ? back : feed;
    const next = isReturn && feed === back + 1 ? end + 2 : end + 1;
    ends.push(end);
    starts.push(next);
    if (feed >= 0 && feed < next) feed = text.indexOf('\n', next);
    if (isReturn) back = text.indexOf('\r', next);
  }
  ends.push(text.length);
  return { text, starts, ends };
}

/** What the editor shows: LF only, no byte order mark. */
export function viewOf(text: string): string {
  return (text.startsWith(bom) ? text.slice(1) : text).replace(lineEnd, '\n');
}

export function offsetAt(map: LineMap, place: LineColumn): number {
  const line = Math.max(1, Math.min(place.line, map.starts.length));
  const start = map.starts[line - 1] ?? 0;
  const end = map.ends[line - 1] ?? start;
  return Math.min(start + Math.max(0, place.column - 1), end);
}

export function placeAt(map: LineMap, offset: number): LineColumn {
  let low = 0;
  let high = map.starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((map.starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  const start = map.starts[low] ?? 0;
  const end = map.ends[low] ?? start;
  return { line: low + 1, column: Math.max(0, Math.min(offset, end) - start) + 1 };
}

/** Edits of the view as edits of the exact text, sorted. A new line takes the line end of the line before it. */
export function toExact(map: LineMap, edits: readonly ViewEdit[]): TextEdit[] {
  return edits
    .map((edit) => ({
      start: offsetAt(map, edit.start),
      end: offsetAt(map, edit.end),
      newText: edit.text.replace(lineEnd, () => lineEndAt(map, edit.start.line)),
    }))
    .sort((a, b) => a.start - b.start || a.end - b.end);
}

/** The line end that a line has; the last line has none and takes the one before it, an only line LF. */
function lineEndAt(map: LineMap, line: number): string {
  const at = Math.min(line, map.starts.length) - 1;
  const own = map.text.slice(map.ends[at] ?? 0, map.starts[at + 1] ?? map.ends[at] ?? 0);
  if (own !== '') return own;
  return at > 0 ? map.text.slice(map.ends[at - 1], map.starts[at]) : '\n';
}

/** Edits of the exact text as edits of the view. An edit between CR and LF is widened to whole line ends by its places. */
export function toView(map: LineMap, edits: readonly TextEdit[]): ViewEdit[] {
  return edits.map((edit) => ({
    start: placeAt(map, edit.start),
    end: placeAt(map, edit.end),
    text: edit.newText.replace(lineEnd, '\n'),
  }));
}

/** `edit`, made on a text, as an edit of that text after `others` (sorted, not touching it where it can be helped). */
export function shifted(edit: TextEdit, others: readonly TextEdit[]): TextEdit {
  const move = (offset: number): number => {
    let shift = 0;
    for (const other of others) {
      if (other.start >= offset) break;
      if (other.end > offset) return other.start + shift + other.newText.length;
      shift += other.newText.length - (other.end - other.start);
    }
    return offset + shift;
  };
  const start = move(edit.start);
  return { start, end: Math.max(start, move(edit.end)), newText: edit.newText };
}
