// The one mutable thing of a step, never seen outside it: the events made so far and the state after them. `emit` is the only way
// to change it, so that the returned state is the fold of the returned events (R-CORE-07).
import { apply } from './apply.ts';
import { branchOf } from './branchTree.ts';
import type { Millis } from './effects.ts';
import type { AnyDraft, EventPlace, EventType, RunEvent } from './events.ts';
import type { GraphIndex } from './graphIndex.ts';
import { getIn } from './persistentMap.ts';
import { MAIN, type BranchState, type RunState } from './state.ts';
import { timestampOf } from './time.ts';

export interface Work {
  readonly graph: GraphIndex;
  readonly now: Millis;
  state: RunState;
  readonly events: RunEvent[];
  /** Branches that the events concern, and parents whose branches ended: who may move now though it could not before. */
  readonly touched: Set<string>;
}

export function emit(work: Work, at: EventPlace, draft: AnyDraft<EventType>): void {
  const event = eventOf(work.state, at, draft, work.now);
  work.events.push(event);
  work.state = apply(work.state, event);
  const branch = event.branch_id ?? MAIN;
  work.touched.add(branch);
  const parent = event.type === 'branch_finished' ? branchOf(work.state, branch)?.parent : null;
  if (parent !== null && parent !== undefined) work.touched.add(parent);
}

/** The event as it would be appended next: `seq` continues, `timestamp` is now (R-CORE-07). */
export function eventOf(state: RunState, at: EventPlace, draft: AnyDraft<EventType>, now: Millis): RunEvent {
  return {
    seq: state.last_seq + 1,
    timestamp: timestampOf(now),
    type: draft.type,
    run_id: state.run_id,
    ...at,
    data: draft.data,
  } as RunEvent;
}

/** The envelope of what concerns a node at which the branch stands, or which it is about to enter (R-STORE-06, mark N). */
export function atNode(branch: BranchState, node: string): EventPlace {
  const { position, scope } = branch;
  const stands = (position.k === 'open' || position.k === 'finished') && position.node === node;
  return inBranch(branch, node, stands ? position.iteration : (getIn(scope.iterations, node) ?? 0));
}

/** The envelope of a branch; `branch_id` is absent on `main` (R-STORE-05). */
export function inBranch(
  branch: BranchState | string,
  node?: string,
  iteration?: number,
  attempt?: number,
): EventPlace {
  const id = typeof branch === 'string' ? branch : branch.id;
  return {
    ...(id === MAIN ? {} : { branch_id: id }),
    ...(node === undefined ? {} : { node_id: node }),
    ...(iteration === undefined ? {} : { iteration }),
    ...(attempt === undefined ? {} : { attempt }),
  };
}
