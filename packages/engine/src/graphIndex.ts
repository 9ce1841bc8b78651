// Look-ups over a compiled graph, which itself is plain lists. The index is a pure function of the graph; it is remembered per
// graph object, which nobody can tell from computing it each time except by the clock (R-CORE-04, R-CORE-13).
import type { CompiledGraph, Edge, FanOut, Loop, Node, Prompt, Schema } from '@iterion/dsl';

export interface GraphIndex {
  readonly graph: CompiledGraph;
  readonly nodes: ReadonlyMap<string, Node>;
  readonly edges: ReadonlyMap<string, Edge>;
  /** Edges that leave a node, in declaration order, both ends known. */
  readonly outgoing: ReadonlyMap<string, readonly Edge[]>;
  readonly loops: ReadonlyMap<string, Loop>;
  /** The loops inside a loop: those that its edges reset (R-LOOP-05), in declaration order. */
  readonly resets: ReadonlyMap<string, readonly string[]>;
  readonly fanOuts: ReadonlyMap<string, FanOut>;
  readonly schemas: ReadonlyMap<string, Schema>;
  readonly prompts: ReadonlyMap<string, Prompt>;
}

const known = new WeakMap<CompiledGraph, GraphIndex>();

export function indexOf(graph: CompiledGraph): GraphIndex {
  const before = known.get(graph);
  if (before !== undefined) return before;
  const index = build(graph);
  known.set(graph, index);
  return index;
}

function build(graph: CompiledGraph): GraphIndex {
  const edges = new Map(graph.edges.map((edge) => [edge.id, edge]));
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const outgoing = new Map<string, Edge[]>();
  for (const edge of graph.edges) {
    if (!edge.known) continue;
    const list = outgoing.get(edge.from);
    if (list === undefined) outgoing.set(edge.from, [edge]);
    else list.push(edge);
  }
  const resets = new Map<string, string[]>();
  for (const loop of graph.loops) {
    for (const outer of loop.inside) resets.set(outer, [...(resets.get(outer) ?? []), loop.name]);
  }
  return {
    graph,
    nodes,
    edges,
    outgoing,
    loops: new Map(graph.loops.map((loop) => [loop.name, loop])),
    resets,
    fanOuts: new Map(graph.fanOuts.map((fanOut) => [fanOut.router, fanOut])),
    schemas: new Map(graph.schemas.map((schema) => [schema.name, schema])),
    prompts: new Map(graph.prompts.map((prompt) => [prompt.name, prompt])),
  };
}

export function outgoingOf(index: GraphIndex, node: string): readonly Edge[] {
  return index.outgoing.get(node) ?? [];
}
