// What ought to be in progress (R-CORE-08): one effect per open executing attempt that nothing has called off, and the next time at
// which the core wants to be asked. The host starts what is missing and aborts the rest; nothing else starts or stops work.
import type { CompiledGraph } from '@iterion/dsl';
import { branchOf } from './branchTree.ts';
import { concurrency, durationDeadline } from './budget.ts';
import { condemnation } from './condemned.ts';
import type { Effect, Millis } from './effects.ts';
import { indexOf, type GraphIndex } from './graphIndex.ts';
import { effectId } from './ids.ts';
import { requestOf, type RequestResult } from './requests.ts';
import { sessionOf } from './sessions.ts';
import type { BranchState, OpenPosition, RunState } from './state.ts';
import { millisOf } from './time.ts';

export interface Wants {
  readonly effects: Effect[];
  readonly wakeAt: Millis | null;
}

export function wants(graph: CompiledGraph, state: RunState): Wants {
  if (state.status !== 'running') return { effects: [], wakeAt: null };
  const index = indexOf(graph);
  const effects: Effect[] = [];
  for (const id of state.index.executing) {
    const branch = branchOf(state, id);
    if (branch?.position.k !== 'open' || condemnation(state, id, branch.position) !== null) continue;
    const effect = effectOf(index, state, branch, branch.position);
    if (effect !== null) effects.push(effect);
  }
  return { effects, wakeAt: wakeAt(state) };
}

function effectOf(graph: GraphIndex, state: RunState, branch: BranchState, open: OpenPosition): Effect | null {
  const { node, iteration, attempt, effect: kind, input } = open;
  const result = remembered(graph, state, branch, open);
  if (kind === undefined || !result.ok) return null;
  return {
    id: effectId(branch.id, node, iteration, attempt),
    kind,
    branch: branch.id,
    node,
    iteration,
    attempt,
    input,
    request: result.request,
    session: sessionOf(state, branch.id, graph.nodes.get(node), open),
    writer: open.writer,
    allowance: allowanceOf(state),
  };
}

// The request of an open attempt does not change while it is open (RQ-1), so it is rendered once per position object. As with the
// graph's index, remembering a pure function's value cannot be told from computing it again.
const requests = new WeakMap<GraphIndex, WeakMap<OpenPosition, RequestResult>>();

function remembered(graph: GraphIndex, state: RunState, branch: BranchState, open: OpenPosition): RequestResult {
  const known = requests.get(graph) ?? new WeakMap<OpenPosition, RequestResult>();
  requests.set(graph, known);
  const before = known.get(open);
  if (before !== undefined) return before;
  const result = requestOf(graph, state, branch.id, {
    node: open.node,
    input: open.input,
    reserved: open.reserved,
    answered: open.answered,
    compact: open.compact === true,
  });
  known.set(open, result);
  return result;
}

/** What is left of the budget, for backends that keep to it themselves (R-BUDGET-08, R-BUDGET-09). */
function allowanceOf(state: RunState): Effect['allowance'] {
  const { max_tokens: tokens, max_cost_usd: cost } = state.limits;
  const deadline = durationDeadline(state)?.end;
  return {
    ...(tokens === undefined || tokens === null ? {} : { tokens: Math.max(0, tokens - state.usage.tokens) }),
    ...(cost === undefined || cost === null ? {} : { cost_usd: Math.max(0, cost - state.usage.cost_usd) }),
    ...(deadline === undefined ? {} : { deadline }),
  };
}

/** The earliest retry, or the time at which the active time runs out or its warning is due. */
function wakeAt(state: RunState): Millis | null {
  const times: Millis[] = [];
  // While no slot is free a retry that is due waits for one: what frees a slot is an input anyway.
  if (state.stopping === null && state.index.executing.length < concurrency(state)) {
    for (const id of state.index.ready) {
      const position = branchOf(state, id)?.position;
      if (position?.k === 'open' && position.phase === 'waiting' && position.not_before !== undefined) {
        times.push(millisOf(position.not_before));
      }
    }
  }
  const deadline = durationDeadline(state);
  const { stopping } = state;
  if (deadline !== null && (stopping === null || (stopping.action === 'budget' && stopping.dimension !== 'duration'))) {
    times.push(Math.ceil(deadline.end));
    if (deadline.warning !== null) times.push(Math.ceil(deadline.warning));
  }
  return times.length === 0 ? null : Math.min(...times);
}
