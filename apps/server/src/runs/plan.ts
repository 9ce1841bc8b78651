// What a run can take at most (R-LOOP-07, E-RUN-04), in the shape of the wire: the bounds of the engine, cut at the budget.
import type { CompiledGraph } from '@iterion/dsl';
import { limitsOf, planBounds, sumOfBounds } from '@iterion/engine';
import type { BudgetOverrides, Plan } from '@iterion/protocol';
import { limitPatch } from './budget.ts';

/** Limits in `overrides` stand before those of the file. */
export function planOf(graph: CompiledGraph, overrides: BudgetOverrides = {}): Plan {
  const { loops, nodes, width } = planBounds(graph);
  const limits = { ...limitsOf(graph.workflow?.budget), ...limitPatch(overrides) };
  const all = sumOfBounds(nodes.map(({ max }) => max));
  const cap = limits.max_iterations ?? null;
  return {
    executionsMax: all === null ? cap : cap === null ? all : Math.min(all, cap),
    perNode: nodes.map(({ id, max }) => ({ node: id, max })),
    loops: loops.map(({ name, max }) => ({ name, max })),
    parallelMax: Math.min(width, limits.max_parallel_branches ?? Number.POSITIVE_INFINITY),
    caps: {
      costUsd: limits.max_cost_usd ?? null,
      tokens: limits.max_tokens ?? null,
      durationMs: limits.max_duration === null || limits.max_duration === undefined ? null : limits.max_duration * 1000,
      iterations: cap,
    },
    serialisedWriters: graph.workflow?.workspaceSafety === 'serialize' ? parallelWriters(graph) : [],
  };
}

function parallelWriters(graph: CompiledGraph): string[] {
  return graph.nodes.filter((node) => node.writer && node.branches.length > 0).map(({ id }) => id);
}
