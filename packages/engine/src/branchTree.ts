// The tree of branches inside the state: lookup, order, reading along the chain, and the index of who may move.
// B-1: `placeBranch` is the only writer of `branches` and of `index`, so the index always follows the positions.
// B-2: the lists of the index are in tree order, a parent before its children, children in edge order (R-CORE-11).
import { deleteIn, getIn, setIn, type PersistentMap } from './persistentMap.ts';
import type { BranchIndex, BranchScope, BranchState, FanOutState, Position, RunState } from './state.ts';

export function branchOf(state: RunState, id: string): BranchState | undefined {
  return getIn(state.branches, id);
}

export function fanOutOf(state: RunState, id: string): FanOutState | undefined {
  return getIn(state.fan_outs, id);
}

/** The branch and its ancestors, nearest first. */
export function chainOf(state: RunState, id: string): readonly BranchState[] {
  const chain: BranchState[] = [];
  for (
    let at = branchOf(state, id);
    at !== undefined;
    at = at.parent === null ? undefined : branchOf(state, at.parent)
  ) {
    chain.push(at);
  }
  return chain;
}

/** The nearest value of a key along the chain: own writes first, then the ancestors' (§1.1). */
export function readUp<V>(
  state: RunState,
  id: string,
  pick: (scope: BranchScope) => PersistentMap<V>,
  key: string,
): V | undefined {
  for (
    let at = branchOf(state, id);
    at !== undefined;
    at = at.parent === null ? undefined : branchOf(state, at.parent)
  ) {
    const value = getIn(pick(at.scope), key);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** Stores a branch and files it in the index by its position. */
export function placeBranch(state: RunState, branch: BranchState): RunState {
  const branches = setIn(state.branches, branch.id, branch);
  const next = { ...state, branches };
  return { ...next, index: filed(next, branch, groupOf(next, branch)) };
}

export function removeBranch(state: RunState, id: string): RunState {
  const branch = branchOf(state, id);
  if (branch === undefined) return state;
  return { ...state, branches: deleteIn(state.branches, id), index: filed(state, branch, null) };
}

/** Files a branch anew after something outside its position changed: an answer came, or its children ended. */
export function refile(state: RunState, id: string): RunState {
  const branch = branchOf(state, id);
  return branch === undefined ? state : { ...state, index: filed(state, branch, groupOf(state, branch)) };
}

function groupOf(state: RunState, branch: BranchState): Group | null {
  const position = branch.position;
  switch (position.k) {
    case 'starting':
    case 'entering':
    case 'finished':
      return 'ready';
    case 'forked':
      return (fanOutOf(state, position.fan_out)?.live ?? 0) === 0 || unstarted(state, position.fan_out)
        ? 'ready'
        : null;
    case 'ended':
      return null;
    case 'open':
      if (position.phase === 'executing') return position.effect === undefined ? 'ready' : 'executing';
      if (position.phase !== 'waiting_human' || position.interaction === undefined) return 'ready';
      return getIn(state.interactions, position.interaction)?.status === 'open' ? 'waiting' : 'ready';
    default:
      return position satisfies never;
  }
}

function unstarted(state: RunState, id: string): boolean {
  const fanOut = fanOutOf(state, id);
  return fanOut !== undefined && fanOut.started < fanOut.branches.length;
}

type Group = 'ready' | 'executing' | 'waiting';
const GROUPS = ['ready', 'executing', 'waiting'] as const satisfies readonly Group[];

function filed(state: RunState, branch: BranchState, group: Group | null): BranchIndex {
  let index: { [K in Group]: readonly string[] } & { readonly writer: string | null } = state.index;
  for (const name of GROUPS) {
    const list = index[name];
    const at = lowerBound(state, list, branch.path);
    const present = list[at] === branch.id;
    if (present === (name === group)) continue;
    index = { ...index, [name]: present ? list.toSpliced(at, 1) : list.toSpliced(at, 0, branch.id) };
  }
  const writer =
    group !== null && writes(branch.position) ? branch.id : index.writer === branch.id ? null : index.writer;
  return writer === index.writer ? index : { ...index, writer };
}

/** A writer gives the workspace back when its attempt closes, but keeps it during a retry delay. */
function writes(position: Position): boolean {
  return position.k === 'open' && position.writer && (position.phase === 'executing' || position.phase === 'waiting');
}

/** The first place in `list` whose branch does not come before `path`. */
export function lowerBound(state: RunState, list: readonly string[], path: readonly number[]): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const id = list[middle];
    const other = id === undefined ? undefined : branchOf(state, id);
    if (other !== undefined && comparePaths(other.path, path) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Tree order: a parent before its children, children in edge order. */
export function comparePaths(a: readonly number[], b: readonly number[]): number {
  for (let index = 0; index < a.length && index < b.length; index += 1) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** The live and ended branches below a fan-out, a parent after its children: the order in which they are ended (R-FAN-07). */
export function descendantsDeepestFirst(state: RunState, fanOut: string): readonly BranchState[] {
  const found: BranchState[] = [];
  const pending = [...(fanOutOf(state, fanOut)?.branches ?? [])];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    const branch = branchOf(state, id);
    if (branch === undefined) continue;
    found.push(branch);
    const inner = innerFanOut(branch.position);
    if (inner !== null) pending.push(...(fanOutOf(state, inner)?.branches ?? []));
  }
  return found.reverse();
}

/** The fan-out for which the branch stands still, or stood when it ended. */
export function innerFanOut(position: Position): string | null {
  const at = position.k === 'ended' ? position.resume : position;
  return at.k === 'forked' ? at.fan_out : null;
}

/** Whether an enclosing fan-out was aborted: the branch starts nothing more (R-FAN-07). */
export function isCondemned(state: RunState, id: string): boolean {
  return chainOf(state, id).some(
    (branch) => branch.fan_out !== null && (fanOutOf(state, branch.fan_out)?.aborted ?? null) !== null,
  );
}
