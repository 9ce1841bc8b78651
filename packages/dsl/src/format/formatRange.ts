// Formatting of a part of a text: the edits of the declarations that a range touches, whole. A declaration half formatted could mean something
// else, because its indentation is its structure.
import type { Document } from '../document.ts';
import { applyEdits } from '../source.ts';
import type { Span } from '../tree.ts';
import { format, type FormatResult } from './format.ts';

/** `range` in offsets of the UTF-16 text. */
export function formatRange(document: Document, range: Span): FormatResult {
  const result = format(document);
  if (!result.ok) return result;
  const whole = declarationsAround(document, range);
  const edits = result.edits.filter(({ start, end }) => start >= whole.start && end <= whole.end);
  return { ok: true, edits, text: applyEdits(document.text, edits) };
}

/** The range widened to whole top-level declarations; statements of a workflow belong to it. */
function declarationsAround({ file }: Document, range: Span): Span {
  let at = 0;
  let top = 0;
  let start: number | undefined;
  let end = 0;
  for (const chunk of file.chunks) {
    if (!chunk.inWorkflow) {
      if (start !== undefined && at > range.end) break;
      top = at;
    }
    at += chunk.text.length;
    if (start === undefined && at >= range.start) start = top;
    end = at;
  }
  return { start: start ?? top, end };
}
