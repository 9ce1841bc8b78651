// The limits a run starts with: the file's budget, replaced key by key by what the command line gives (R-BUDGET-12).
import { type Graph, type LimitPatch, type Limits, limitsOf } from '@iterion/engine';
import type { Environment } from './environment.ts';

/** Attempts that execute at one time where neither file nor environment say otherwise (R-FAN-16). */
export const DEFAULT_CONCURRENCY = 16;

export function startLimits(graph: Graph, env: Environment, patch: LimitPatch = {}): Limits {
  const configured = Number(env['ITERION_MAX_CONCURRENCY']);
  const max_concurrency = Number.isInteger(configured) && configured > 0 ? configured : DEFAULT_CONCURRENCY;
  return { max_concurrency, ...limitsOf(graph.workflow?.budget), ...patch };
}
