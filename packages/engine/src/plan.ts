// What a run can take at most (R-LOOP-07, R-CLI-13), from the graph alone: how often loops turn, how often nodes run, how wide
// branches spread. `null` is what has no bound but the budget.
import type { CompiledGraph, Edge, Loop, Node } from '@iterion/dsl';

/** A whole number, or null where only the budget ends it. */
export type Bound = number | null;

export interface PlanBounds {
  /** T(L): traversals of a loop in one branch. */
  readonly loops: readonly { readonly name: string; readonly max: Bound; readonly inside: readonly string[] }[];
  /** Activations of each reachable node but the terminals, all branches together. */
  readonly nodes: readonly { readonly id: string; readonly max: Bound; readonly reason?: string }[];
  /** Most branches that can be open at the same time; the budget may allow fewer. */
  readonly width: number;
}

/** The bounds of a graph (R-LOOP-07): T(L) = N(L)·(1 + Σ T(M) over the M that L is inside of). */
export function planBounds(graph: CompiledGraph): PlanBounds {
  const totals = new Map<string, Bound>();
  for (const loop of graph.loops.toSorted((left, right) => left.inside.length - right.inside.length)) {
    totals.set(loop.name, turns(loop, totals));
  }
  const endless = reachedFromUnlabelledCycles(graph);
  const multiplied = reachedFromBranches(graph);
  const nodes = graph.nodes.filter((node) => node.reachable && node.kind !== 'done' && node.kind !== 'fail');
  return {
    loops: graph.loops.map(({ name, inside }) => ({ name, max: totals.get(name) ?? null, inside })),
    nodes: nodes.map((node) => {
      if (endless.has(node.id)) return { id: node.id, max: null, reason: 'a cycle without a loop leads here' };
      if (multiplied.has(node.id))
        return { id: node.id, max: null, reason: 'an edge leads out of a branch and back: branches multiply' };
      const max = activations(node, graph, totals);
      return max === null
        ? { id: node.id, max, reason: 'the bound of a loop comes from a template' }
        : { id: node.id, max };
    }),
    width: width(graph),
  };
}

function turns(loop: Loop, totals: ReadonlyMap<string, Bound>): Bound {
  if (loop.bound.kind !== 'literal') return null;
  const outer = sumOfBounds(loop.inside.map((name) => totals.get(name) ?? null));
  return outer === null ? null : loop.bound.value * (1 + outer);
}

function activations(node: Node, graph: CompiledGraph, totals: ReadonlyMap<string, Bound>): Bound {
  // A loop whose home holds the node may lead to it again, whether or not the node lies in the loop's body.
  const around = graph.loops.filter((loop) => loop.home.includes(node.id));
  const laps = sumOfBounds(around.map(({ name }) => totals.get(name) ?? null));
  if (laps === null) return null;
  const incoming = graph.edges.filter((edge) => edge.to === node.id);
  const labels = new Set(incoming.map((edge) => edge.loop?.name));
  const onlyByLoops = node.id !== graph.workflow?.entry && incoming.length > 0 && !labels.has(undefined);
  const entered = onlyByLoops
    ? sumOfBounds([...labels].map((name) => (name === undefined ? null : (totals.get(name) ?? null))))
    : null;
  const single = entered === null ? 1 + laps : Math.min(1 + laps, entered);
  return single * branchesAround(node, graph);
}

/** In how many branches a node can run: the heads that reach it before the convergence, multiplied over nested fan-outs. */
function branchesAround(node: Node, graph: CompiledGraph): number {
  return [...new Set(node.branches.map(({ fanOut }) => fanOut))].reduce((product, router) => {
    const fanOut = graph.fanOuts.find((each) => each.router === router);
    const reaching = fanOut?.branches.filter((branch) => branch.nodes.includes(node.id)).length ?? 1;
    return product * Math.max(1, reaching);
  }, 1);
}

function width(graph: CompiledGraph): number {
  const depth = (router: string): number => graph.nodes.find(({ id }) => id === router)?.branches.length ?? 0;
  const known = new Map<string, number>();
  // The innermost fan-outs first, so that what is nested is known when it is asked for.
  for (const { router, branches } of graph.fanOuts.toSorted((a, b) => depth(b.router) - depth(a.router))) {
    const widths = branches.map(({ nodes }) => {
      const inner = graph.fanOuts.filter((each) => nodes.includes(each.router) && depth(each.router) > depth(router));
      return Math.max(1, ...inner.map((each) => known.get(each.router) ?? 1));
    });
    known.set(
      router,
      widths.reduce((total, each) => total + each, 0),
    );
  }
  return Math.max(1, ...known.values());
}

/** What lies behind an edge that leaves a branch for a node before its router (R-FAN-19). */
function reachedFromBranches(graph: CompiledGraph): ReadonlySet<string> {
  const targets = graph.edges.filter(({ back, leaves }) => back && leaves.length > 0).map(({ to }) => to);
  return targets.length === 0
    ? new Set()
    : reach(
        targetsOf(graph, () => true),
        targets,
      );
}

/** Nodes on a cycle none of whose edges carries a loop, and everything such a cycle leads to. */
function reachedFromUnlabelledCycles(graph: CompiledGraph): ReadonlySet<string> {
  const free = targetsOf(graph, ({ loop }) => loop === undefined);
  return reach(
    targetsOf(graph, () => true),
    onCycles(graph, free),
  );
}

function targetsOf(graph: CompiledGraph, chosen: (edge: Edge) => boolean): ReadonlyMap<string, readonly string[]> {
  const targets = new Map<string, string[]>();
  for (const edge of graph.edges) {
    if (!chosen(edge)) continue;
    const known = targets.get(edge.from);
    if (known === undefined) targets.set(edge.from, [edge.to]);
    else known.push(edge.to);
  }
  return targets;
}

/** Nodes that lie on a cycle: what is left after taking away, again and again, nodes without an edge in or out. */
function onCycles(graph: CompiledGraph, next: ReadonlyMap<string, readonly string[]>): string[] {
  const left = trimmed(
    graph.nodes.map(({ id }) => id),
    next,
  );
  const before = new Map<string, string[]>();
  for (const from of left) for (const to of next.get(from) ?? []) before.set(to, [...(before.get(to) ?? []), from]);
  return trimmed(left, before);
}

/** Without the nodes that no edge among the others leads to. */
function trimmed(nodes: readonly string[], next: ReadonlyMap<string, readonly string[]>): string[] {
  const incoming = new Map<string, number>();
  for (const from of nodes) for (const to of next.get(from) ?? []) incoming.set(to, (incoming.get(to) ?? 0) + 1);
  const gone = new Set<string>();
  const waiting = nodes.filter((id) => (incoming.get(id) ?? 0) === 0);
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    gone.add(id);
    for (const to of next.get(id) ?? []) {
      const count = (incoming.get(to) ?? 0) - 1;
      incoming.set(to, count);
      if (count === 0 && !gone.has(to)) waiting.push(to);
    }
  }
  return nodes.filter((id) => !gone.has(id));
}

function reach(next: ReadonlyMap<string, readonly string[]>, from: readonly string[]): ReadonlySet<string> {
  const seen = new Set(from);
  const waiting = [...from];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    for (const to of next.get(id) ?? []) {
      if (seen.has(to)) continue;
      seen.add(to);
      waiting.push(to);
    }
  }
  return seen;
}

/** The sum, or null as soon as one part has no bound. */
export function sumOfBounds(bounds: readonly Bound[]): Bound {
  return bounds.reduce<Bound>((total, bound) => (total === null || bound === null ? null : total + bound), 0);
}

/** Reachable nodes so that every one follows those before it, back edges apart; in file order where that leaves a choice. */
export function topologicalOrder(graph: CompiledGraph): readonly string[] {
  const reachable = graph.nodes.filter((node) => node.reachable);
  const index = new Map(reachable.map(({ id }, at) => [id, at]));
  const forward = graph.edges.filter(({ from, to, back }) => !back && index.has(from) && index.has(to));
  const incoming = new Map<string, number>();
  for (const { to } of forward) incoming.set(to, (incoming.get(to) ?? 0) + 1);
  const leaving = Map.groupBy(forward, ({ from }) => from);
  const order = new Set(reachable.filter(({ id }) => (incoming.get(id) ?? 0) === 0).map(({ id }) => id));
  // A set is walked in order of insertion, what is added on the way included.
  for (const id of order) {
    for (const { to } of leaving.get(id) ?? []) {
      const count = (incoming.get(to) ?? 0) - 1;
      incoming.set(to, count);
      if (count === 0) order.add(to);
    }
  }
  // What a cycle without a marked back edge would leave out still belongs to the list.
  for (const { id } of reachable) order.add(id);
  return [...order];
}
