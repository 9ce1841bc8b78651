// The decisions of a run: graph, state and one input give the events that follow (R-CORE-07, R-CORE-11). Pure and total (R-CORE-04).
//  S-1  The returned state is the fold of the returned events over the given state.
//  S-2  Branches are visited in tree order, each as far as it can go; then settled fan-outs are closed, deepest first; the pass
//       repeats until nothing moves; then the rules of the run apply.
//  S-3  An input that has no meaning in the present state gives no event.
import type { CompiledGraph } from '@iterion/dsl';
import { settle } from './branches.ts';
import { branchOf, comparePaths, fanOutOf, isCondemned } from './branchTree.ts';
import { warn } from './budget.ts';
import { condemnation } from './condemned.ts';
import type { Input, Millis, ProgressDraft } from './effects.ts';
import { interruptNode } from './ending.ts';
import type { RunEvent } from './events.ts';
import { indexOf } from './graphIndex.ts';
import { openEffect, settleEffect } from './outcomes.ts';
import { recordAnswers } from './people.ts';
import { resume } from './resume.ts';
import { MAIN, type OpenPosition, type RunState } from './state.ts';
import { applyRunRules, stop } from './stopping.ts';
import { visit } from './visit.ts';
import { emit, inBranch, type Work } from './work.ts';

export function step(
  graph: CompiledGraph,
  state: RunState,
  input: Input,
  now: Millis,
): { events: RunEvent[]; state: RunState } {
  const work: Work = { graph: indexOf(graph), now, state, events: [] };
  take(work, input);
  advance(work);
  return { events: work.events, state: work.state };
}

function take(work: Work, input: Input): void {
  switch (input.kind) {
    case 'start':
      return start(work);
    case 'resume':
      return resume(work, input);
    case 'advance':
    case 'clock':
      return;
    case 'progress':
      return progress(work, input.effect, input.drafts);
    case 'settled':
      return settleEffect(work, input.effect, input.outcome);
    case 'answer': {
      const paused = work.state.status === 'paused_waiting_human';
      if (recordAnswers(work, input.interaction, input.answers, input.by) && paused) {
        resume(work, { kind: 'resume', epoch: work.state.epoch, options: {} });
      }
      return;
    }
    case 'stop':
      return stop(work, input);
    default:
      input satisfies never;
  }
}

function start(work: Work): void {
  const { state } = work;
  if (state.last_seq >= 0) return;
  emit(
    work,
    {},
    {
      type: 'run_started',
      data: {
        workflow: state.workflow,
        graph_hash: state.graph_hash,
        entry: work.graph.graph.workflow?.entry ?? null,
        vars: state.vars,
        inputs: state.inputs,
        env: state.env,
        limits: state.limits,
        seed: state.seed,
        epoch: state.epoch,
        workspace_safety: state.workspace_safety,
        ...state.source,
        ...(Object.keys(state.attachments).length === 0 ? {} : { attachments: state.attachments }),
        ...(state.simulated === null ? {} : { simulated: state.simulated }),
        ...(state.forked_from === null ? {} : { forked_from: state.forked_from }),
      },
    },
  );
}

/** Events of a running attempt; the core adds what follows from them for the budget (R-BUDGET-06, R-BUDGET-10). */
function progress(work: Work, effect: string, drafts: readonly ProgressDraft[]): void {
  for (const draft of drafts) {
    const found = openEffect(work, effect);
    if (found === null) return;
    const { branch, open } = found;
    const place = inBranch(branch, open.node, open.iteration, open.attempt);
    emit(work, place, draft);
    if (draft.type !== 'usage_recorded') continue;
    const { model, provider, cost_usd } = draft.data;
    if (cost_usd === null && !work.state.unpriced.includes(model)) {
      emit(work, place, { type: 'cost_unknown', data: { model, ...(provider === undefined ? {} : { provider }) } });
    }
    warn(work, inBranch(branch, open.node));
  }
}

/** As far as possible without an outside result. */
function advance(work: Work): void {
  while (work.state.status === 'running' && work.state.stopping === null) {
    const visited = visitAll(work);
    const closed = closeFanOuts(work);
    const released = releaseUnseen(work);
    if (!visited && !closed && !released) break;
  }
  applyRunRules(work);
  if (releaseUnseen(work)) applyRunRules(work);
}

/**
 * Closes attempts that were opened and called off in this very step: the host never learns of them, so nobody else would
 * (R-CORE-08).
 */
function releaseUnseen(work: Work): boolean {
  let released = false;
  for (const id of work.state.index.executing) {
    const position = branchOf(work.state, id)?.position;
    if (position?.k !== 'open') continue;
    const reason = condemnation(work.state, id, position);
    if (reason === null || !openedNow(work, id, position)) continue;
    interruptNode(work, id, reason);
    released = true;
  }
  return released;
}

function openedNow(work: Work, branch: string, open: OpenPosition): boolean {
  return work.events.some(
    (event) =>
      event.type === 'node_started' &&
      (event.branch_id ?? MAIN) === branch &&
      event.node_id === open.node &&
      event.iteration === open.iteration &&
      event.attempt === open.attempt,
  );
}

/** Every branch that may move, in tree order; branches that start meanwhile have their turn in the same pass. */
function visitAll(work: Work): boolean {
  let moved = false;
  let last: readonly number[] | null = null;
  for (;;) {
    const id = nextReady(work.state, last);
    const branch = id === undefined ? undefined : branchOf(work.state, id);
    if (id === undefined || branch === undefined) return moved;
    last = branch.path;
    if (visit(work, id)) moved = true;
  }
}

/** The first ready branch behind `path` in tree order. */
function nextReady(state: RunState, path: readonly number[] | null): string | undefined {
  const { ready } = state.index;
  if (path === null) return ready[0];
  let low = 0;
  let high = ready.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = branchOf(state, ready[middle] ?? '');
    if (other !== undefined && comparePaths(other.path, path) <= 0) low = middle + 1;
    else high = middle;
  }
  return ready[low];
}

/** Closes the fan-outs whose branches have all ended, deepest first. */
function closeFanOuts(work: Work): boolean {
  const settled = work.state.index.ready
    .flatMap((id) => {
      const branch = branchOf(work.state, id);
      const fanOut = branch?.position.k === 'forked' ? fanOutOf(work.state, branch.position.fan_out) : undefined;
      return fanOut?.live === 0 && branch !== undefined ? [{ fanOut, depth: branch.path.length }] : [];
    })
    .toSorted((a, b) => b.depth - a.depth);
  let closed = false;
  for (const { fanOut } of settled) {
    if (work.state.status !== 'running' || isCondemned(work.state, fanOut.parent)) continue;
    settle(work, fanOut);
    closed = true;
  }
  return closed;
}
