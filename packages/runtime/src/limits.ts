// The limits a run starts with: the file's budget, replaced key by key by what the command line gives (R-BUDGET-12).
import { type Graph, type LimitPatch, type Limits, limitsOf } from '@iterion/engine';
import type { Environment } from './environment.ts';

/** Attempts that execute at one time where neither file nor environment say otherwise (R-FAN-16). */
const DEFAULT_CONCURRENCY = 16;

export function startLimits(graph: Graph, env: Environment, patch: LimitPatch = {}): Limits {
  const configured = Number(env['ITERION_MAX_CONCURRENCY']);
  const max_concurrency = Number.isInteger(configured) && configured > 0 ? configured : DEFAULT_CONCURRENCY;
  return { max_concurrency, ...limitsOf(graph.workflow?.budget), ...patch };
}

/** Limits that an edited file sets otherwise, null where it sets none any more (R-RESUME-07). */
export function changedLimits(before: Graph, after: Graph): LimitPatch {
  const old: Readonly<Record<string, number | null | undefined>> = { ...limitsOf(before.workflow?.budget) };
  const now: Readonly<Record<string, number | null | undefined>> = { ...limitsOf(after.workflow?.budget) };
  const names = new Set([...Object.keys(old), ...Object.keys(now)]);
  return Object.fromEntries(
    [...names].filter((name) => old[name] !== now[name]).map((name) => [name, now[name] ?? null]),
  );
}
