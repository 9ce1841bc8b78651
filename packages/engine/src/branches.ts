// Fan-outs as decisions (§2.5): which branches start, how a branch ends before its stop node, when a fan-out is settled and what
// follows for its parent. BR-1: a fan-out is settled at most once, after all its branches ended (I-5, R-FAN-06). BR-2: what is
// decided depends on edge order, never on completion order.
import type { Edge, RouterNode } from '@iterion/dsl';
import { apply } from './apply.ts';
import { failedBranches, presented } from './applyBranch.ts';
import { branchOf, fanOutOf, readUp } from './branchTree.ts';
import type { RunError } from './effects.ts';
import { endBranch, failBranch } from './ending.ts';
import type { EventData, FailedBranch } from './events.ts';
import { activationId, branchIds, iterationOf } from './ids.ts';
import { contributionOf, stopAt } from './inputs.ts';
import { requiredMissing } from './instantNodes.ts';
import { getIn } from './persistentMap.ts';
import { edgeData, takeEdge, type Choice } from './routing.ts';
import type {
  BranchState,
  EnteringPosition,
  FanOutState,
  FinishedPosition,
  RunState,
  StartingPosition,
} from './state.ts';
import { atNode, emit, eventOf, inBranch, type Work } from './work.ts';

/** Records the traversal of an edge; into a stop node together with what it contributes there (R-FAN-05). */
export function traverse(work: Work, branch: BranchState, choice: Choice): boolean {
  const data = edgeData(work.graph, choice);
  const place = inBranch(branch, choice.edge.from, sourceIteration(work.state, branch));
  if (stopAt(work.state, branch.id, choice.edge.to) === null) {
    emit(work, place, { type: 'edge_selected', data });
    return true;
  }
  // The contribution is evaluated after the traversal was counted (R-EDGE-11).
  const counted = apply(work.state, eventOf(work.state, place, { type: 'edge_selected', data }, work.now));
  const contribution = contributionOf(work.graph, counted, branch.id, choice.edge);
  if (!contribution.ok) {
    failBranch(work, branch.id, { ...contribution.error, node_id: choice.edge.from });
    return true;
  }
  emit(work, place, {
    type: 'edge_selected',
    data: {
      ...data,
      contribution: contribution.value,
      ...(contribution.mapped.length === 0 ? {} : { mapped: contribution.mapped }),
    },
  });
  return true;
}

/** Of the node that the branch leaves; for its first edge that of the router, which stands in its parent. */
function sourceIteration(state: RunState, branch: BranchState): number | undefined {
  if (branch.position.k === 'finished') return branch.position.iteration;
  const router = branch.parent === null ? undefined : branchOf(state, branch.parent)?.position;
  return router?.k === 'forked' ? iterationOf(router.fan_out) : undefined;
}

/** The router's edges fire: the children are named and the parent stands still (R-FAN-04). */
export function fork(
  work: Work,
  branch: BranchState,
  position: FinishedPosition,
  router: RouterNode,
  firing: { readonly fired: readonly Choice[]; readonly notes: EventData['fan_out_started']['notes'] },
): void {
  const { graph } = work;
  const compiled = graph.fanOuts.get(router.id);
  const targets = firing.fired.map(({ edge }) => edge.to);
  const unsafe = unsafeWriters(work, router.id, firing.fired);
  if (unsafe !== null) {
    failBranch(work, branch.id, unsafe);
    return;
  }
  emit(work, inBranch(branch, router.id, position.iteration), {
    type: 'fan_out_started',
    data: {
      fan_out: activationId(branch.id, router.id, position.iteration),
      convergence: compiled?.convergence ?? 'done',
      explicit: compiled?.explicit ?? false,
      strategy: compiled?.strategy ?? 'wait_all',
      branches: branchIds(branch, router.id, targets),
      edges: firing.fired.map(({ edge }) => edge.id),
      targets,
      mode: router.mode === 'llm' ? 'llm' : 'fan_out_all',
      ...(firing.notes === undefined || firing.notes.length === 0 ? {} : { notes: firing.notes }),
    },
  });
}

/** R-FAN-17: under `refuse` two branches with writers do not start. */
function unsafeWriters(work: Work, router: string, fired: readonly Choice[]): RunError | null {
  const { state, graph } = work;
  if (state.workspace_safety !== 'refuse' || state.simulated !== null) return null;
  const branches = graph.fanOuts.get(router)?.branches ?? [];
  const writers = fired.flatMap(({ edge }) => {
    const nodes = branches.find((branch) => branch.edge === edge.id)?.nodes ?? [];
    const writer = nodes.find((id) => graph.nodes.get(id)?.writer === true);
    return writer === undefined ? [] : [writer];
  });
  const [first, second] = writers;
  if (first === undefined || second === undefined) return null;
  return {
    code: 'WORKSPACE_SAFETY',
    message: `${first} and ${second} would write to the workspace at the same time`,
    node_id: router,
    hint: 'make one of them readonly, or set workspace_safety: serialize',
    details: { writers: [first, second] },
  };
}

/** Starts the branches that have not begun, each with its first edge. */
export function startChildren(work: Work, fanOutId: string): boolean {
  const fanOut = fanOutOf(work.state, fanOutId);
  if (fanOut === undefined || fanOut.started >= fanOut.branches.length) return false;
  for (const [index, id] of fanOut.branches.entries()) {
    if (branchOf(work.state, id) !== undefined) continue;
    emit(work, inBranch(id, fanOut.targets[index] ?? ''), {
      type: 'branch_started',
      data: { fan_out: fanOut.id, parent: fanOut.parent, from: fanOut.router, edge: fanOut.edges[index] ?? '' },
    });
    const child = branchOf(work.state, id);
    if (child?.position.k === 'starting') takeFirstEdge(work, child, child.position);
  }
  return true;
}

/** The edge by which the router reached a new branch. */
export function takeFirstEdge(work: Work, branch: BranchState, position: StartingPosition): boolean {
  const edge = work.graph.edges.get(position.edge) ?? standIn(position);
  const output = readUp(work.state, branch.id, (scope) => scope.outputs, position.from) ?? null;
  const source = { branch: branch.id, node: position.from, output };
  const selection = takeEdge(work.graph, work.state, source, edge);
  if (!selection.ok) {
    failBranch(work, branch.id, selection.error);
    return true;
  }
  return traverse(work, branch, selection.choice);
}

/** An edge that the file no longer has, as the log remembers it. */
function standIn(position: StartingPosition): Edge {
  const nowhere = { line: 0, column: 0, offset: 0 };
  return {
    id: position.edge,
    index: 0,
    ordinal: 1,
    from: position.from,
    to: position.to,
    range: { start: nowhere, end: nowhere },
    known: true,
    back: false,
    leaves: [],
  };
}

/** Ends the branch when it stands before a stop node or a terminal (R-FAN-05); true when it did. */
export function endBeforeStop(work: Work, branch: BranchState, position: EnteringPosition): boolean {
  if (branch.fan_out === null) return false;
  const stop = stopAt(work.state, branch.id, position.node);
  if (stop === 'own') {
    endBranch(work, branch, 'arrived', { join_node: position.node });
    return true;
  }
  if (stop === 'enclosing') {
    endBranch(work, branch, 'left', { join_node: position.node });
    return true;
  }
  const kind = work.graph.nodes.get(position.node)?.kind;
  if (kind === 'done') {
    endBranch(work, branch, 'done');
    return true;
  }
  if (kind !== 'fail') return false;
  failBranch(work, branch.id, {
    code: 'EXECUTION_FAILED',
    message: 'the branch reached fail',
    node_id: position.node,
    hint: 'fork the run before the node that led to fail',
  });
  return true;
}

type Verdict = { readonly ok: true; readonly node: string } | { readonly ok: false; readonly error: RunError };

/** Closes a fan-out whose branches have all ended: merge and go on, or fail the parent (R-FAN-07…R-FAN-12). */
export function settle(work: Work, fanOut: FanOutState): void {
  const verdict = judge(work, fanOut);
  if (!verdict.ok) {
    failBranch(work, fanOut.parent, verdict.error);
    return;
  }
  const failed = failedBranches(work.state, fanOut);
  const required = requiredOf(work, fanOut);
  const parent = branchOf(work.state, fanOut.parent);
  emit(work, parent === undefined ? inBranch(fanOut.parent, verdict.node) : atNode(parent, verdict.node), {
    type: 'join_ready',
    data: {
      fan_out: fanOut.id,
      strategy: fanOut.strategy,
      branches: fanOut.branches.map((id) => ({ branch_id: id, status: statusOf(work, id) })),
      ...(required.length === 0 ? {} : { required }),
      ...(failed.length === 0 ? {} : { failed_branches: failed.map((branch) => branch.branch_id) }),
      ...(verdict.node === 'done' ? { terminal_join: true } : {}),
    },
  });
}

/** Where the parent goes on, or why it cannot. */
export function judge(work: Work, fanOut: FanOutState): Verdict {
  const { state } = work;
  const statuses = fanOut.branches.map((id) => statusOf(work, id));
  const failed = failedBranches(state, fanOut);
  if (fanOut.aborted !== null || (fanOut.strategy === 'wait_all' && failed.length > 0)) {
    return { ok: false, error: joinFailed(fanOut, failed, fanOut.aborted) };
  }
  const missing = requiredOf(work, fanOut).filter((id) => !hasFinished(work, fanOut, id));
  if (missing.length > 0) {
    const cause = causeOf(failed[0]);
    return {
      ok: false,
      error: { ...requiredMissing(fanOut.convergence, missing), ...(cause === undefined ? {} : { cause }) },
    };
  }
  if (statuses.includes('arrived')) return { ok: true, node: fanOut.convergence };
  if (statuses.includes('left')) return { ok: true, node: nearestHeld(work, fanOut) };
  if (statuses.includes('done')) return { ok: true, node: 'done' };
  const kind = work.graph.nodes.get(fanOut.convergence)?.kind;
  const tolerates = fanOut.strategy === 'best_effort' && fanOut.explicit && kind !== 'done' && kind !== 'fail';
  return tolerates
    ? { ok: true, node: fanOut.convergence }
    : { ok: false, error: joinFailed(fanOut, failed, failed[0]?.branch_id ?? null) };
}

function statusOf(work: Work, id: string): EventData['join_ready']['branches'][number]['status'] {
  const position = branchOf(work.state, id)?.position;
  return position?.k === 'ended' ? position.status : 'cancelled';
}

function requiredOf(work: Work, fanOut: FanOutState): readonly string[] {
  const node = work.graph.nodes.get(fanOut.convergence);
  return node?.kind === 'join' ? node.require : [];
}

/** A required node between router and join must have finished in a branch whose data count; another one anywhere in scope (R-FAN-12). */
function hasFinished(work: Work, fanOut: FanOutState, node: string): boolean {
  const inBranches = fanOut.branches.some((id) => {
    const child = branchOf(work.state, id);
    if (child?.position.k !== 'ended') return false;
    const { status } = child.position;
    return status !== 'failed' && status !== 'cancelled' && getIn(child.scope.outputs, node) !== undefined;
  });
  if (inBranches) return true;
  const compiled = work.graph.fanOuts.get(fanOut.router);
  if (compiled?.branches.some((branch) => branch.nodes.includes(node)) === true) return false;
  // Where the parent itself ends before the join, it is an enclosing fan-out that judges the nodes outside this one (R-FAN-14).
  if (stopAt(work.state, fanOut.parent, fanOut.convergence) !== null) return true;
  return readUp(work.state, fanOut.parent, (scope) => scope.outputs, node) !== undefined;
}

/** Of the convergences that branches left for, the one whose fan-out is the innermost around the parent (R-FAN-10). */
function nearestHeld(work: Work, fanOut: FanOutState): string {
  const targets = new Set(presented(work.state, fanOut).map((arrival) => arrival.to));
  for (let at = branchOf(work.state, fanOut.parent); at !== undefined;) {
    if (at.stop !== null && targets.has(at.stop)) return at.stop;
    at = at.parent === null ? undefined : branchOf(work.state, at.parent);
  }
  return fanOut.convergence;
}

function joinFailed(fanOut: FanOutState, failed: readonly FailedBranch[], culprit: string | null): RunError {
  const first = failed.find((branch) => branch.branch_id === culprit) ?? failed[0];
  const cause = causeOf(first);
  return {
    code: 'JOIN_FAILED',
    message:
      first === undefined
        ? `no branch of ${fanOut.router} arrived at ${fanOut.convergence}`
        : `${fanOut.convergence} cannot run: branch ${first.branch_id} failed at ${first.node_id} (${first.code}: ${first.error})`,
    node_id: fanOut.convergence,
    // A branch that reached `fail` would only reach it again (R-RESUME-03).
    hint:
      first?.node_id === 'fail'
        ? 'the workflow sent the branch to fail: change what led there and `fork` the run from before it'
        : 'resume to run the failed branch again; finished branches are kept',
    ...(cause === undefined ? {} : { cause }),
  };
}

function causeOf(failed: FailedBranch | undefined): RunError | undefined {
  if (failed === undefined) return undefined;
  return {
    code: failed.code as RunError['code'],
    message: failed.error,
    node_id: failed.node_id,
    branch_id: failed.branch_id,
  };
}
