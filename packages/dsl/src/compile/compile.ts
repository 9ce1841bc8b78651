// Compilation with all checks: what everybody but a first paint wants.
import type { Document } from '../document.ts';
import type { CompiledGraph } from '../graph.ts';
import { checkDocument } from '../check/check.ts';
import { compileWith } from './compileWith.ts';
import type { CompileOptions } from './context.ts';

export type { CompileOptions } from './context.ts';

/** Compiles a document. Never throws; `graph.diagnostics` holds the findings of parser, compiler and checks (L-DIAG-03). */
export function compile(document: Document, options: CompileOptions = {}): CompiledGraph {
  return compileWith(document, options, checkDocument);
}
