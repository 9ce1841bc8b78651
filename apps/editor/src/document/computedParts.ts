// Analyses that come from another thread. What is computed on reading costs more than all the rest, and hardly anybody reads it: hashes,
// and the fixes of more problems than a person looks at. It does not travel; whoever does read it has it computed then.
import type { CompiledGraph, Diagnostic } from '@iterion/dsl';

/** With up to this many problems their fixes travel along. */
const fewProblems = 50;

/** Takes out what copying the graph would compute. Changes `graph`. */
export function dropComputed(graph: CompiledGraph): CompiledGraph {
  dropFixes(graph.diagnostics);
  drop(graph, 'hash', '');
  drop(graph.source, 'sha256', '');
  for (const node of graph.nodes) drop(node, 'fingerprint', '');
  return graph;
}
/** The same for a list of problems. Changes them. */
export function dropFixes(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  if (diagnostics.length > fewProblems) {
    for (const diagnostic of diagnostics) if ('fixes' in diagnostic) drop(diagnostic, 'fixes', undefined);
  }
  return diagnostics;
}
function drop(target: object, key: string, value: string | undefined): void {
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
}

/** Puts it back: `compileAgain` gives the same graph, whole. Changes `graph`. */
export function restoreComputed(graph: CompiledGraph, compileAgain: () => CompiledGraph): CompiledGraph {
  const again = once(compileAgain);
  lazy(graph, 'hash', () => again().hash);
  lazy(graph.source, 'sha256', () => again().source.sha256);
  graph.nodes.forEach((node, index) => lazy(node, 'fingerprint', () => again().nodes[index]?.fingerprint ?? ''));
  return graph;
}
/** The same for a list of problems, those of the graph that `compileAgain` gives. Changes them. */
export function restoreFixes(
  diagnostics: readonly Diagnostic[],
  compileAgain: () => CompiledGraph,
): readonly Diagnostic[] {
  const again = once(compileAgain);
  diagnostics.forEach((diagnostic, index) => {
    if ('fixes' in diagnostic && diagnostic.fixes === undefined)
      lazy(diagnostic, 'fixes', () => again().diagnostics[index]?.fixes);
  });
  return diagnostics;
}
function once<T>(compute: () => T): () => T {
  let known: { readonly value: T } | undefined;
  return () => (known ??= { value: compute() }).value;
}
function lazy(target: object, key: string, get: () => unknown): void {
  Object.defineProperty(target, key, { enumerable: true, configurable: true, get });
}
