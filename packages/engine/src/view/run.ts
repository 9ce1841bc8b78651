// The run-level part of the view: what run.json says (R-VIEW-06), active time (R-BUDGET-03), and the executions that a stop leaves
// open (R-VIEW-04).
import type { RunError } from '../effects.ts';
import type { BudgetDimension, EventOf, RunEvent } from '../events.ts';
import { millisOf } from '../time.ts';
import type { ViewDraft } from './draft.ts';
import { interrupted } from './executions.ts';
import type { View, ViewBranch, ViewRun } from './shape.ts';
import { foldVerdict, openVerdict } from './verdict.ts';

export function foldRun(draft: ViewDraft, event: RunEvent): void {
  const before = draft.run;
  const ticking = tick(before, event);
  draft.run = { ...before, ...ticking, updated_at: event.timestamp };
  if (before.active_since !== null) withDuration(draft);
  switch (event.type) {
    case 'run_started':
      return started(draft, event);
    case 'run_resumed':
      return resumed(draft, event);
    case 'run_paused':
      return stopped(draft, {
        status: event.data.reason === 'operator' ? 'paused_operator' : 'paused_waiting_human',
      });
    case 'run_stopping':
      draft.run = { ...draft.run, stopping: event.data.action };
      return;
    case 'run_finished':
      stopped(draft, { status: 'finished', finished_at: event.timestamp, output: event.data.output });
      return ended(draft, event, { status: 'done' });
    case 'run_failed':
      return failed(draft, event);
    case 'run_cancelled':
      stopped(draft, { status: 'cancelled', finished_at: event.timestamp });
      return ended(draft, event, { status: 'cancelled' });
    case 'run_interrupted':
      stopped(draft, { status: 'failed_resumable', finished_at: event.timestamp });
      return ended(draft, event, { status: 'failed' });
    case 'workflow_changed': {
      const { to_hash, vars } = event.data;
      draft.run = { ...draft.run, graph_hash: to_hash, vars: { ...vars, ...draft.run.vars } };
      return;
    }
    case 'node_started':
      if (event.data.simulated === true && draft.run.simulated === null) {
        draft.run = { ...draft.run, simulated: { seed: draft.run.seed, part: true } };
      }
      return;
    case 'node_finished':
      return foldVerdict(draft, event);
    case 'artifact_written': {
      const { node_id: node = '' } = event;
      draft.run = { ...draft.run, artifact_index: { ...draft.run.artifact_index, [node]: event.data.version } };
      return;
    }
    case 'worktree_created':
    case 'worktree_kept':
    case 'worktree_removed': {
      const { path, base_commit } = event.data;
      draft.run = { ...draft.run, worktree: { path, base_commit, state: event.type.slice('worktree_'.length) } };
      return;
    }
    default:
      return;
  }
}

/** Active time up to this event. What a crash or an explicit stop ended does not go on until the next event. */
function tick(run: ViewRun, event: RunEvent): Partial<ViewRun> {
  if (run.active_since === null || run.updated_at === null) return {};
  if (event.type === 'run_resumed' || event.type === 'run_interrupted') return {};
  const passed = Math.max(0, millisOf(event.timestamp) - millisOf(run.updated_at));
  return passed === 0 ? {} : { usage: { ...run.usage, active_s: seconds(run.usage.active_s * 1000 + passed) } };
}

function seconds(ms: number): number {
  return Math.round(ms) / 1000;
}

function withDuration(draft: ViewDraft): void {
  const used = draft.run.usage.active_s;
  if (used === draft.budget.duration.used) return;
  draft.budget = { ...draft.budget, duration: { ...draft.budget.duration, used } };
}

function started(draft: ViewDraft, event: EventOf<'run_started'>): void {
  const { data } = event;
  draft.run = {
    ...draft.run,
    id: event.run_id,
    workflow_name: data.workflow,
    workflow_hash: data.workflow_hash ?? null,
    graph_hash: data.graph_hash,
    file_path: data.file_path ?? null,
    status: 'running',
    inputs: data.inputs,
    vars: data.vars,
    created_at: event.timestamp,
    started_at: event.timestamp,
    epoch: data.epoch,
    seed: data.seed,
    work_dir: data.work_dir ?? null,
    simulated: data.simulated ?? null,
    forked_from: data.forked_from ?? null,
    ...(data.recipe === undefined ? {} : { recipe: data.recipe }),
    limits: data.limits,
    iterion_version: data.version ?? null,
    active_since: event.timestamp,
  };
  if (data.recipe?.evaluation_policy !== undefined) draft.verdict = openVerdict(data.recipe.evaluation_policy);
  if (data.forked_from !== undefined) draft.inherited = draft.totals;
  draft.budget = limited(draft.budget, draft.run);
  draft.addBranch(mainBranch(event.timestamp, data.entry));
}

function mainBranch(at: string, entry: string | null): ViewBranch {
  return {
    branch_id: 'main',
    parent: null,
    fan_out: null,
    router: null,
    convergence: null,
    strategy: null,
    status: 'running',
    first_node: entry,
    last_node: entry,
    started_at: at,
    finished_at: null,
    tokens: 0,
    cost_usd: 0,
    code: null,
    error: null,
    aborted: false,
    joined: false,
  };
}

function resumed(draft: ViewDraft, event: EventOf<'run_resumed'>): void {
  const { limits, epoch, reason } = event.data;
  const merged = { ...draft.run.limits, ...limits };
  const run: ViewRun = {
    ...draft.run,
    status: 'running',
    finished_at: null,
    error: null,
    failure: null,
    stopping: null,
    epoch,
    limits: Object.fromEntries(Object.entries(merged).filter(([, limit]) => limit !== null)),
    active_since: event.timestamp,
  };
  // A fork consumes from here on (R-RESUME-12).
  draft.run = reason === 'fork' ? { ...run, usage: { ...run.usage, active_s: 0 } } : run;
  draft.budget = limited(draft.budget, draft.run);
  draft.changeBranch('main', (branch) => ({
    ...branch,
    status: 'running',
    finished_at: null,
    code: null,
    error: null,
  }));
}

const LIMIT_OF = {
  iterations: 'max_iterations',
  tokens: 'max_tokens',
  cost_usd: 'max_cost_usd',
  duration: 'max_duration',
} as const;

/** The limits in force; a replaced limit is neither warned about nor exceeded (R-BUDGET-06). */
function limited(budget: View['budget'], run: ViewRun): View['budget'] {
  const of = (dimension: BudgetDimension): View['budget'][BudgetDimension] => {
    const known = budget[dimension];
    const limit = run.limits[LIMIT_OF[dimension]] ?? null;
    const used = dimension === 'duration' ? run.usage.active_s : run.usage[dimension];
    return { limit, used, warned: known.warned && known.limit === limit, exceeded: false };
  };
  return {
    iterations: of('iterations'),
    tokens: of('tokens'),
    cost_usd: of('cost_usd'),
    duration: of('duration'),
  };
}

function failed(draft: ViewDraft, event: EventOf<'run_failed'>): void {
  const { code, error, hint, cause, details, resumable } = event.data;
  const failure: RunError = {
    code,
    message: error,
    ...(event.node_id === undefined ? {} : { node_id: event.node_id }),
    ...(hint === undefined ? {} : { hint }),
    ...(cause === undefined ? {} : { cause }),
    ...(details === undefined ? {} : { details }),
  };
  const status = resumable ? 'failed_resumable' : 'failed';
  stopped(draft, { status, finished_at: event.timestamp, error, failure });
  ended(draft, event, { status: 'failed', code, error });
  if (!resumable) {
    draft.changeInteractions(
      (interaction) => interaction.status === 'open',
      (interaction) => ({ ...interaction, status: 'void' }),
    );
  }
}

function stopped(draft: ViewDraft, change: Partial<ViewRun>): void {
  draft.run = { ...draft.run, ...change, active_since: null, stopping: null };
}

/** The end of `main`, and of every execution that is still open; what waits for a person goes on waiting. */
function ended(
  draft: ViewDraft,
  event: RunEvent,
  main: { readonly status: ViewBranch['status']; readonly code?: string; readonly error?: string },
): void {
  const { status, code = null, error = null } = main;
  draft.changeBranch('main', (branch) => ({ ...branch, status, code, error, finished_at: event.timestamp }));
  for (const [index, execution] of draft.executions.entries()) {
    if (execution.status !== 'running' && execution.status !== 'retrying') continue;
    const named =
      event.type === 'run_failed' &&
      execution.status === 'running' &&
      execution.ir_node_id === event.node_id &&
      execution.branch_id === (event.branch_id ?? 'main');
    draft.changeExecution(index, (open) =>
      named ? { ...interrupted(open, event, code), status: 'failed', error, code } : interrupted(open, event, null),
    );
  }
}
