// What a parent takes over from its ended branches (R-FAN-09): a function of edge order, never of time.
import { branchOf } from './branchTree.ts';
import { append, last, toArray } from './persistentList.ts';
import { entriesOf, getIn, setIn, type PersistentMap } from './persistentMap.ts';
import type { BranchScope, BranchState, FanOutState, History, LoopState, RunState } from './state.ts';

/** The parent with the merged scope and session register; its position is left alone. */
export function merged(state: RunState, parent: BranchState, fanOut: FanOutState): BranchState {
  const children = fanOut.branches
    .map((id) => branchOf(state, id))
    .filter((child) => child !== undefined)
    .filter((child) => child.position.k === 'ended' && ['arrived', 'left', 'done'].includes(child.position.status));
  const arrived = children.filter((child) => child.position.k === 'ended' && child.position.status === 'arrived');
  const [only] = arrived;
  return {
    ...parent,
    session: arrived.length === 1 && only !== undefined ? only.session : null,
    scope: children.reduce((scope, child) => joined(scope, child.scope), {
      ...parent.scope,
      loops: mergedLoops(parent.scope.loops, children),
    }),
  };
}

function joined(into: BranchScope, from: BranchScope): BranchScope {
  return {
    outputs: overlaid(into.outputs, from.outputs, (_, later) => later),
    meta: overlaid(into.meta, from.meta, (_, later) => later),
    history: overlaid(into.history, from.history, continued),
    artifacts: overlaid(into.artifacts, from.artifacts, (before, later) => ({
      ...later,
      since: Math.min(before?.since ?? later.since, later.since),
    })),
    iterations: into.iterations,
    loops: into.loops,
    round_robin: overlaid(into.round_robin, from.round_robin, (before, later) => Math.max(before ?? 0, later)),
  };
}

function overlaid<V>(
  into: PersistentMap<V>,
  from: PersistentMap<V>,
  combine: (before: V | undefined, later: V) => V,
): PersistentMap<V> {
  let result = into;
  for (const [key, value] of entriesOf(from)) result = setIn(result, key, combine(getIn(result, key), value));
  return result;
}

function continued(before: History | undefined, later: History): History {
  if (before === undefined) return later;
  let entries = before.entries;
  let ordered = before.ordered && later.ordered;
  for (const entry of toArray(later.entries)) {
    const previous = last(entries)?.loops ?? {};
    if (Object.entries(entry.loops).some(([name, activation]) => (previous[name] ?? 0) > activation)) ordered = false;
    entries = append(entries, entry);
  }
  return { entries, ordered };
}

/** The furthest counter; the outputs that it remembers are those of the last branch that traversed the loop. */
function mergedLoops(before: PersistentMap<LoopState>, children: readonly BranchState[]): PersistentMap<LoopState> {
  const furthest = new Map<string, LoopState>();
  for (const child of children) {
    for (const [name, loop] of entriesOf(child.scope.loops)) {
      const known = furthest.get(name);
      const ahead = known === undefined || compare(known, loop) <= 0;
      const { activation, count } = ahead ? loop : known;
      furthest.set(name, { activation, count, previous: loop.previous, current: loop.current });
    }
  }
  let loops = before;
  for (const [name, loop] of furthest) loops = setIn(loops, name, loop);
  return loops;
}

function compare(a: LoopState, b: LoopState): number {
  return a.activation - b.activation || a.count - b.count;
}
