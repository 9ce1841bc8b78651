// The one door from the editor to the language package for what changes or derives a document. Views read the projection or the graph;
// the source view's providers call the language services directly.
// Reading and lowering a text is there from the start; checks, edit operations and the formatter come right after the first paint
// (E-PERF-02). Until then a graph carries what the parser found, and an edit is refused with that reason.
import { type Document, compileWith, parse } from '@iterion/dsl';
import type { CompiledGraph, EditOperation, EditResult, TextEdit } from '@iterion/dsl';

export type SyntaxDocument = Document;

type Rest = typeof import('./languageRest.ts');
let rest: Rest | null = null;
let loading: Promise<void> | null = null;

/** Loads checks, edits and formatter; resolves when they are there. */
export async function loadLanguage(): Promise<void> {
  loading ??= import('./languageRest.ts').then((module) => {
    rest = module;
  });
  return loading;
}
// Tests have no first paint to wait for.
if (import.meta.env?.MODE === 'test') await loadLanguage();

export function isLanguageLoaded(): boolean {
  return rest !== null;
}

/** `previous` gives unchanged statements the same objects; `workflow` says which one is meant where there are several (E-CANVAS-32). */
export function parseText(text: string, previous?: Document, workflow?: number): Document {
  return parse(text, previous, workflow === undefined ? {} : { workflow });
}
export function compileDocument(document: Document, strict = false): CompiledGraph {
  return rest ? compileWith(document, { strict }, rest.checkDocument) : linkDocument(document, strict);
}
/** The graph without the checks: what it holds as problems is what the parser found. */
export function linkDocument(document: Document, strict = false): CompiledGraph {
  return compileWith(document, { strict }, () => [...document.diagnostics]);
}
export function editDocument(document: Document, operation: EditOperation): EditResult {
  return rest?.edit(document, operation) ?? notYet;
}
const notYet: EditResult = {
  ok: false,
  refusal: { code: 'EDIT_INVALID', reason: 'The editor is still loading. Try again in a moment.' },
};

/** The declarations as a text that can be pasted (E-CANVAS-24); null until the operations are loaded. */
export function copyDeclarations(
  document: Document,
  declarations: Parameters<Rest['copyFragment']>[1],
  ends: readonly string[] = [],
): string | null {
  return rest?.copyFragment(document, declarations, ends) ?? null;
}

/** The edits that format the document; empty when it already is, or when its text has errors (L-FMT-01). */
/** `within`: only the declarations that this part of the text touches. */
export function formatDocument(
  document: Document,
  within?: { readonly start: number; readonly end: number },
): readonly TextEdit[] {
  const result = within === undefined ? rest?.format(document) : rest?.formatRange(document, within);
  return result?.ok ? result.edits : [];
}
