// What an operation would break (E-INSP-11): it is carried out on a copy of the text, and the problems that come with it are listed.
import type { Diagnostic, Document, EditOperation } from '@iterion/dsl';
import { compileDocument, editDocument, parseText } from '../../document/language.ts';

/** Problems that are there after the operation and not before; null when it is refused. */
export function consequencesOf(document: Document, operation: EditOperation): readonly Diagnostic[] | null {
  const result = editDocument(document, operation);
  if (!result.ok) return null;
  let text = document.text;
  for (const { start, end, newText } of result.edits.toReversed())
    text = text.slice(0, start) + newText + text.slice(end);
  const before = new Set(compileDocument(document).diagnostics.map(same));
  return compileDocument(parseText(text, document)).diagnostics.filter((problem) => !before.has(same(problem)));
}

/** A problem without its place, which moves with the text. */
function same({ code, message, nodeId, edgeId, path }: Diagnostic): string {
  return JSON.stringify([code, message, nodeId, edgeId, path]);
}
