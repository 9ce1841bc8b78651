// The fold: event → state, without the graph (R-CORE-06). This file deals with the run as a whole and hands events of nodes,
// branches and people to its siblings. A-1: apply never throws and never modifies its arguments. A-2: an unknown type only
// moves `last_seq`, so logs of later versions stay readable.
import { applyBranch } from './applyBranch.ts';
import { applyNode } from './applyNode.ts';
import { placeBranch } from './branchTree.ts';
import type { Limits } from './effects.ts';
import type { EventOf, LimitPatch, RunEvent } from './events.ts';
import { restarted } from './restart.ts';
import { emptyScope, init, MAIN, type Clock, type RunState, type Usage } from './state.ts';
import { millisOf } from './time.ts';

export function apply(state: RunState, event: RunEvent): RunState {
  const next = change(state, event);
  return {
    ...next,
    last_seq: event.seq,
    clock: { ...next.clock, last: millisOf(event.timestamp) },
  };
}

/** The state of a log; `run_started` alone determines the header. */
export function fold(events: Iterable<RunEvent>): RunState {
  let state = blank();
  for (const event of events) state = apply(state, event);
  return state;
}

/** A state that knows nothing yet; `run_started` fills it. */
export function blank(): RunState {
  return init({
    run_id: '',
    workflow: '',
    graph_hash: '',
    seed: '',
    vars: {},
    inputs: {},
    env: {},
    limits: {},
    workspace_safety: 'serialize',
  });
}

function change(state: RunState, event: RunEvent): RunState {
  switch (event.type) {
    case 'run_started':
      return started(event);
    case 'run_resumed':
      return resumed(state, event);
    case 'run_paused':
      return {
        ...halted(state, event),
        status: event.data.reason === 'operator' ? 'paused_operator' : 'paused_waiting_human',
      };
    case 'run_stopping':
      return { ...state, stopping: event.data };
    case 'run_finished':
      return { ...halted(state, event), status: 'finished', output: event.data.output };
    case 'run_failed':
      return failed(state, event);
    case 'run_cancelled':
      return { ...halted(state, event), status: 'cancelled' };
    case 'run_interrupted':
      return { ...state, stopping: null, clock: stoppedAt(state.clock, state.clock.last), status: 'failed_resumable' };
    case 'workflow_changed':
      return { ...state, graph_hash: event.data.to_hash, vars: { ...event.data.vars, ...state.vars } };
    case 'budget_warning':
      return { ...state, warned: [...state.warned, `${event.data.dimension}:${event.data.limit}`] };
    case 'budget_exceeded': {
      const { dimension, used, limit } = event.data;
      const place = {
        ...(event.node_id === undefined ? {} : { node: event.node_id }),
        branch: event.branch_id ?? MAIN,
      };
      return { ...state, stopping: { action: 'budget', reason: dimension, dimension, used, limit, ...place } };
    }
    case 'usage_recorded':
      return withUsage(state, event.seq, (usage) => added(usage, event));
    case 'cost_unknown':
      return { ...state, unpriced: [...state.unpriced, event.data.model] };
    case 'node_started':
      return applyNode(countedStart(state, event), event);
    case 'node_finished':
    case 'node_failed':
    case 'node_interrupted':
    case 'node_recovery':
    case 'edge_selected':
    case 'artifact_written':
    case 'session_opened':
    case 'human_input_requested':
    case 'human_answers_recorded':
      return applyNode(state, event);
    case 'fan_out_started':
    case 'branch_started':
    case 'branch_finished':
    case 'fan_out_aborted':
    case 'join_ready':
      return applyBranch(state, event);
    default:
      return state;
  }
}

function started(event: EventOf<'run_started'>): RunState {
  const data = event.data;
  const state: RunState = {
    ...init({
      run_id: event.run_id,
      workflow: data.workflow,
      graph_hash: data.graph_hash,
      seed: data.seed,
      vars: data.vars,
      inputs: data.inputs,
      env: data.env,
      limits: data.limits,
      workspace_safety: data.workspace_safety,
      epoch: data.epoch,
      ...(data.attachments === undefined ? {} : { attachments: data.attachments }),
      ...(data.simulated === undefined ? {} : { simulated: data.simulated }),
      ...(data.forked_from === undefined ? {} : { forked_from: data.forked_from }),
      ...(data.workflow_hash === undefined ? {} : { workflow_hash: data.workflow_hash }),
      ...(data.file_path === undefined ? {} : { file_path: data.file_path }),
      ...(data.work_dir === undefined ? {} : { work_dir: data.work_dir }),
      ...(data.version === undefined ? {} : { version: data.version }),
      ...(data.recipe === undefined ? {} : { recipe: data.recipe }),
    }),
    status: 'running',
    started_at: event.timestamp,
    clock: { active_ms: 0, since: millisOf(event.timestamp), last: null },
  };
  return placeBranch(state, {
    id: MAIN,
    parent: null,
    fan_out: null,
    path: [],
    stop: null,
    head: data.entry,
    position: { k: 'entering', node: data.entry ?? '', via: [] },
    session: null,
    held: [],
    scope: emptyScope(),
    child_ids: {},
  });
}

function resumed(state: RunState, event: EventOf<'run_resumed'>): RunState {
  const { limits, loop_extra, env, restart, epoch, reason } = event.data;
  const clock = stoppedAt(state.clock, state.clock.last);
  const extra = { ...state.loop_extra };
  for (const [loop, more] of Object.entries(loop_extra ?? {})) {
    extra[loop] = (Object.hasOwn(extra, loop) ? (extra[loop] ?? 0) : 0) + more;
  }
  let next: RunState = {
    ...state,
    status: 'running',
    epoch,
    stopping: null,
    failure: null,
    loop_extra: extra,
    ...(env === undefined ? {} : { env: { ...state.env, ...env } }),
    limits: limits === undefined ? state.limits : patched(state.limits, limits),
    clock: { ...clock, since: millisOf(event.timestamp) },
  };
  // A fork consumes from here on; what its prefix took is inherited (R-RESUME-12).
  if (reason === 'fork') next = { ...next, clock: { ...next.clock, active_ms: 0 }, warned: [] };
  for (const entry of restart) next = restarted(next, entry);
  return next;
}

/** Limits with some replaced; null removes one (R-BUDGET-11). */
function patched(limits: Limits, patch: LimitPatch): Limits {
  const entries = Object.entries({ ...limits, ...patch }).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(entries) as Limits;
}

function failed(state: RunState, event: EventOf<'run_failed'>): RunState {
  const { code, error, hint, cause, details, resumable } = event.data;
  return {
    ...halted(state, event),
    status: resumable ? 'failed_resumable' : 'failed',
    failure: {
      code,
      message: error,
      ...(event.node_id === undefined ? {} : { node_id: event.node_id }),
      ...(hint === undefined ? {} : { hint }),
      ...(cause === undefined ? {} : { cause }),
      ...(details === undefined ? {} : { details }),
    },
  };
}

function halted(state: RunState, event: RunEvent): RunState {
  return { ...state, stopping: null, clock: stoppedAt(state.clock, millisOf(event.timestamp)) };
}

function stoppedAt(clock: Clock, at: number | null): Clock {
  if (clock.since === null) return clock;
  return { ...clock, active_ms: clock.active_ms + Math.max(0, (at ?? clock.since) - clock.since), since: null };
}

function countedStart(state: RunState, event: EventOf<'node_started'>): RunState {
  if (event.data.counted !== true) return state;
  return withUsage(state, event.seq, (usage) => ({ ...usage, iterations: usage.iterations + 1 }));
}

/** Below the seq of a fork, usage is inherited, not consumed (R-RESUME-12). */
function withUsage(state: RunState, seq: number, update: (usage: Usage) => Usage): RunState {
  if (state.forked_from !== null && seq < state.forked_from.seq) {
    return { ...state, inherited_usage: update(state.inherited_usage) };
  }
  return { ...state, usage: update(state.usage) };
}

function added(usage: Usage, event: EventOf<'usage_recorded'>): Usage {
  const data = event.data;
  const cacheRead = data.cache_read_tokens ?? 0;
  const cacheWrite = data.cache_write_tokens ?? 0;
  return {
    ...usage,
    tokens: usage.tokens + data.input_tokens + data.output_tokens + cacheRead + cacheWrite,
    input_tokens: usage.input_tokens + data.input_tokens,
    output_tokens: usage.output_tokens + data.output_tokens,
    cache_read_tokens: usage.cache_read_tokens + cacheRead,
    cache_write_tokens: usage.cache_write_tokens + cacheWrite,
    cost_usd: usage.cost_usd + (data.cost_usd ?? 0),
    cost_incomplete: usage.cost_incomplete || data.cost_usd === null,
  };
}
