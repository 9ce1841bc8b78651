// What a run can take at most (R-LOOP-07, E-RUN-04), from the graph alone: T(L) = N(L)·(1 + Σ T(M) over the M that L is inside of); activations of a node
// ≤ 1 + Σ T of the loops around it, times the branches it can run in. `null` is what has no bound but the budget.
import type { CompiledGraph, Loop, Node } from '@iterion/dsl';
import type { Plan } from '@iterion/protocol';

type Bound = number | null;

export function planOf(graph: CompiledGraph): Plan {
  const loops = new Map(graph.loops.map((loop) => [loop.name, loop]));
  const totals = new Map<string, Bound>();
  for (const loop of outermostFirst(graph.loops)) totals.set(loop.name, total(loop, totals));
  const endless = cyclesWithoutLoop(graph);
  const perNode = graph.nodes
    .filter((node) => node.reachable && node.kind !== 'done' && node.kind !== 'fail')
    .map((node) => ({ node: node.id, max: endless.has(node.id) ? null : activations(node, graph, loops, totals) }));
  const budget = graph.workflow?.budget;
  const all = sum(perNode.map(({ max }) => max));
  const cap = budget?.maxIterations ?? null;
  return {
    executionsMax: all === null ? cap : cap === null ? all : Math.min(all, cap),
    perNode,
    loops: graph.loops.map(({ name }) => ({ name, max: totals.get(name) ?? null })),
    parallelMax: Math.min(width(graph), budget?.maxParallelBranches ?? Number.POSITIVE_INFINITY),
    caps: {
      costUsd: budget?.maxCostUsd ?? null,
      tokens: budget?.maxTokens ?? null,
      durationMs: budget?.maxDurationMs ?? null,
      iterations: cap,
    },
    serialisedWriters: graph.workflow?.workspaceSafety === 'serialize' ? parallelWriters(graph) : [],
  };
}

function outermostFirst(loops: readonly Loop[]): readonly Loop[] {
  return loops.toSorted((left, right) => left.inside.length - right.inside.length);
}

function total(loop: Loop, totals: ReadonlyMap<string, Bound>): Bound {
  if (loop.bound.kind !== 'literal') return null;
  const outer = sum(loop.inside.map((name) => totals.get(name) ?? null));
  return outer === null ? null : loop.bound.value * (1 + outer);
}

function activations(
  node: Node,
  graph: CompiledGraph,
  loops: ReadonlyMap<string, Loop>,
  totals: ReadonlyMap<string, Bound>,
): Bound {
  // A loop whose home holds the node may lead to it again, whether or not the node lies in the loop's body.
  const around = [...loops.values()].filter((loop) => loop.home.includes(node.id));
  const laps = sum(around.map(({ name }) => totals.get(name) ?? null));
  if (laps === null) return null;
  const inBranch = 1 + laps;
  const incoming = graph.edges.filter((edge) => edge.to === node.id);
  const labels = new Set(incoming.map((edge) => edge.loop?.name));
  const onlyByLoops = node.id !== graph.workflow?.entry && incoming.length > 0 && !labels.has(undefined);
  const entered = onlyByLoops
    ? sum([...labels].map((name) => (name === undefined ? null : (totals.get(name) ?? null))))
    : null;
  const single = entered === null ? inBranch : Math.min(inBranch, entered);
  return single * branchesOf(node, graph);
}

/** In how many branches at once a node can run: the heads from which it is reached, multiplied over nested fan-outs. */
function branchesOf(node: Node, graph: CompiledGraph): number {
  const heads = new Map<string, number>();
  for (const { fanOut } of node.branches) heads.set(fanOut, (heads.get(fanOut) ?? 0) + 1);
  return [...heads.keys()].reduce((product, router) => {
    const fanOut = graph.fanOuts.find((each) => each.router === router);
    const reaching = fanOut?.branches.filter((branch) => branch.nodes.includes(node.id)).length ?? 1;
    return product * Math.max(1, reaching);
  }, 1);
}

/** Most branches that can be open at the same time. */
function width(graph: CompiledGraph): number {
  const nested = (router: string): number => {
    const fanOut = graph.fanOuts.find((each) => each.router === router);
    if (fanOut === undefined) return 1;
    return fanOut.branches.reduce((widest, branch) => {
      const inner = graph.fanOuts.filter(
        (each) =>
          each.router !== router &&
          branch.nodes.includes(each.router) &&
          depth(graph, each.router) > depth(graph, router),
      );
      return widest + inner.reduce((most, each) => Math.max(most, nested(each.router)), 1);
    }, 0);
  };
  return graph.fanOuts.reduce((most, { router }) => Math.max(most, nested(router)), 1);
}

function depth(graph: CompiledGraph, router: string): number {
  return graph.nodes.find(({ id }) => id === router)?.branches.length ?? 0;
}

function parallelWriters(graph: CompiledGraph): string[] {
  return graph.nodes.filter((node) => node.writer && node.branches.length > 0).map(({ id }) => id);
}

/** Nodes on a cycle none of whose edges carries a loop, and everything such a cycle leads to. */
function cyclesWithoutLoop(graph: CompiledGraph): ReadonlySet<string> {
  const free = new Map<string, string[]>();
  const any = new Map<string, string[]>();
  for (const { from, to, loop } of graph.edges) {
    any.set(from, [...(any.get(from) ?? []), to]);
    if (loop === undefined) free.set(from, [...(free.get(from) ?? []), to]);
  }
  const cyclic = graph.nodes.map(({ id }) => id).filter((id) => reach(free, free.get(id) ?? []).has(id));
  return reach(any, cyclic);
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

function sum(bounds: readonly Bound[]): Bound {
  return bounds.reduce<Bound>((total, bound) => (total === null || bound === null ? null : total + bound), 0);
}
