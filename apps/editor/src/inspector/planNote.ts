// The worst case that the plan knows of, beside the limit that would end it earlier (E-INSP-19). Figures, not properties: a limit that the
// graph says nothing about has none.
import type { CompiledGraph } from '@iterion/dsl';
import { planBounds, sumOfBounds } from '@iterion/engine';

const figures: { readonly [path: string]: ((graph: CompiledGraph) => string) | undefined } = {
  'budget.max_iterations': (graph) => {
    const { nodes } = planBounds(graph);
    const total = sumOfBounds(nodes.map(({ max }) => max));
    if (total !== null) return `Worst case: ${total} ${total === 1 ? 'execution' : 'executions'}`;
    const endless = nodes.find(({ max }) => max === null);
    return `Worst case: no end by itself; ${endless?.reason ?? 'a loop has no bound'} (${endless?.id ?? ''})`;
  },
  'budget.max_parallel_branches': (graph) => {
    const { width } = planBounds(graph);
    return width === 1 ? 'Worst case: nothing runs in parallel' : `Worst case: ${width} branches at once`;
  },
  'budget.max_cost_usd': () => 'Worst case: only this limits it',
  'budget.max_tokens': () => 'Worst case: only this limits it',
  'budget.max_duration': () => 'Worst case: only this limits it',
};

export function planNote(graph: CompiledGraph, path: readonly string[]): string | null {
  return figures[path.join('.')]?.(graph) ?? null;
}
