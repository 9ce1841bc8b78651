// `iterion fmt` (language.md 9.2): only the gaps between tokens and comments change, and text bodies move with their block.
// Invariants: 1. The result parses to the same statements, values and comments. 2. Formatting it again changes nothing.
import { type Document, parse } from '../document.ts';
import type { Diagnostic } from '../graph.ts';
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
  if (!sameOpening(document, parse(formatted))) {
    edits = new Gaps(document, eol, 'keep').edits();
    formatted = applyEdits(text, edits);
  }
  const uniform = formatted.replace(/\r?\n/g, eol);
  if (uniform === formatted) return { ok: true, text: formatted, edits };
  return { ok: true, text: uniform, edits: [{ start: 0, end: text.length, newText: uniform }] };
}

function sameOpening(before: Document, after: Document): boolean {
  return before.strictEscape === after.strictEscape && frontMatterLines(before) === frontMatterLines(after);
}

function frontMatterLines(document: Document): number {
  return document.file.chunks[0]?.comments.filter((comment) => comment.role === 'frontMatter').length ?? 0;
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
