// The one door from the editor to the language package for what changes or derives a document. Views read the projection or the graph;
// the source view's providers call the language services directly.
import { type Document, compile, edit, format, parse } from '@iterion/dsl';
import type { CompiledGraph, EditOperation, EditResult, TextEdit } from '@iterion/dsl';

export type SyntaxDocument = Document;

/** `previous` gives unchanged statements the same objects. */
export function parseText(text: string, previous?: Document): Document {
  return parse(text, previous);
}
export function compileDocument(document: Document): CompiledGraph {
  return compile(document);
}
export function editDocument(document: Document, operation: EditOperation): EditResult {
  return edit(document, operation);
}

/** The edits that format the document; empty when it already is, or when its text has errors (L-FMT-01). */
export function formatDocument(document: Document): readonly TextEdit[] {
  const result = format(document);
  return result.ok ? result.edits : [];
}
