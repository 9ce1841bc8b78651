// Where the branches of a fan-out meet: L-SEM-20 (R-FAN-02) step by step, the nodes of each branch (L-SEM-22) and the edges that go
// round an explicit convergence (L-SEM-21).
// Invariants: (1) a convergence is a node every attached head reaches, or a terminal; (2) the nodes of a branch are declared nodes
// and never the convergence itself.
import { reach, reaching, type Flow } from './flow.ts';

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

export function fanOut({ flow, reachesDone, isExplicit }: Forward, router: number): FlowFanOut {
  const edges = flow.out[router]!;
  const heads = edges.map((e) => flow.edges[e]!.to);
  // Step 1. Nodes that do not reach `done` are left out when every head does.
  const leaveOut = heads.every((head) => reachesDone[head]);
  const passes = (e: number): boolean =>
    flow.back[e] !== true && (!leaveOut || reachesDone[flow.edges[e]!.to] === true);
  const isTerminal = (node: number): boolean => node >= flow.done;

  // Step 2. Detached heads share no reachable node but the terminals with another head.
  const reached = heads.map((head) => reach(flow, [head], passes));
  const sharers = new Map<number, number>();
  for (const nodes of reached) for (const node of nodes) sharers.set(node, (sharers.get(node) ?? 0) + 1);
  const detached = reached.map((nodes) => [...nodes].every((node) => isTerminal(node) || sharers.get(node) === 1));
  const attached = heads.filter((_, i) => detached[i] !== true);
  const forward = (e: number): boolean => flow.back[e] !== true;
  const finish = (convergence: number | undefined, explicit: boolean): FlowFanOut => {
    const branches = heads.map((head, i): FlowBranch => {
      const inside = head === convergence ? new Set<number>() : reach(flow, [head], forward, convergence);
      const nodes = [...inside].filter((node) => node !== convergence && !isTerminal(node)).sort((a, b) => a - b);
      return { edge: edges[i]!, head, nodes, detached: detached[i] === true };
    });
    if (convergence === undefined)
      return { router, explicit, branches, around: [], groups: groupHeads(heads, reached, flow) };
    const around = explicit ? edgesAround(flow, passes, convergence, branches) : [];
    return { router, convergence, explicit, branches, around, groups: [] };
  };
  if (attached.length === 0) {
    return finish(reached.some((nodes) => nodes.has(flow.done)) ? flow.done : flow.fail, false);
  }

  // Step 3. K: what every attached head reaches.
  const common = new Set<number>();
  for (const [node, count] of countAttached(reached, detached)) {
    if (count === attached.length && !isTerminal(node)) common.add(node);
  }
  if (common.size === 0) return finish(undefined, false);

  // Step 4. P: the first node on every path through H.
  const nearest = firstOnEveryPath(flow, attached, passes, common) ?? flow.done;

  // Step 5. E: the explicit nodes that every attached head reaches without passing P.
  const counts = new Map<number, number>();
  for (const head of attached) {
    for (const node of reach(flow, [head], passes, nearest)) {
      if (!isTerminal(node) && isExplicit(node)) counts.set(node, (counts.get(node) ?? 0) + 1);
    }
  }
  const candidates = [...counts].filter(([, count]) => count === attached.length).map(([node]) => node);
  if (candidates.length === 0) return finish(nearest, false);
  candidates.sort((a, b) => a - b);
  const next = candidates.flatMap((node) => flow.out[node]!.filter(passes).map((e) => flow.edges[e]!.to));
  const behind = reach(flow, next, passes);
  // The graph without back edges is acyclic, so some candidate is behind no other.
  return finish(
    candidates.find((node) => !behind.has(node)),
    true,
  );
}

function countAttached(reached: readonly ReadonlySet<number>[], detached: readonly boolean[]): Map<number, number> {
  const counts = new Map<number, number>();
  reached.forEach((nodes, i) => {
    if (detached[i] === true) return;
    for (const node of nodes) counts.set(node, (counts.get(node) ?? 0) + 1);
  });
  return counts;
}

/**
 * Sweeps H in topological order and counts the edges that are open: a node to which all of them lead, before any path has
 * ended, lies on every path.
 */
function firstOnEveryPath(
  flow: Flow,
  attached: readonly number[],
  passes: (edge: number) => boolean,
  common: ReadonlySet<number>,
): number | undefined {
  const reached = [...reach(flow, attached, passes)].sort((a, b) => flow.place[a]! - flow.place[b]!);
  const isTerminal = (node: number): boolean => node >= flow.done;
  const inH = new Set<number>();
  const leaving = new Map<number, readonly number[]>();
  for (const node of reached.toReversed()) {
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
  for (const node of reached) {
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

function edgesAround(
  flow: Flow,
  passes: (edge: number) => boolean,
  convergence: number,
  branches: readonly FlowBranch[],
): number[] {
  const behind = [...reach(flow, [convergence], passes)].filter((node) => node < flow.done);
  const isBehind = new Set(behind);
  const arrives = reaching(flow, [convergence], passes);
  const leadsBehind = reaching(flow, behind, passes);
  const around = new Set<number>();
  for (const { nodes, detached } of branches) {
    if (detached) continue;
    for (const node of nodes) {
      if (isBehind.has(node) || arrives[node] !== true) continue;
      for (const e of flow.out[node]!) {
        const { to } = flow.edges[e]!;
        if (passes(e) && arrives[to] !== true && leadsBehind[to] === true) around.add(e);
      }
    }
  }
  return [...around].sort((a, b) => a - b);
}

/** Heads that share a reachable node belong together. */
function groupHeads(heads: readonly number[], reached: readonly ReadonlySet<number>[], flow: Flow): number[][] {
  const groups: { readonly heads: number[]; readonly nodes: Set<number> }[] = [];
  heads.forEach((head, i) => {
    const nodes = [...(reached[i] ?? [])].filter((node) => node < flow.done);
    const group = groups.find((each) => nodes.some((node) => each.nodes.has(node)));
    if (group === undefined) groups.push({ heads: [head], nodes: new Set(nodes) });
    else {
      group.heads.push(head);
      for (const node of nodes) group.nodes.add(node);
    }
  });
  return groups.map((group) => group.heads);
}
