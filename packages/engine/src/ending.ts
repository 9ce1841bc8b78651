// How attempts, activations and branches end: results recorded, failures handed to whoever has to judge them (§2.1, R-FAN-05…08).
import { sha256 } from '@iterion/dsl';
import { branchOf, chainOf, descendantsDeepestFirst, fanOutOf, innerFanOut } from './branchTree.ts';
import { usageTotals } from './budget.ts';
import type { RunError } from './effects.ts';
import type { BranchStatus, EventData, EventPlace, InterruptReason } from './events.ts';
import { iterationOf } from './ids.ts';
import { canonicalJson } from './json.ts';
import { getIn } from './persistentMap.ts';
import { MAIN, type BranchState } from './state.ts';
import { atNode, emit, inBranch, type Work } from './work.ts';

/** Records the result of the open attempt and publishes it (R-CORE-17). */
export function finishNode(work: Work, branchId: string, data: EventData['node_finished']): void {
  const branch = branchOf(work.state, branchId);
  if (branch?.position.k !== 'open') return;
  const { node, iteration, attempt, convergence } = branch.position;
  const failed = convergence?.strategy === 'best_effort' ? { _failed_branches: convergence.failed } : {};
  emit(work, inBranch(branch, node, iteration, attempt), {
    type: 'node_finished',
    data: { ...data, ...failed },
  });
  publish(work, branchId);
}

/** Writes the artifact of a finished activation, once; true when there was one to write. */
export function publish(work: Work, branchId: string): boolean {
  const branch = branchOf(work.state, branchId);
  if (branch?.position.k !== 'finished' || branch.position.published) return false;
  const { node, iteration, attempt } = branch.position;
  const name = work.graph.nodes.get(node)?.publish;
  if (name === undefined) return false;
  const version = getIn(work.state.artifact_versions, node) ?? 0;
  const value = getIn(branch.scope.outputs, node) ?? null;
  emit(work, inBranch(branch, node, iteration, attempt), {
    type: 'artifact_written',
    data: { publish: name, version, sha256: sha256(canonicalJson(value)) },
  });
  return true;
}

/** The open attempt fails for good (R-REC-09); what that means for branch and run is decided when the branch is visited. */
export function failNode(work: Work, branchId: string, error: RunError): void {
  const branch = branchOf(work.state, branchId);
  if (branch?.position.k !== 'open') return;
  const { node, iteration, attempt } = branch.position;
  emit(work, inBranch(branch, node, iteration, attempt), {
    type: 'node_failed',
    data: {
      code: error.code,
      error: error.message,
      ...(error.hint === undefined ? {} : { hint: error.hint }),
      ...(error.cause === undefined ? {} : { cause: error.cause }),
      ...(error.details === undefined ? {} : { details: error.details }),
      attempts: attempt,
    },
  });
}

/** Closes the open attempt without result; another one may follow. */
export function interruptNode(work: Work, branchId: string, reason: InterruptReason): void {
  const branch = branchOf(work.state, branchId);
  if (branch?.position.k !== 'open') return;
  const { node, iteration, attempt } = branch.position;
  emit(work, inBranch(branch, node, iteration, attempt), { type: 'node_interrupted', data: { reason } });
}

/** The branch cannot go on: the run fails on `main`, elsewhere the branch, and under wait_all its siblings are called off. */
export function failBranch(work: Work, branchId: string, error: RunError): void {
  const branch = branchOf(work.state, branchId);
  if (branch === undefined || branch.position.k === 'ended') return;
  const at = error.node_id ?? standsAt(branch);
  if (branch.fan_out === null) {
    failRun(work, error, at);
    return;
  }
  endBranch(work, branch, 'failed', {
    at,
    code: error.code,
    error: error.message,
    ...(error.cause === undefined ? {} : { cause: error.cause }),
  });
  const fanOut = fanOutOf(work.state, branch.fan_out);
  if (fanOut?.strategy !== 'wait_all' || fanOut.aborted !== null) return;
  emit(work, inBranch(fanOut.parent, fanOut.router, iterationOf(fanOut.id)), {
    type: 'fan_out_aborted',
    data: { fan_out: fanOut.id, branch_id: branchId, code: error.code },
  });
  cancelBelow(work, fanOut.id);
}

export function failRun(work: Work, error: RunError, at: string | undefined, resumable = true): void {
  emit(work, at === undefined ? {} : placeOnMain(work, at), {
    type: 'run_failed',
    data: {
      code: error.code,
      error: error.message,
      ...(error.hint === undefined ? {} : { hint: error.hint }),
      ...(error.cause === undefined ? {} : { cause: error.cause }),
      ...(error.details === undefined ? {} : { details: error.details }),
      resumable,
      usage: usageTotals(work.state, work.now),
    },
  });
}

/** With its iteration where `main` stands at the node or before it; what failed in a branch is told by the cause. */
function placeOnMain(work: Work, node: string): EventPlace {
  const main = branchOf(work.state, MAIN);
  const position = main?.position;
  if (main === undefined || position === undefined) return inBranch(MAIN, node);
  const before = position.k === 'forked' ? fanOutOf(work.state, position.fan_out)?.convergence : undefined;
  const here = before === node || ('node' in position && position.node === node);
  return here ? atNode(main, node) : inBranch(MAIN, node);
}

type EndData = Omit<EventData['branch_finished'], 'status'>;

export function endBranch(work: Work, branch: BranchState, status: BranchStatus, data: EndData = {}): void {
  emit(work, inBranch(branch, branch.head ?? undefined), { type: 'branch_finished', data: { status, ...data } });
}

/**
 * Ends everything below a fan-out as cancelled, deepest first (R-FAN-07). Branches whose attempt the host still carries out
 * follow when it has closed; so does whoever stands still for them.
 */
export function cancelBelow(work: Work, fanOut: string): void {
  for (const { id } of descendantsDeepestFirst(work.state, fanOut)) cancelBranch(work, id);
}

/** True when the branch could be ended now. */
export function cancelBranch(work: Work, id: string): boolean {
  const branch = branchOf(work.state, id);
  if (branch === undefined || branch.position.k === 'ended') return false;
  const { position } = branch;
  if (position.k === 'open' && position.phase === 'executing') return false;
  const inner = innerFanOut(position);
  if (inner !== null && liveStarted(work, inner)) return false;
  if (work.state.stopping === null && asksPerson(work, branch) && isFinal(work, branch))
    interruptNode(work, id, 'sibling_failed');
  endBranch(work, branch, 'cancelled', { at: standsAt(branch) });
  return true;
}

/** A human node whose attempt is open: it may stay so while the run can still come back to it (R-CORE-03). */
function asksPerson(work: Work, { position }: BranchState): boolean {
  if (position.k !== 'open' || position.phase !== 'waiting_human' || position.interaction === undefined) return false;
  return getIn(work.state.interactions, position.interaction)?.kind === 'human';
}

/** Below a tolerant fan-out a cancelled branch does not come back (R-FAN-15). */
function isFinal(work: Work, branch: BranchState): boolean {
  return chainOf(work.state, branch.id).some(
    (at) => at.fan_out !== null && fanOutOf(work.state, at.fan_out)?.strategy === 'best_effort',
  );
}

/** Whether a branch of the fan-out has begun and not ended. */
function liveStarted(work: Work, id: string): boolean {
  return (fanOutOf(work.state, id)?.branches ?? []).some((child) => {
    const branch = branchOf(work.state, child);
    return branch !== undefined && branch.position.k !== 'ended';
  });
}

function standsAt(branch: BranchState): string {
  const { position } = branch;
  switch (position.k) {
    case 'starting':
      return position.to;
    case 'ended':
      return position.at ?? '';
    default:
      return position.node;
  }
}
