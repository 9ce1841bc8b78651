// The one door from the editor to the language package: parse, compile, edit, format. Everything else in the editor that wants
// meaning reads the projection or the graph.
import * as dsl from '@iterion/dsl';
import type { CompiledGraph, Document, EditOperation, EditResult, TextEdit } from '@iterion/dsl';

export type SyntaxDocument = Document;
interface Language {
  readonly compile: (
    document: Document,
    options?: { readonly strict?: boolean; readonly uri?: string },
  ) => CompiledGraph;
  readonly edit: (document: Document, operation: EditOperation) => EditResult;
  readonly format: (document: Document) => readonly TextEdit[];
}
const language = dsl as unknown as Language;

export function parseText(text: string, previous?: Document): Document {
  return dsl.parse(text, previous);
}
export const compileDocument: Language['compile'] = (document, options) => language.compile(document, options);
export const editDocument: Language['edit'] = (document, operation) => language.edit(document, operation);
export const formatDocument: Language['format'] = (document) => language.format(document);
