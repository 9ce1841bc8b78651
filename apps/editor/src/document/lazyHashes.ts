// A graph that comes from another thread. Its hashes cost more than all the rest and hardly anybody reads them, so they do not travel:
// whoever does read one has it computed then.
import type { CompiledGraph } from '@iterion/dsl';

/** Takes the hashes out, so that copying the graph does not compute them. Changes `graph`. */
export function dropHashes(graph: CompiledGraph): CompiledGraph {
  drop(graph, 'hash');
  drop(graph.source, 'sha256');
  for (const node of graph.nodes) drop(node, 'fingerprint');
  return graph;
}
function drop(target: object, key: string): void {
  Object.defineProperty(target, key, { value: '', enumerable: true, configurable: true, writable: true });
}

/** Puts the hashes back: `compileAgain` gives the same graph with them. Changes `graph`. */
export function restoreHashes(graph: CompiledGraph, compileAgain: () => CompiledGraph): CompiledGraph {
  let whole: CompiledGraph | undefined;
  const again = (): CompiledGraph => (whole ??= compileAgain());
  lazy(graph, 'hash', () => again().hash);
  lazy(graph.source, 'sha256', () => again().source.sha256);
  graph.nodes.forEach((node, index) => lazy(node, 'fingerprint', () => again().nodes[index]?.fingerprint ?? ''));
  return graph;
}
function lazy(target: object, key: string, get: () => string): void {
  Object.defineProperty(target, key, { enumerable: true, configurable: true, get });
}
