// Executions: one per activation, with its attempts and its live progress (R-VIEW-03..05).
// V-5: a finished execution keeps its status; a failed or interrupted one is reopened only by a higher attempt.
import type { EventOf, RunEvent } from '../events.ts';
import { millisOf } from '../time.ts';
import type { ViewDraft } from './draft.ts';
import type { ViewAttempt, ViewExecution, ViewExecutionStatus } from './shape.ts';
import { consume, tokensOf } from './usage.ts';

export function foldExecution(draft: ViewDraft, event: RunEvent): void {
  const { node_id: node, iteration, type } = event;
  if (node === undefined || iteration === undefined) return;
  const branch = event.branch_id ?? 'main';
  const id = `exec:${branch}:${node}:${iteration}`;
  const index = draft.executionAt(id);
  if (type === 'node_started') return nodeStarted(draft, event, id, index);
  if (index === -1) return;
  const change = changeBy(draft, event);
  if (change === undefined) return;
  draft.changeExecution(index, (execution) => {
    const next = change(execution);
    return next === execution ? execution : { ...next, last_seq: event.seq };
  });
}

type Change = (execution: ViewExecution) => ViewExecution;

function changeBy(draft: ViewDraft, event: RunEvent): Change | undefined {
  switch (event.type) {
    case 'node_finished':
      return (execution) => (isClosed(execution) ? execution : finished(execution, event));
    case 'node_failed': {
      const { code, error } = event.data;
      return (execution) =>
        isClosed(execution)
          ? execution
          : { ...closed(execution, event, 'failed', 'failed', code), error, code, finished_at: event.timestamp };
    }
    case 'node_interrupted':
      return (execution) => (isClosed(execution) ? execution : interrupted(execution, event, event.data.reason));
    case 'node_recovery': {
      const { action, code, error, not_before } = event.data;
      const status = action === 'pause' ? 'paused_waiting_human' : 'retrying';
      return (execution) =>
        isClosed(execution)
          ? execution
          : {
              ...closed(execution, event, status, action, code),
              error: error.message,
              code,
              not_before: not_before ?? null,
            };
    }
    case 'human_input_requested':
      return (execution) => (isClosed(execution) ? execution : asked(execution, event));
    case 'usage_recorded':
      return (execution) => ({
        ...execution,
        tokens: execution.tokens + tokensOf(event.data),
        cost_usd: execution.cost_usd + (event.data.cost_usd ?? 0),
        cost_incomplete: execution.cost_incomplete || event.data.cost_usd === null,
        model: event.data.model,
      });
    case 'artifact_written':
      return (execution) => ({ ...execution, last_artifact_version: event.data.version });
    case 'session_opened':
      return (execution) => ({ ...execution, session_id: event.data.session_id });
    case 'delegate_started':
      return (execution) => ({ ...execution, backend: event.data.backend });
    case 'delegate_finished':
      modelCalls(draft, event.seq, event.data.turns);
      return (execution) => ({ ...execution, steps: Math.max(execution.steps, event.data.turns) });
    case 'llm_request':
      modelCalls(draft, event.seq, 1);
      return (execution) => ({ ...execution, model: event.data.model, steps: event.data.step });
    case 'llm_step_finished':
      return (execution) => ({ ...execution, steps: Math.max(execution.steps, event.data.step) });
    case 'tool_started':
      return (execution) => ({
        ...execution,
        tool_calls: execution.tool_calls + 1,
        last_tool: event.data.tool,
      });
    case 'tool_called':
    case 'tool_error':
      return (execution) => ({ ...execution, last_tool: event.data.tool });
    default:
      return undefined;
  }
}

function modelCalls(draft: ViewDraft, seq: number, calls: number): void {
  consume(draft, seq, (totals) => ({ ...totals, model_calls: totals.model_calls + calls }));
}

/** Finished, failed and interrupted executions take no further end. */
function isClosed(execution: ViewExecution): boolean {
  return execution.status === 'finished' || execution.status === 'failed' || execution.status === 'interrupted';
}

function nodeStarted(draft: ViewDraft, event: EventOf<'node_started'>, id: string, index: number): void {
  const { data, seq, timestamp, attempt = 1, node_id: node = '', iteration = 0 } = event;
  const branch = event.branch_id ?? 'main';
  const first: ViewAttempt = {
    attempt,
    ...(data.reason === undefined ? {} : { reason: data.reason }),
    started_at: timestamp,
  };
  if (data.counted === true) {
    consume(draft, seq, (totals) => ({ ...totals, iterations: totals.iterations + 1 }));
  }
  draft.changeBranch(branch, (known) => (known.last_node === node ? known : { ...known, last_node: node }));
  if (index === -1) {
    draft.addExecution({
      execution_id: id,
      ir_node_id: node,
      branch_id: branch,
      loop_iteration: iteration,
      loop_path: data.loop_path ?? [],
      kind: data.kind,
      status: 'running',
      attempt,
      attempts: [first],
      started_at: timestamp,
      finished_at: null,
      active_s: 0,
      tokens: 0,
      cost_usd: 0,
      cost_incomplete: false,
      model: null,
      backend: null,
      session_id: null,
      simulated: data.simulated === true,
      error: null,
      code: null,
      interaction_id: null,
      not_before: null,
      tool_calls: 0,
      steps: 0,
      last_tool: null,
      last_artifact_version: null,
      first_seq: seq,
      last_seq: seq,
      current_event_seq: seq,
      input_seq: seq,
      output_seq: null,
    });
    return;
  }
  draft.changeExecution(index, (execution) => {
    if (execution.status === 'finished' || attempt <= execution.attempt) return execution;
    return {
      ...execution,
      status: 'running',
      attempt,
      attempts: [...execution.attempts, first],
      finished_at: null,
      interaction_id: null,
      not_before: null,
      tool_calls: 0,
      steps: 0,
      last_tool: null,
      last_seq: seq,
      current_event_seq: seq,
      input_seq: seq,
    };
  });
}

function finished(execution: ViewExecution, event: EventOf<'node_finished'>): ViewExecution {
  const { data, seq, timestamp } = event;
  const { _model: model, _backend: backend, _session_id: session } = data;
  return {
    ...closed(execution, event, 'finished', 'finished'),
    finished_at: timestamp,
    output_seq: seq,
    error: null,
    code: null,
    interaction_id: null,
    not_before: null,
    model: model ?? execution.model,
    backend: backend ?? execution.backend,
    session_id: session ?? execution.session_id,
    simulated: execution.simulated || data.simulated === true,
  };
}

/** A question of an agent ends its attempt; a human node's attempt goes on, but waiting is not active time. */
function asked(execution: ViewExecution, event: EventOf<'human_input_requested'>): ViewExecution {
  const { kind, interaction_id } = event.data;
  const waiting =
    kind === 'human'
      ? { ...withAttempt(execution, (attempt) => ({ ...attempt, waiting_since: event.timestamp })) }
      : closed(execution, event, 'paused_waiting_human', kind);
  return { ...waiting, status: 'paused_waiting_human', interaction_id, current_event_seq: event.seq };
}

/** The execution as a stop or an abort leaves it. */
export function interrupted(execution: ViewExecution, event: RunEvent, reason: string | null): ViewExecution {
  return {
    ...closed(execution, event, 'interrupted', 'interrupted', reason ?? undefined),
    finished_at: event.timestamp,
    interaction_id: null,
    not_before: null,
    last_seq: event.seq,
  };
}

/** Ends the open attempt, if one is, and gives the execution its status. */
function closed(
  execution: ViewExecution,
  event: RunEvent,
  status: ViewExecutionStatus,
  end: string,
  code?: string,
): ViewExecution {
  const open = execution.attempts.at(-1);
  const next = { ...execution, status, current_event_seq: event.seq };
  if (open === undefined || open.ended_at !== undefined) return next;
  const until = millisOf(open.waiting_since ?? event.timestamp);
  const passed = Math.max(0, until - millisOf(open.started_at));
  return {
    ...withAttempt(next, (attempt) => ({
      ...attempt,
      ended_at: event.timestamp,
      end,
      ...(code === undefined ? {} : { code }),
    })),
    active_s: Math.round(execution.active_s * 1000 + passed) / 1000,
  };
}

function withAttempt(execution: ViewExecution, change: (attempt: ViewAttempt) => ViewAttempt): ViewExecution {
  const last = execution.attempts.length - 1;
  return {
    ...execution,
    attempts: execution.attempts.map((attempt, index) => (index === last ? change(attempt) : attempt)),
  };
}
