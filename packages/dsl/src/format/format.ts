// `iterion fmt` (language.md 9.2): only the gaps between tokens and comments change, and text bodies move with their block.
// Invariants: 1. The result parses to the same statements, values and comments. 2. Formatting it again changes nothing.
import type { Document } from '../document.ts';
import type { Diagnostic } from '../graph.ts';
import { examine } from '../parser/wholeFile.ts';
import { type TextEdit, applyEdits } from '../source.ts';
import { Gaps } from './gaps.ts';

export type FormatResult =
  | { readonly ok: true; readonly text: string; readonly edits: readonly TextEdit[] }
  /** The file has E-codes of severity error and stays as it is (L-FMT-01). */
  | { readonly ok: false; readonly errors: readonly Diagnostic[] };

/** The formatted text of a file, with the edits that lead to it. */
export function format(document: Document): FormatResult {
  const errors = document.diagnostics.filter((diagnostic) => diagnostic.severity === 'error');
  if (errors.length > 0) return { ok: false, errors };
  const { text } = document;
  const eol = frequentLineEnd(text);
  let edits = new Gaps(document, eol, 'format').edits();
  let formatted = applyEdits(text, edits);
  // Moving the comments that open the file could give a directive or front matter an effect it does not have (L-LEX-13).
  if (openingOf(formatted) !== openingOf(text)) {
    edits = new Gaps(document, eol, 'keep').edits();
    formatted = applyEdits(text, edits);
  }
  // A CR that is content of a body stays one: before the LF of another line end, or at the end of the file, it must not join it.
  const joins = eol === '\n' && text.endsWith('\r') && formatted.endsWith('\r\n');
  const ended = joins ? formatted.slice(0, -1) : formatted;
  const uniform = ended.replace(/(?<!\r)\r?\n/g, eol);
  if (uniform === formatted) return { ok: true, text: formatted, edits };
  return { ok: true, text: uniform, edits: [{ start: 0, end: text.length, newText: uniform }] };
}

/** What the comments that open a text mean: strict escapes or not, and the lines of the front matter. */
function openingOf(text: string): string {
  const { strictEscape, frontMatterEnd } = examine(text);
  const lines = text.slice(0, frontMatterEnd).split('\n');
  return [String(strictEscape), ...lines.map((line) => line.trim()).filter((line) => line !== '')].join('\n');
}

/** The more frequent kind of line end; LF on a tie (L-FMT-05). */
function frequentLineEnd(text: string): '\n' | '\r\n' {
  let crlf = 0;
  let lf = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) {
    if (at > 0 && text.charCodeAt(at - 1) === 13) crlf += 1;
    else lf += 1;
  }
  return crlf > lf ? '\r\n' : '\n';
}
