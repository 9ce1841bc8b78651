// The fold of fan-outs: branches begin, end, are merged (R-FAN-04…10). Reads only state and event (R-CORE-06).
import {
  branchOf,
  descendantsDeepestFirst,
  fanOutOf,
  innerFanOut,
  placeBranch,
  refile,
  removeBranch,
} from './branchTree.ts';
import type { EventOf, FailedBranch } from './events.ts';
import { splitBranchId } from './ids.ts';
import { merged } from './merge.ts';
import { deleteIn, getIn, setIn } from './persistentMap.ts';
import { emptyScope, MAIN, type Arrival, type BranchState, type FanOutState, type RunState } from './state.ts';

export type BranchEvent = EventOf<
  'fan_out_started' | 'branch_started' | 'branch_finished' | 'fan_out_aborted' | 'join_ready'
>;

export function applyBranch(state: RunState, event: BranchEvent): RunState {
  switch (event.type) {
    case 'fan_out_started':
      return fanOutStarted(state, event);
    case 'branch_started':
      return branchStarted(state, event);
    case 'branch_finished':
      return branchFinished(state, event);
    case 'fan_out_aborted':
      return changedFanOut(state, event.data.fan_out, () => ({ aborted: event.data.branch_id }));
    case 'join_ready':
      return joinReady(state, event);
    default:
      return event satisfies never;
  }
}

function fanOutStarted(state: RunState, event: EventOf<'fan_out_started'>): RunState {
  const { fan_out, convergence, explicit, strategy, branches, edges, targets } = event.data;
  const parent = branchOf(state, event.branch_id ?? MAIN);
  if (parent === undefined) return state;
  const router = event.node_id ?? '';
  const fanOut: FanOutState = {
    id: fan_out,
    router,
    parent: parent.id,
    convergence,
    explicit,
    strategy,
    branches,
    edges,
    targets,
    live: branches.length,
    started: 0,
    aborted: null,
  };
  const child_ids: Record<string, number> = { ...parent.child_ids };
  for (const id of branches) {
    const { base, count } = splitBranchId(id);
    child_ids[base] = Math.max(count, Object.hasOwn(child_ids, base) ? (child_ids[base] ?? 0) : 0);
  }
  return placeBranch(
    { ...state, fan_outs: setIn(state.fan_outs, fan_out, fanOut) },
    {
      ...parent,
      child_ids,
      position: { k: 'forked', fan_out, node: router, iteration: event.iteration ?? 0 },
    },
  );
}

function changedFanOut(state: RunState, id: string, change: (fanOut: FanOutState) => Partial<FanOutState>): RunState {
  const fanOut = fanOutOf(state, id);
  if (fanOut === undefined) return state;
  const next = { ...state, fan_outs: setIn(state.fan_outs, id, { ...fanOut, ...change(fanOut) }) };
  return refile(next, fanOut.parent);
}

function branchStarted(state: RunState, event: EventOf<'branch_started'>): RunState {
  const id = event.branch_id ?? MAIN;
  const { fan_out, parent: parentId, from, edge, resumed } = event.data;
  const known = branchOf(state, id);
  if (resumed === true && known?.position.k === 'ended') {
    const revived = placeBranch(state, { ...known, position: known.position.resume });
    return changedFanOut(revived, fan_out, (fanOut) => ({ live: fanOut.live + 1, aborted: null }));
  }
  const parent = branchOf(state, parentId);
  const fanOut = fanOutOf(state, fan_out);
  if (parent === undefined || fanOut === undefined) return state;
  const ordinal = fanOut.branches.indexOf(id);
  const head = event.node_id ?? '';
  const child: BranchState = {
    id,
    parent: parentId,
    fan_out,
    path: [...parent.path, Math.max(0, ordinal)],
    stop: fanOut.convergence,
    head,
    position: { k: 'starting', edge, from, to: head },
    session: parent.session,
    held: [],
    scope: emptyScope(),
    child_ids: {},
  };
  return changedFanOut(placeBranch(state, child), fan_out, (before) => ({ started: before.started + 1 }));
}

function branchFinished(state: RunState, event: EventOf<'branch_finished'>): RunState {
  const branch = branchOf(state, event.branch_id ?? MAIN);
  if (branch === undefined || branch.position.k === 'ended') return state;
  const ended = placeBranch(state, {
    ...branch,
    position: { k: 'ended', ...event.data, resume: branch.position },
  });
  if (branch.fan_out === null) return ended;
  return changedFanOut(ended, branch.fan_out, (fanOut) => ({ live: fanOut.live - 1 }));
}

/** The parent takes over what its branches wrote and stands before the node of the event; the branches are gone (R-FAN-09). */
function joinReady(state: RunState, event: EventOf<'join_ready'>): RunState {
  const fanOut = fanOutOf(state, event.data.fan_out);
  const parent = fanOut === undefined ? undefined : branchOf(state, fanOut.parent);
  if (fanOut === undefined || parent === undefined) return state;
  const node = event.node_id ?? fanOut.convergence;
  const arrivals = presented(state, fanOut);
  const next: BranchState = {
    ...merged(state, parent, fanOut),
    held: [...parent.held, ...arrivals.filter((arrival) => arrival.to !== node)],
    position: {
      k: 'entering',
      node,
      via: arrivals.filter((arrival) => arrival.to === node),
      convergence: {
        fan_out: fanOut.id,
        router: fanOut.router,
        strategy: fanOut.strategy,
        failed: failedBranches(state, fanOut),
      },
    },
  };
  return placeBranch(discarded(state, fanOut), next);
}

/** Edges that the ended branches bring along, in edge order; what inner branches handed up comes first. */
export function presented(state: RunState, fanOut: FanOutState): readonly Arrival[] {
  return fanOut.branches.flatMap((id) => {
    const branch = branchOf(state, id);
    if (branch === undefined || branch.position.k !== 'ended') return [];
    const { status, resume } = branch.position;
    if (status === 'failed' || status === 'cancelled') return [];
    const own = status === 'done' || resume.k !== 'entering' ? [] : resume.via;
    return [...branch.held, ...own];
  });
}

/** Failed branches in edge order, a branch before the inner ones that made it fail (R-FAN-11). */
export function failedBranches(state: RunState, fanOut: FanOutState): readonly FailedBranch[] {
  const failed: FailedBranch[] = [];
  const pending = [...fanOut.branches].reverse();
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    const branch = branchOf(state, id);
    if (branch === undefined || branch.position.k !== 'ended' || branch.position.status !== 'failed') continue;
    const { at = '', code = 'EXECUTION_FAILED', error = '' } = branch.position;
    failed.push({ branch_id: id, node_id: at, code, error });
    const inner = innerFanOut(branch.position);
    if (inner !== null) pending.push(...[...(fanOutOf(state, inner)?.branches ?? [])].reverse());
  }
  return failed;
}

/** Removes the branches of a settled fan-out with all that hangs below; questions nobody will read are void. */
function discarded(state: RunState, fanOut: FanOutState): RunState {
  let next = state;
  for (const branch of descendantsDeepestFirst(state, fanOut.id)) {
    next = voided(removeBranch(next, branch.id), branch);
    const inner = innerFanOut(branch.position);
    if (inner !== null) next = { ...next, fan_outs: deleteIn(next.fan_outs, inner) };
  }
  return { ...next, fan_outs: deleteIn(next.fan_outs, fanOut.id) };
}

function voided(state: RunState, branch: BranchState): RunState {
  const at = branch.position.k === 'ended' ? branch.position.resume : branch.position;
  if (at.k !== 'open' || at.interaction === undefined) return state;
  const interaction = getIn(state.interactions, at.interaction);
  if (interaction?.status !== 'open') return state;
  return { ...state, interactions: setIn(state.interactions, interaction.id, { ...interaction, status: 'void' }) };
}
