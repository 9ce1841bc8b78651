// What a run can take at most (R-LOOP-07, E-RUN-04), in the shape of the wire: the bounds of the engine, cut at the budget.
import type { CompiledGraph } from '@iterion/dsl';
import { planBounds, sumOfBounds } from '@iterion/engine';
import type { Plan } from '@iterion/protocol';

export function planOf(graph: CompiledGraph): Plan {
  const { loops, nodes, width } = planBounds(graph);
  const budget = graph.workflow?.budget;
  const all = sumOfBounds(nodes.map(({ max }) => max));
  const cap = budget?.maxIterations ?? null;
  return {
    executionsMax: all === null ? cap : cap === null ? all : Math.min(all, cap),
    perNode: nodes.map(({ id, max }) => ({ node: id, max })),
    loops: loops.map(({ name, max }) => ({ name, max })),
    parallelMax: Math.min(width, budget?.maxParallelBranches ?? Number.POSITIVE_INFINITY),
    caps: {
      costUsd: budget?.maxCostUsd ?? null,
      tokens: budget?.maxTokens ?? null,
      durationMs: budget?.maxDurationMs ?? null,
      iterations: cap,
    },
    serialisedWriters: graph.workflow?.workspaceSafety === 'serialize' ? parallelWriters(graph) : [],
  };
}

function parallelWriters(graph: CompiledGraph): string[] {
  return graph.nodes.filter((node) => node.writer && node.branches.length > 0).map(({ id }) => id);
}
