// Recipes × repetitions, some at a time (R-RECIPE-10..12). Invariants: every planned run is one row, in the order of the plan, whatever
// became of it; every figure of a row comes from the log of its run.
import { type RunEvent, type View, type ViewVerdict, emptyView, viewAll } from '@iterion/engine';
import { messageOf } from '../errors.ts';
import type { RunHandle } from '../runHandle.ts';
import { type Spread, spreadOf, wilson } from './statistics.ts';

export interface BenchRow {
  readonly recipe: string;
  /** From 1. */
  readonly repetition: number;
  /** null when the run could not begin. */
  readonly run_id: string | null;
  readonly store: string | null;
  /** The run's; `not_started` when it could not begin. */
  readonly status: View['run']['status'] | 'not_started';
  /** Finished, and with the verdict of the recipe if it has one. */
  readonly success: boolean;
  readonly verdict: ViewVerdict | null;
  readonly cost_usd: number;
  readonly cost_incomplete: boolean;
  readonly tokens: number;
  readonly model_calls: number;
  readonly retries: number;
  readonly activations: number;
  readonly loop_traversals: number;
  readonly active_s: number;
  readonly error?: { readonly code: string; readonly message: string };
}

export interface BenchSummary {
  readonly recipe: string;
  readonly runs: number;
  readonly successes: number;
  readonly success_rate: number;
  /** 95 %, Wilson. */
  readonly interval: readonly [low: number, high: number];
  readonly cost_usd: Spread;
  /** Some usage had no known price: the cost is a lower bound. */
  readonly cost_incomplete: boolean;
  readonly tokens: Spread;
  readonly active_s: Spread;
}

/** One run of the plan. */
export interface BenchRun {
  readonly recipe: string;
  readonly repetition: number;
  readonly store: string;
  /** Starts it. What it throws becomes a row. */
  readonly start: () => Promise<RunHandle>;
  /** Its whole log, once it has stopped. */
  readonly events: (runId: string) => readonly RunEvent[];
}

export interface BenchOptions {
  /** How many runs at one time. */
  readonly parallel: number;
  readonly onStart?: (handle: RunHandle) => void;
  readonly onRow?: (row: BenchRow) => void;
  /** Aborted: no further run is started; rows of the others are left out. */
  readonly signal?: AbortSignal;
}

/** Carries out the plan; rows in its order. */
export async function benchmark(plan: readonly BenchRun[], options: BenchOptions): Promise<BenchRow[]> {
  const rows: (BenchRow | undefined)[] = plan.map(() => undefined);
  const waiting = plan.entries();
  const worker = async (): Promise<void> => {
    for (const [index, run] of waiting) {
      if (options.signal?.aborted === true) return;
      const row = await rowOf(run, options);
      rows[index] = row;
      options.onRow?.(row);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, Math.min(options.parallel, plan.length)) }, worker));
  return rows.filter((row) => row !== undefined);
}

async function rowOf(run: BenchRun, options: BenchOptions): Promise<BenchRow> {
  let handle: RunHandle;
  try {
    handle = await run.start();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'EXECUTION_FAILED';
    return unstarted(run, { code, message: messageOf(error) });
  }
  options.onStart?.(handle);
  let lost: { readonly code: string; readonly message: string } | undefined;
  try {
    await handle.done;
  } catch (error) {
    // The log could not be written to the end: what it holds is the row, and why it ends there.
    lost = { code: 'STORE_CORRUPT', message: messageOf(error) };
  }
  return measured(run, run.events(handle.runId), lost);
}

/** The figures of a log (R-RECIPE-12). */
function measured(
  { recipe, repetition, store }: BenchRun,
  events: readonly RunEvent[],
  lost: BenchRow['error'],
): BenchRow {
  const { run, totals, executions, verdict = null } = viewAll(emptyView(), events);
  const failure = lost ?? (run.failure === null ? undefined : { code: run.failure.code, message: run.failure.message });
  return {
    recipe,
    repetition,
    run_id: run.id,
    store,
    status: run.status,
    success: run.status === 'finished' && (verdict === null || verdict.success),
    verdict,
    cost_usd: totals.cost_usd,
    cost_incomplete: totals.cost_incomplete,
    tokens: totals.tokens,
    model_calls: totals.model_calls,
    ...countsOf(events),
    activations: executions.length,
    active_s: run.usage.active_s,
    ...(failure === undefined ? {} : { error: failure }),
  };
}

/** Retries and loop traversals of a log (R-RECIPE-12). */
export function countsOf(events: readonly RunEvent[]): { readonly retries: number; readonly loop_traversals: number } {
  let retries = 0;
  let loop_traversals = 0;
  for (const event of events) {
    if (event.type === 'llm_retry' || event.type === 'delegate_retry') retries++;
    if (event.type === 'node_recovery' && event.data.action === 'retry') retries++;
    if (event.type === 'edge_selected' && event.data.loop !== undefined) loop_traversals++;
  }
  return { retries, loop_traversals };
}

function unstarted({ recipe, repetition }: BenchRun, error: { code: string; message: string }): BenchRow {
  return {
    recipe,
    repetition,
    run_id: null,
    store: null,
    status: 'not_started',
    success: false,
    verdict: null,
    cost_usd: 0,
    cost_incomplete: false,
    tokens: 0,
    model_calls: 0,
    retries: 0,
    activations: 0,
    loop_traversals: 0,
    active_s: 0,
    error,
  };
}

/** One summary per recipe, in the order of the rows. */
export function summarize(rows: readonly BenchRow[]): BenchSummary[] {
  return [...Map.groupBy(rows, ({ recipe }) => recipe)].map(([recipe, runs]) => {
    const successes = runs.filter(({ success }) => success).length;
    return {
      recipe,
      runs: runs.length,
      successes,
      success_rate: successes / runs.length,
      interval: wilson(successes, runs.length),
      cost_usd: spreadOf(runs.map(({ cost_usd }) => cost_usd)),
      cost_incomplete: runs.some(({ cost_incomplete }) => cost_incomplete),
      tokens: spreadOf(runs.map(({ tokens }) => tokens)),
      active_s: spreadOf(runs.map(({ active_s }) => active_s)),
    };
  });
}
