// A graph that comes from another thread. What is computed on reading costs more than all the rest, and hardly anybody reads it: hashes,
// and the fixes of more problems than a person looks at. It does not travel; whoever does read it has it computed then.
import type { CompiledGraph } from '@iterion/dsl';

/** With up to this many problems their fixes travel along. */
const fewProblems = 50;

/** Takes out what copying the graph would compute. Changes `graph`. */
export function dropComputed(graph: CompiledGraph): CompiledGraph {
  if (graph.diagnostics.length > fewProblems) {
    for (const diagnostic of graph.diagnostics) if ('fixes' in diagnostic) drop(diagnostic, 'fixes', undefined);
  }
  drop(graph, 'hash', '');
  drop(graph.source, 'sha256', '');
  for (const node of graph.nodes) drop(node, 'fingerprint', '');
  return graph;
}
function drop(target: object, key: string, value: string | undefined): void {
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
}

/** Puts it back: `compileAgain` gives the same graph, whole. Changes `graph`. */
export function restoreComputed(graph: CompiledGraph, compileAgain: () => CompiledGraph): CompiledGraph {
  let whole: CompiledGraph | undefined;
  const again = (): CompiledGraph => (whole ??= compileAgain());
  lazy(graph, 'hash', () => again().hash);
  lazy(graph.source, 'sha256', () => again().source.sha256);
  graph.nodes.forEach((node, index) => lazy(node, 'fingerprint', () => again().nodes[index]?.fingerprint ?? ''));
  graph.diagnostics.forEach((diagnostic, index) => {
    if ('fixes' in diagnostic && diagnostic.fixes === undefined)
      lazy(diagnostic, 'fixes', () => again().diagnostics[index]?.fixes);
  });
  return graph;
}
function lazy(target: object, key: string, get: () => unknown): void {
  Object.defineProperty(target, key, { enumerable: true, configurable: true, get });
}
