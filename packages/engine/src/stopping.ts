// Stops (R-REC-11, R-REC-14, R-REC-15, R-BUDGET-07): first it is said that the run is stopping, then what still executes ends, then the
// stop itself is recorded. SO-1: exactly one terminal event per stop (I-11). SO-2: nothing opens once a stop was said.
import { branchOf } from './branchTree.ts';
import { excessIn, warn } from './budget.ts';
import type { Input, RunError } from './effects.ts';
import { cancelBelow, failBranch, failRun } from './ending.ts';
import { getIn } from './persistentMap.ts';
import { MAIN, type RunState } from './state.ts';
import { atNode, emit, type Work } from './work.ts';

/** Whether a stop action has a meaning now; hosts say why not. */
export function mayStop(state: RunState, action: 'cancel' | 'pause' | 'timeout'): boolean {
  if (state.status === 'running') {
    if (state.stopping === null) return true;
    return action !== 'pause' && (state.stopping.action === 'pause' || state.stopping.action === 'budget');
  }
  const paused = state.status === 'paused_waiting_human' || state.status === 'paused_operator';
  return paused && action === 'cancel';
}

export function stop(work: Work, input: Extract<Input, { kind: 'stop' }>): void {
  if (!mayStop(work.state, input.action)) return;
  const { action, reason, by } = input;
  emit(work, {}, { type: 'run_stopping', data: { action, reason, ...(by === undefined ? {} : { by }) } });
  completeStop(work);
}

/** The rules that concern the run as a whole, after no branch could move (R-CORE-11). */
export function applyRunRules(work: Work): void {
  if (work.state.status !== 'running') return;
  warn(work, {});
  checkDuration(work);
  if (work.state.stopping !== null) completeStop(work);
  else pauseForPeople(work);
}

/** `max_duration` ends also what runs (R-BUDGET-07). */
function checkDuration(work: Work): void {
  const { stopping, index } = work.state;
  if (stopping !== null && (stopping.action !== 'budget' || stopping.dimension === 'duration')) return;
  const over = excessIn(work.state, 'duration', work.now);
  const at = index.executing[0] ?? (stopping === null ? index.ready[0] : undefined);
  const branch = at === undefined ? undefined : branchOf(work.state, at);
  if (over === null || branch?.position.k !== 'open') return;
  emit(work, atNode(branch, branch.position.node), { type: 'budget_exceeded', data: over });
}

/** Ends the run as it was asked to, once nothing executes any more. */
function completeStop(work: Work): void {
  const { stopping, index } = work.state;
  if (stopping === null || index.executing.length > 0) return;
  const main = branchOf(work.state, MAIN);
  if (stopping.action === 'pause') {
    if (main?.position.k === 'open' && main.position.phase === 'failed' && main.position.error !== undefined) {
      failBranch(work, MAIN, { ...main.position.error, node_id: main.position.node });
      return;
    }
    emit(work, {}, { type: 'run_paused', data: { reason: 'operator', waiting: waitingList(work.state) } });
    return;
  }
  const at = main?.position.k === 'open' || main?.position.k === 'entering' ? main.position.node : undefined;
  if (main?.position.k === 'forked') cancelBelow(work, main.position.fan_out);
  switch (stopping.action) {
    case 'cancel':
      emit(work, main?.position.k === 'open' ? atNode(main, main.position.node) : {}, {
        type: 'run_cancelled',
        data: { reason: stopping.reason, ...(stopping.by === undefined ? {} : { by: stopping.by }) },
      });
      return;
    case 'timeout': {
      failRun(work, { code: 'TIMEOUT', message: stopping.reason, hint: 'resume it, with a longer --timeout' }, at);
      return;
    }
    case 'budget':
      failRun(work, budgetError(stopping), stopping.node);
      return;
    default:
      stopping.action satisfies never;
  }
}

function budgetError(stopping: NonNullable<RunState['stopping']>): RunError {
  const { dimension = 'tokens', used = 0, limit = 0 } = stopping;
  const key = dimension === 'duration' ? 'max_duration' : `max_${dimension}`;
  return {
    code: 'BUDGET_EXCEEDED',
    message: `the budget of ${limit} ${UNITS[dimension]} is used up (${used})`,
    hint: `resume with --budget ${key}=<more>`,
    details: { dimension, used, limit },
  };
}

const UNITS = { iterations: 'node executions', tokens: 'tokens', cost_usd: 'USD', duration: 'seconds' } as const;

/** R-HUMAN-05: no branch can move and somebody is asked. */
function pauseForPeople(work: Work): void {
  const { ready, executing, waiting } = work.state.index;
  if (ready.length > 0 || executing.length > 0 || waiting.length === 0) return;
  const list = waitingList(work.state);
  const [only, second] = list;
  const recovery = waiting.every((id) => kindOf(work.state, id) === 'recovery');
  const single = only !== undefined && second === undefined ? only : undefined;
  const asking = single === undefined ? undefined : branchOf(work.state, single.branch_id);
  emit(work, single === undefined || asking === undefined ? {} : atNode(asking, single.node_id), {
    type: 'run_paused',
    data: { reason: recovery ? 'recovery' : 'human', waiting: list },
  });
}

function kindOf(state: RunState, branch: string): string | undefined {
  const position = branchOf(state, branch)?.position;
  if (position?.k !== 'open' || position.interaction === undefined) return undefined;
  return getIn(state.interactions, position.interaction)?.kind;
}

/** Open questions in tree order. */
export function waitingList(state: RunState) {
  return state.index.waiting.flatMap((id) => {
    const position = branchOf(state, id)?.position;
    if (position?.k !== 'open' || position.interaction === undefined) return [];
    return [{ branch_id: id, node_id: position.node, interaction_id: position.interaction }];
  });
}
