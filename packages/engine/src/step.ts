// The decisions of a run: graph, state and one input give the events that follow (R-CORE-07, R-CORE-11). Pure and total (R-CORE-04).
//  SP-1  The returned state is the fold of the returned events over the given state.
//  SP-2  An input that has no meaning in the present state gives no event.
import type { CompiledGraph } from '@iterion/dsl';
import { warn } from './budget.ts';
import type { Input, Millis, ProgressDraft } from './effects.ts';
import type { RunEvent } from './events.ts';
import { indexOf } from './graphIndex.ts';
import { openEffect, settleEffect } from './outcomes.ts';
import { advance } from './passes.ts';
import { recordAnswers } from './people.ts';
import { resume } from './resume.ts';
import type { RunState } from './state.ts';
import { stop } from './stopping.ts';
import { emit, inBranch, type Work } from './work.ts';

export function step(
  graph: CompiledGraph,
  state: RunState,
  input: Input,
  now: Millis,
): { events: RunEvent[]; state: RunState } {
  const work: Work = { graph: indexOf(graph), now, state, events: [], touched: new Set() };
  take(work, input);
  advance(work, !NARROW.has(input.kind));
  return { events: work.events, state: work.state };
}

/** Inputs that concern one branch: in the state before them nothing could move. */
const NARROW: ReadonlySet<Input['kind']> = new Set(['progress', 'settled', 'answer', 'stop']);

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
    warn(work, inBranch(branch, open.node, open.iteration));
  }
}
