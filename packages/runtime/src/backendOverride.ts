// `--backend NAME` and `ITERION_DEFAULT_BACKEND` apart from the file: the first replaces the backend of every node that talks to a model
// (R-CLI-14). It is recorded with the run's environment, so that a resume does the same.
import type { EnvText, Node } from '@iterion/dsl';
import type { Graph } from '@iterion/engine';

/** Under this name the replaced backend stands in `run_started.env`. */
export const BACKEND_OVERRIDE = 'ITERION_BACKEND';

/** The graph with the backend of every agent, judge, llm router and automatic answer replaced; its hash stays the file's. */
export function withBackend(graph: Graph, backend: string | null | undefined): Graph {
  if (backend === undefined || backend === null) return graph;
  const text: EnvText = { source: backend, segments: [{ kind: 'text', text: backend }] };
  const replaced = (node: Node): Node => {
    if (node.kind === 'agent' || node.kind === 'judge') return { ...node, backend: { value: text, from: 'node' } };
    if (node.kind === 'router' && node.mode === 'llm') return { ...node, backend: { value: text, from: 'node' } };
    return node;
  };
  const workflow = graph.workflow === undefined ? {} : { workflow: { ...graph.workflow, defaultBackend: text } };
  return { ...graph, ...workflow, nodes: graph.nodes.map(replaced) };
}
