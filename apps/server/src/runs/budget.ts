// Limits as the protocol says them and as the engine takes them.
import type { LimitPatch } from '@iterion/engine';
import type { BudgetOverrides } from '@iterion/protocol';

export function limitPatch(budget: BudgetOverrides | undefined): LimitPatch {
  if (budget === undefined) return {};
  const { maxTokens, maxCostUsd, maxDurationMs, maxIterations, maxParallelBranches } = budget;
  return {
    ...(maxTokens === undefined ? {} : { max_tokens: maxTokens }),
    ...(maxCostUsd === undefined ? {} : { max_cost_usd: maxCostUsd }),
    ...(maxDurationMs === undefined ? {} : { max_duration: maxDurationMs / 1000 }),
    ...(maxIterations === undefined ? {} : { max_iterations: maxIterations }),
    ...(maxParallelBranches === undefined ? {} : { max_parallel_branches: maxParallelBranches }),
  };
}
