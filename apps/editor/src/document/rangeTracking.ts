// Where a stretch of text stands after edits, in the sense a reader would give: text typed inside belongs to it, text typed at
// its edges does not, and when all of it was deleted or replaced it is gone.
import type { Range, TextEdit } from '@iterion/dsl';

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** `span` after `edits` (sorted, not overlapping, on the text that `span` refers to); null when nothing of it is left. */
export function trackSpan(span: Span, edits: readonly TextEdit[]): Span | null {
  let start = span.start;
  let end = span.end;
  let shift = 0; // growth of the text before the edit at hand
  for (const edit of edits) {
    const covers = edit.start <= span.start && edit.end >= span.end && edit.end > edit.start;
    if (covers) return null;
    const newEnd = edit.start + shift + edit.newText.length;
    const grow = edit.newText.length - (edit.end - edit.start);
    if (edit.end <= span.start) {
      start += grow;
      end += grow;
    } else if (edit.start < span.end) {
      if (edit.start < span.start) start = edit.start + shift;
      end = edit.end > span.end ? newEnd : end + grow;
    }
    shift += grow;
  }
  return { start, end };
}

/** `trackSpan` through several lists of edits, each on the result of the one before. */
export function trackSpanThrough(span: Span, changes: readonly (readonly TextEdit[])[]): Span | null {
  let at: Span | null = span;
  for (const edits of changes) {
    if (at === null) return null;
    at = trackSpan(at, edits);
  }
  return at;
}

export function spanOf(range: Range): Span {
  return { start: range.start.offset, end: range.end.offset };
}
/** A gap (an empty span) counts for what it touches. */
export function widen(span: Span): Span {
  return span.end > span.start ? span : { start: span.start - 1, end: span.end + 1 };
}
export function hits(spans: readonly Span[], span: Span): boolean {
  return spans.some((other) => other.start < span.end && span.start < other.end);
}

/** The top-level blocks that contain the given spans: from a line that starts at the margin to the next such line. */
export function blocksAround(text: string, spans: readonly Span[]): Span[] {
  const starts = [0];
  for (const match of text.matchAll(/^[^\s#]/gmu)) starts.push(match.index);
  starts.push(text.length + 1);
  return spans.map(({ start, end }) => {
    const first = starts.findLastIndex((at) => at <= Math.max(0, start));
    const next = starts.findIndex((at) => at >= end);
    return { start: starts[first] ?? 0, end: next < 0 ? text.length : (starts[next] ?? text.length) };
  });
}
