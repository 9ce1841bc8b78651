// Loops (§2.7): exhaustion, the path of counters around a node. One counter per name, read through the chain of
// branches and written to the branch's own scope (R-LOOP-10).
import type { Edge } from '@iterion/dsl';
import { readUp } from './branchTree.ts';
import type { LoopPath } from './events.ts';
import type { GraphIndex } from './graphIndex.ts';
import type { Json } from './json.ts';
import { boundOf } from './reading.ts';
import type { RunState } from './state.ts';

export interface LoopTurn {
  readonly name: string;
  /** Traversals so far. */
  readonly count: number;
  readonly max: number;
  readonly exhausted: boolean;
}

/** The loop of an edge as it stands; null where the edge bears none. */
export function loopTurn(
  graph: GraphIndex,
  state: RunState,
  branch: string,
  edge: Edge,
  output: Json,
): { readonly ok: true; readonly turn: LoopTurn | null } | { readonly ok: false; readonly message: string } {
  if (edge.loop === undefined) return { ok: true, turn: null };
  const { name } = edge.loop;
  const loop = graph.loops.get(name);
  if (loop === undefined) return { ok: true, turn: null };
  const bound = boundOf(graph, state, branch, loop, output);
  if (!bound.ok) return bound;
  const count = readUp(state, branch, (scope) => scope.loops, name)?.count ?? 0;
  return { ok: true, turn: { name, count, max: bound.value, exhausted: count >= bound.value } };
}

/** `[name, activation, counter]` of the loops around a node, outermost first (R-LOOP-06). */
export function loopPathOf(graph: GraphIndex, state: RunState, branch: string, node: string): LoopPath {
  const loops = graph.nodes.get(node)?.loops ?? [];
  return loops.toReversed().map((name) => {
    const loop = readUp(state, branch, (scope) => scope.loops, name);
    return [name, loop?.activation ?? 1, loop?.count ?? 0] as const;
  });
}
