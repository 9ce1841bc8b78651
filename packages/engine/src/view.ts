// The fold for user interfaces (runtime.md §11): graph-free, pure, the same in `inspect`, server and browser.
// V-1: an event whose seq was applied changes nothing. V-2: a gap is reported and nothing is applied until it is filled.
// V-3: parts that an event does not concern keep their identity. V-4: batching does not matter; `viewAll` only copies less.
import type { EdgeNote, RunEvent } from './events.ts';
import { foldBranch } from './view/branches.ts';
import { ViewDraft } from './view/draft.ts';
import { foldExecution } from './view/executions.ts';
import { foldInteraction } from './view/interactions.ts';
import { foldRun } from './view/run.ts';
import type { View, ViewTotals } from './view/shape.ts';
import { foldUsage } from './view/usage.ts';

export type * from './view/shape.ts';

export const NO_TOTALS: ViewTotals = {
  iterations: 0,
  tokens: 0,
  input_tokens: 0,
  output_tokens: 0,
  cache_read_tokens: 0,
  cache_write_tokens: 0,
  cost_usd: 0,
  cost_incomplete: false,
  model_calls: 0,
};

/** The view before the first event. */
export function emptyView(): View {
  const unlimited = { limit: null, used: 0, warned: false, exceeded: false };
  return {
    run: {
      format_version: 2,
      id: '',
      workflow_name: '',
      workflow_hash: null,
      graph_hash: '',
      file_path: null,
      status: 'queued',
      inputs: {},
      vars: {},
      created_at: null,
      started_at: null,
      updated_at: null,
      finished_at: null,
      error: null,
      failure: null,
      epoch: 0,
      seed: '',
      work_dir: null,
      worktree: null,
      simulated: null,
      forked_from: null,
      limits: {},
      usage: {
        iterations: 0,
        tokens: 0,
        input_tokens: 0,
        output_tokens: 0,
        cache_read_tokens: 0,
        cache_write_tokens: 0,
        cost_usd: 0,
        cost_incomplete: false,
        active_s: 0,
      },
      artifact_index: {},
      iterion_version: null,
      active_since: null,
      stopping: null,
      output: null,
    },
    executions: [],
    branches: [],
    interactions: [],
    edges: {},
    edge_facts: {},
    loops: {},
    budget: { iterations: unlimited, tokens: unlimited, cost_usd: unlimited, duration: unlimited },
    totals: NO_TOTALS,
    inherited: null,
    last_seq: -1,
    needs_resync: false,
  };
}

/** One event onto a view (R-VIEW-04). */
export function view(before: View, event: RunEvent): View {
  return viewAll(before, [event]);
}

/** Many events onto a view; the same as one after the other, with one copy of each part that changes. */
export function viewAll(before: View, events: Iterable<RunEvent>): View {
  let draft: ViewDraft | undefined;
  let last = before.last_seq;
  let gap = before.needs_resync;
  for (const event of events) {
    if (event.seq <= last) continue;
    if (event.seq !== last + 1) {
      gap = true;
      continue;
    }
    gap = false;
    last = event.seq;
    draft ??= new ViewDraft(before);
    fold(draft, event);
  }
  if (draft === undefined) return gap === before.needs_resync ? before : { ...before, needs_resync: gap };
  return { ...draft.done(), last_seq: last, needs_resync: gap };
}

/** R-VIEW-07: a snapshot that was fetched replaces the one at hand unless that has seen more. */
export function newerView(current: View, fetched: View): View {
  return fetched.last_seq >= current.last_seq ? { ...fetched, needs_resync: false } : current;
}

function fold(draft: ViewDraft, event: RunEvent): void {
  foldRun(draft, event);
  switch (event.type) {
    case 'fan_out_started':
      noteEdges(draft, event.seq, event.data.notes);
      foldBranch(draft, event);
      break;
    case 'branch_started':
    case 'branch_finished':
    case 'fan_out_aborted':
    case 'join_ready':
      foldBranch(draft, event);
      break;
    case 'edge_selected':
      foldEdge(draft, event);
      break;
    case 'usage_recorded':
    case 'budget_warning':
    case 'budget_exceeded':
      foldUsage(draft, event);
      break;
    case 'human_input_requested':
    case 'human_answers_recorded':
    case 'node_interrupted':
      foldInteraction(draft, event);
      break;
    default:
      break;
  }
  foldExecution(draft, event);
}

/** Why edges did not fire, from the event that chose others (E-RUN-14). */
function noteEdges(draft: ViewDraft, seq: number, notes: readonly EdgeNote[] = []): void {
  for (const { edge, reason, detail } of notes) draft.changeEdge(edge, { note: { seq, reason, detail } });
}

function foldEdge(draft: ViewDraft, event: Extract<RunEvent, { type: 'edge_selected' }>): void {
  const { edge, to, loop, iteration, max, resets = [] } = event.data;
  draft.countEdge(edge);
  draft.changeEdge(edge, { taken_seq: event.seq });
  noteEdges(draft, event.seq, event.data.notes);
  const branch = event.branch_id ?? 'main';
  draft.changeBranch(branch, (known) => (known.last_node === to ? known : { ...known, last_node: to }));
  if (loop !== undefined) {
    draft.changeLoop(loop, branch, (known) => ({
      ...known,
      iteration: iteration ?? known.iteration + 1,
      max: max ?? known.max,
      traversals: known.traversals + 1,
    }));
  }
  for (const reset of resets) {
    draft.changeLoop(reset, branch, (known) => ({ ...known, iteration: 0, activation: known.activation + 1 }));
  }
}
