// The order inside a step (R-CORE-11): branches are visited in tree order, each going as far as it can; then settled fan-outs are
// closed, deepest first; the pass repeats until nothing moves; then the rules of the run apply.
//  PA-1  After a step nothing can move, so the next one visits only branches that its events concern, and those that wait for a
//        slot when one is free: a step costs what it moves, not what stands by (R-CORE-13).
import { settle } from './branches.ts';
import { branchOf, comparePaths, fanOutOf, isCondemned, lowerBound } from './branchTree.ts';
import { concurrency, excess } from './budget.ts';
import { condemnation } from './condemned.ts';
import { interruptNode } from './ending.ts';
import { MAIN, type OpenPosition, type RunState } from './state.ts';
import { applyRunRules } from './stopping.ts';
import { visit } from './visit.ts';
import type { Work } from './work.ts';

/** As far as possible without an outside result; `everyone` when it is not known that nothing could move before. */
export function advance(work: Work, everyone: boolean): void {
  if (everyone) for (const id of work.state.index.ready) work.touched.add(id);
  while (work.state.status === 'running' && work.state.stopping === null) {
    const visited = visitAll(work);
    const closed = closeFanOuts(work);
    const released = releaseUnseen(work);
    if (!visited && !closed && !released) break;
  }
  applyRunRules(work);
  if (releaseUnseen(work)) applyRunRules(work);
}

/** Who may move, in tree order; branches that start meanwhile have their turn in the same pass. */
function visitAll(work: Work): boolean {
  let moved = false;
  let last: readonly number[] | null = null;
  for (;;) {
    const id = next(work, last);
    const branch = id === undefined ? undefined : branchOf(work.state, id);
    if (id === undefined || branch === undefined) return moved;
    last = branch.path;
    if (visit(work, id)) moved = true;
  }
}

/** The next branch behind `path`: any that is ready while a slot is free or the budget has to refuse, else one that was touched. */
function next(work: Work, path: readonly number[] | null): string | undefined {
  const { state } = work;
  const { ready, executing } = state.index;
  const open = executing.length < concurrency(state) || excess(state, work.now) !== null;
  if (!open && work.touched.size <= FEW) return nextTouched(work, path);
  for (let at = behind(state, path); at < ready.length; at += 1) {
    const id = ready[at];
    if (id !== undefined && (open || work.touched.has(id))) return id;
  }
  return undefined;
}

/** Up to here the touched branches are compared one by one instead of walking along all that are ready. */
const FEW = 32;

function nextTouched(work: Work, path: readonly number[] | null): string | undefined {
  let best: { readonly id: string; readonly path: readonly number[] } | undefined;
  for (const id of work.touched) {
    const branch = branchOf(work.state, id);
    if (branch === undefined || !isReady(work.state, id, branch.path)) continue;
    if (path !== null && comparePaths(branch.path, path) <= 0) continue;
    if (best === undefined || comparePaths(branch.path, best.path) < 0) best = branch;
  }
  return best?.id;
}

function isReady(state: RunState, id: string, path: readonly number[]): boolean {
  const { ready } = state.index;
  return ready[lowerBound(state, ready, path)] === id;
}

/** The place of the first ready branch behind `path` in tree order. */
function behind(state: RunState, path: readonly number[] | null): number {
  const { ready } = state.index;
  if (path === null) return 0;
  const at = lowerBound(state, ready, path);
  const found = branchOf(state, ready[at] ?? '');
  return found !== undefined && comparePaths(found.path, path) === 0 ? at + 1 : at;
}

/** Closes the fan-outs whose branches have all ended, deepest first. */
function closeFanOuts(work: Work): boolean {
  const settled = [...work.touched]
    .flatMap((id) => {
      const branch = branchOf(work.state, id);
      const fanOut = branch?.position.k === 'forked' ? fanOutOf(work.state, branch.position.fan_out) : undefined;
      return fanOut?.live === 0 && branch !== undefined ? [{ fanOut, path: branch.path }] : [];
    })
    .toSorted((a, b) => b.path.length - a.path.length || comparePaths(a.path, b.path));
  let closed = false;
  for (const { fanOut } of settled) {
    if (work.state.status !== 'running' || isCondemned(work.state, fanOut.parent)) continue;
    settle(work, fanOut);
    closed = true;
  }
  return closed;
}

/**
 * Closes attempts that were opened and called off in this very step: the host never learns of them, so nobody else would
 * (R-CORE-08).
 */
function releaseUnseen(work: Work): boolean {
  if (work.state.stopping === null && !work.events.some((event) => event.type === 'fan_out_aborted')) return false;
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
