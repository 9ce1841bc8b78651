// The budget as far as the core decides it (§3): what is used, what a counted attempt may still open, warnings, deadlines.
// BU-1: no counted attempt opens at used ≥ limit in any dimension (R-BUDGET-05). BU-2: one warning per dimension and limit (R-BUDGET-06).
import type { Budget } from '@iterion/dsl';
import type { Limits, Millis } from './effects.ts';
import type { BudgetDimension, EventPlace, UsageTotals } from './events.ts';
import type { RunState } from './state.ts';
import { emit, type Work } from './work.ts';

/** The bound on attempts executing at one time where neither file nor host sets one (R-FAN-16). */
const DEFAULT_CONCURRENCY = 16;
/** The share of a limit at which a warning is due (R-BUDGET-06). */
const WARNING_SHARE = 0.8;

const DIMENSIONS = ['iterations', 'tokens', 'cost_usd', 'duration'] as const satisfies readonly BudgetDimension[];
const LIMIT_OF = {
  iterations: 'max_iterations',
  tokens: 'max_tokens',
  cost_usd: 'max_cost_usd',
  duration: 'max_duration',
} as const satisfies { readonly [K in BudgetDimension]: keyof Limits };

/** The limits that a file's budget sets; 0 or absent is no limit (L-WF-05). */
export function limitsOf(budget: Budget | undefined): Limits {
  const entries = [
    ['max_tokens', budget?.maxTokens],
    ['max_cost_usd', budget?.maxCostUsd],
    ['max_duration', budget?.maxDurationMs === undefined ? undefined : budget.maxDurationMs / 1000],
    ['max_iterations', budget?.maxIterations],
    ['max_parallel_branches', budget?.maxParallelBranches],
  ].filter(([, value]) => typeof value === 'number' && value > 0);
  return Object.fromEntries(entries) as Limits;
}

export function limitOf(state: RunState, dimension: BudgetDimension): number | null {
  return state.limits[LIMIT_OF[dimension]] ?? null;
}

/** Seconds of active time up to now (R-BUDGET-03). */
export function activeSeconds(state: RunState, now: Millis): number {
  const { active_ms, since } = state.clock;
  return (active_ms + (since === null ? 0 : Math.max(0, now - since))) / 1000;
}

export function usedOf(state: RunState, dimension: BudgetDimension, now: Millis): number {
  switch (dimension) {
    case 'iterations':
      return state.usage.iterations;
    case 'tokens':
      return state.usage.tokens;
    case 'cost_usd':
      return state.usage.cost_usd;
    case 'duration':
      return activeSeconds(state, now);
    default:
      return dimension satisfies never;
  }
}

export interface Excess {
  readonly dimension: BudgetDimension;
  readonly used: number;
  readonly limit: number;
}

/** The first dimension whose limit is used up; null while a counted attempt may open (R-BUDGET-05). */
export function excess(state: RunState, now: Millis): Excess | null {
  for (const dimension of DIMENSIONS) {
    const found = excessIn(state, dimension, now);
    if (found !== null) return found;
  }
  return null;
}

export function excessIn(state: RunState, dimension: BudgetDimension, now: Millis): Excess | null {
  const limit = limitOf(state, dimension);
  const used = usedOf(state, dimension, now);
  return limit !== null && used >= limit ? { dimension, used, limit } : null;
}

/** Emits the warnings that have become due. */
export function warn(work: Work, at: EventPlace): void {
  for (const dimension of DIMENSIONS) {
    const limit = limitOf(work.state, dimension);
    if (limit === null || work.state.warned.includes(`${dimension}:${limit}`)) continue;
    const used = usedOf(work.state, dimension, work.now);
    if (used >= limit * WARNING_SHARE) emit(work, at, { type: 'budget_warning', data: { dimension, used, limit } });
  }
}

/** When the active time reaches the limit, and when its warning is due; null where it has no limit or does not run. */
export function durationDeadline(state: RunState): { readonly end: Millis; readonly warning: Millis | null } | null {
  const limit = limitOf(state, 'duration');
  const { active_ms, since } = state.clock;
  if (limit === null || since === null) return null;
  const warned = state.warned.includes(`duration:${limit}`);
  return {
    end: since + limit * 1000 - active_ms,
    warning: warned ? null : since + limit * 1000 * WARNING_SHARE - active_ms,
  };
}

/** How many attempts may execute at one time (R-FAN-16). */
export function concurrency(state: RunState): number {
  return Math.max(1, state.limits.max_parallel_branches ?? state.limits.max_concurrency ?? DEFAULT_CONCURRENCY);
}

export function usageTotals(state: RunState, now: Millis): UsageTotals {
  return { ...state.usage, active_s: activeSeconds(state, now) };
}
