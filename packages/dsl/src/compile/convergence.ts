// Where the branches of a fan-out meet: L-SEM-20 (R-FAN-02) step by step, the nodes of each branch (L-SEM-22) and the edges that go
// round an explicit convergence (L-SEM-21). Everything is a sweep over the nodes behind the router in topological order of the graph
// without back edges; per node a set tells which heads reach it.
// Invariants: (1) a convergence is a node every attached head reaches, or a terminal; (2) the nodes of a branch are declared nodes
// and never the convergence itself.
import { reach, type Flow } from './flow.ts';

export interface FlowBranch {
  readonly edge: number;
  readonly head: number;
  readonly nodes: readonly number[];
  readonly detached: boolean;
}
export interface FlowFanOut {
  readonly router: number;
  /** Absent when the branches meet in different places (C109). */
  readonly convergence?: number;
  readonly explicit: boolean;
  readonly branches: readonly FlowBranch[];
  /** Edges of attached branches that go round the explicit convergence (C123). */
  readonly around: readonly number[];
  /** Without a convergence: the heads, grouped by what they share (C109). */
  readonly groups: readonly (readonly number[])[];
}

/** What is common to all fan-outs of a graph. */
export interface Forward {
  readonly flow: Flow;
  /** Per node: reaches `done` over edges that are no back edges. */
  readonly reachesDone: readonly boolean[];
  readonly isExplicit: (node: number) => boolean;
}

/** Heads as the bits of a number: bit i is the head of the i-th edge. */
type Heads = bigint;

/** The nodes that the heads reach in G, in topological order, with the heads that reach each. */
type Reached = ReadonlyMap<number, Heads>;

// The `!` below: node and edge numbers are within their lists.
export function fanOut({ flow, reachesDone, isExplicit }: Forward, router: number): FlowFanOut {
  const edges = flow.out[router]!;
  const heads = edges.map((e) => flow.edges[e]!.to);
  // Step 1. Nodes that do not reach `done` are left out when every head does.
  const leaveOut = heads.every((head) => reachesDone[head]);
  const passes = (e: number): boolean =>
    flow.back[e] !== true && (!leaveOut || reachesDone[flow.edges[e]!.to] === true);
  const reached = sweep(flow, heads, passes);

  // Step 2. Heads that share a node other than the terminals are attached, the others detached.
  let attached = 0n;
  for (const [node, by] of reached) if (node < flow.done && (by & (by - 1n)) !== 0n) attached |= by;
  const isAttached = (_: unknown, i: number): boolean => ((attached >> BigInt(i)) & 1n) === 1n;
  const finish = (convergence: number | undefined, explicit: boolean): FlowFanOut => {
    const branches = edges.map((edge, i): FlowBranch => {
      const head = heads[i]!;
      return { edge, head, nodes: branchNodes(flow, head, convergence), detached: !isAttached(edge, i) };
    });
    const groups = convergence === undefined ? groupHeads(heads, reached, flow) : [];
    const around = explicit && convergence !== undefined ? edgesAround(flow, passes, convergence, branches) : [];
    const found = { router, explicit, branches, around, groups };
    return convergence === undefined ? found : { ...found, convergence };
  };
  // Asked of the whole graph: the sweep over a single head ends early.
  if (attached === 0n) return finish(heads.some((head) => reachesDone[head]) ? flow.done : flow.fail, false);

  // Step 3. K: what every attached head reaches.
  const common = new Set<number>();
  for (const [node, by] of reached) if (node < flow.done && (by & attached) === attached) common.add(node);
  if (common.size === 0) return finish(undefined, false);

  // Step 4. P: the first node on every path through H.
  const order: number[] = [];
  for (const [node, by] of reached) if ((by & attached) !== 0n) order.push(node);
  const nearest = firstOnEveryPath(flow, heads.filter(isAttached), order, passes, common) ?? flow.done;

  // Step 5. E: the explicit nodes of K that come before P, or are P. (A node of K that every head reaches without passing P stands
  // before P in topological order, and one that stands before P is reached without passing it.)
  const limit = nearest < flow.done ? flow.place[nearest]! : Infinity;
  const candidates = [...common].filter((node) => isExplicit(node) && flow.place[node]! <= limit).sort((a, b) => a - b);
  if (candidates.length < 2) return finish(candidates[0] ?? nearest, candidates.length === 1);
  const next = candidates.flatMap((node) => flow.out[node]!.filter(passes).map((e) => flow.edges[e]!.to));
  const behind = reach(flow, next, passes);
  // The graph without back edges is acyclic, so some candidate is behind no other.
  return finish(
    candidates.find((node) => !behind.has(node)),
    true,
  );
}

/**
 * Spreads the heads over the graph. It ends early at a node that every head reaches and on which all open edges meet: what lies
 * behind it is reached through it alone and decides nothing.
 */
function sweep(flow: Flow, heads: readonly number[], passes: (edge: number) => boolean): Reached {
  const by = new Map<number, Heads>();
  const reached = new Map<number, Heads>();
  const pending = new Map<number, number>(); // edges between nodes other than terminals that lead to a node still to come
  let open = 0;
  let ended = false; // a path that all heads can take has ended, so not all paths meet any more
  const arrive = (node: number, set: Heads): void => {
    by.set(node, (by.get(node) ?? 0n) | set);
    if (node >= flow.done) return;
    pending.set(node, (pending.get(node) ?? 0) + 1);
    open++;
  };
  let first = flow.order.length;
  heads.forEach((head, i) => {
    arrive(head, 1n << BigInt(i));
    first = Math.min(first, flow.place[head]!);
  });
  const all = (1n << BigInt(heads.length)) - 1n;
  for (let i = first; i < flow.order.length; i++) {
    const node = flow.order[i]!;
    const set = by.get(node);
    if (set === undefined) continue;
    reached.set(node, set);
    open -= pending.get(node) ?? 0;
    if (open === 0 && set === all && node < flow.done && !ended) break;
    let onward = false;
    for (const e of flow.out[node]!) {
      if (!passes(e)) continue;
      const { to } = flow.edges[e]!;
      arrive(to, set);
      onward ||= to < flow.done;
    }
    ended ||= set === all && !onward;
  }
  return reached;
}

/**
 * Sweeps H in topological order and counts the edges that are open: a node to which all of them lead, before any path has
 * ended, lies on every path.
 */
function firstOnEveryPath(
  flow: Flow,
  attached: readonly number[],
  order: readonly number[],
  passes: (edge: number) => boolean,
  common: ReadonlySet<number>,
): number | undefined {
  const isTerminal = (node: number): boolean => node >= flow.done;
  const inH = new Set<number>();
  const leaving = new Map<number, readonly number[]>();
  for (let i = order.length - 1; i >= 0; i--) {
    const node = order[i]!;
    const kept = flow.out[node]!.filter(passes).map((e) => flow.edges[e]!.to);
    const onward = kept.filter((to) => !isTerminal(to) && inH.has(to));
    if (isTerminal(node) || common.has(node) || onward.length > 0) {
      inH.add(node);
      leaving.set(node, onward.length > 0 ? onward : kept.filter(isTerminal));
    }
  }
  const pending = new Map<number, number>();
  let open = 0;
  const add = (node: number): void => {
    pending.set(node, (pending.get(node) ?? 0) + 1);
    open++;
  };
  attached.forEach(add);
  for (const node of order) {
    const arriving = pending.get(node);
    if (arriving === undefined) continue;
    open -= arriving;
    if (open === 0) return node;
    const next = leaving.get(node) ?? [];
    if (next.length === 0) return undefined; // a path ended here, so no later node lies on all of them
    next.forEach(add);
  }
  return undefined;
}

/** What a head reaches without back edges and without passing the convergence. */
function branchNodes(flow: Flow, head: number, convergence: number | undefined): number[] {
  if (head === convergence) return [];
  const found = reach(flow, [head], (e) => flow.back[e] !== true, convergence);
  return [...found].filter((node) => node !== convergence && node < flow.done).sort((a, b) => a - b);
}

/**
 * An edge goes round when its source can still arrive at the convergence, its target cannot, and what lies behind the convergence
 * can be reached from there.
 */
function edgesAround(
  flow: Flow,
  passes: (edge: number) => boolean,
  convergence: number,
  branches: readonly FlowBranch[],
): number[] {
  const before = new Set<number>();
  for (const { nodes, detached } of branches) if (!detached) for (const node of nodes) before.add(node);
  // A branch is closed but for the convergence, so a way to it stays within the branches.
  const arrives = new Set([convergence]);
  const queue = [convergence];
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    for (const e of flow.into[node]!) {
      const { from } = flow.edges[e]!;
      if (!before.has(from) || arrives.has(from) || !passes(e)) continue;
      arrives.add(from);
      queue.push(from);
    }
  }
  const leaving: number[] = [];
  for (const node of before) {
    if (!arrives.has(node)) continue;
    for (const e of flow.out[node]!) {
      const { to } = flow.edges[e]!;
      if (passes(e) && to < flow.done && !arrives.has(to)) leaving.push(e);
    }
  }
  if (leaving.length === 0) return leaving;
  const behind = reach(flow, [convergence], passes);
  const meets = (e: number): boolean =>
    [...reach(flow, [flow.edges[e]!.to], passes)].some((node) => node < flow.done && behind.has(node));
  return leaving.filter(meets).sort((a, b) => a - b);
}

/** Heads that share a reachable node belong together. */
function groupHeads(heads: readonly number[], reached: Reached, flow: Flow): number[][] {
  const groups: Heads[] = heads.map((_, i) => 1n << BigInt(i));
  for (const [node, by] of reached) {
    if (node >= flow.done || (by & (by - 1n)) === 0n) continue;
    const merged = groups.filter((group) => (group & by) !== 0n);
    if (merged.length < 2) continue;
    const rest = groups.filter((group) => (group & by) === 0n);
    groups.splice(
      0,
      groups.length,
      ...rest,
      merged.reduce((a, b) => a | b),
    );
  }
  return groups
    .map((group) => heads.filter((_, i) => ((group >> BigInt(i)) & 1n) === 1n))
    .sort((a, b) => heads.indexOf(a[0]!) - heads.indexOf(b[0]!));
}
