// Fixes as data: what a diagnostic offers, before it is worked out against the text (L-DIAG-02). Most are edit operations (§9.4); a
// fix that only changes characters in place names the spans.
import type { Document } from '../document.ts';
import type { EditOperation } from '../edit/operations.ts';
import type { Diagnostic } from '../graph.ts';
import type { TextEdit } from '../source.ts';
import type { Span } from '../tree.ts';

export interface Fix {
  readonly title: string;
  readonly preferred?: boolean;
  readonly edits?: readonly TextEdit[];
  readonly operations?: readonly EditOperation[];
}

export function replace(title: string, span: Span, newText: string, preferred = false): Fix {
  const fix = { title, edits: [{ start: span.start, end: span.end, newText }] };
  return preferred ? { ...fix, preferred } : fix;
}

export function operation(title: string, ...operations: readonly EditOperation[]): Fix {
  return { title, operations };
}

/** The fixes that can be carried out on the document, at most one of them preferred. */
export function fixesOf(_document: Document, fixes: readonly Fix[]): NonNullable<Diagnostic['fixes']> {
  const result: NonNullable<Diagnostic['fixes']> = [];
  for (const fix of fixes) {
    if (fix.edits === undefined) continue;
    const preferred = fix.preferred === true && !result.some((each) => each.preferred === true);
    result.push({ title: fix.title, edits: [...fix.edits], ...(preferred ? { preferred } : {}) });
  }
  return result;
}
