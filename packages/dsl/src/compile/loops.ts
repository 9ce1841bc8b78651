// Loops of the workflow graph: home (L-LOOP-03, R-LOOP-02), body (L-LOOP-04, R-LOOP-03), nesting (L-LOOP-05, R-LOOP-04), and the
// cycles that no loop bounds (L-SEM-18).
// Invariants: (1) a loop without an edge on a cycle has no home, no body and is inside nothing; (2) `inside` is a strict order.
import { components, ComponentSearch } from './components.ts';
import { reach, type Flow } from './flow.ts';

export interface FlowLoop {
  readonly name: string;
  readonly edges: readonly number[];
  /** Nodes in the order of declaration. */
  readonly home: readonly number[];
  readonly body: readonly number[];
  /** The loops it is inside of, innermost first. */
  readonly inside: readonly string[];
}

interface Home {
  readonly depth: number;
  readonly nodes: readonly number[];
  readonly members: ReadonlySet<number>;
  readonly outer: ReadonlySet<string>;
}

/** The loops in the order of their first edge. */
export function findLoops(flow: Flow): FlowLoop[] {
  const edgesOf = new Map<string, number[]>();
  flow.edges.forEach((edge, e) => {
    if (edge.loop === undefined) return;
    const edges = edgesOf.get(edge.loop);
    if (edges === undefined) edgesOf.set(edge.loop, [e]);
    else edges.push(e);
  });
  if (edgesOf.size === 0) return [];
  const homes = findHomes(flow);
  const loops = [...edgesOf].map(([name, edges]) => {
    const home = homes.get(name);
    const body = home === undefined ? [] : bodyOf(flow, edges, home);
    return { name, edges, home: home?.nodes ?? [], body, inside: [] as string[] };
  });
  nest(flow, loops);
  return loops;
}

function allNodes(flow: Flow): number[] {
  return Array.from({ length: flow.size }, (_, node) => node);
}

function findHomes(flow: Flow): Map<string, Home> {
  const homes = new Map<string, Home>();
  const removed = new Set<number>();
  const search = new ComponentSearch(flow);
  const pending = search.run(allNodes(flow), () => true).map((nodes) => ({ nodes, depth: 0 }));
  for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
    const { nodes, depth } = part;
    const members = new Set(nodes);
    const inner: number[] = [];
    for (const node of nodes) {
      for (const e of flow.out[node]!) {
        if (flow.edges[e]!.loop !== undefined && !removed.has(e) && members.has(flow.edges[e]!.to)) inner.push(e);
      }
    }
    if (inner.length === 0) continue;
    const outer = outerLoops(flow, members, inner);
    for (const e of inner) {
      const name = flow.edges[e]!.loop!; // `inner` holds edges with a loop
      const known = homes.get(name);
      const deeper = known === undefined || known.depth < depth;
      if (deeper || (known.depth === depth && (nodes[0] ?? 0) < (known.nodes[0] ?? 0))) {
        homes.set(name, { depth, nodes, members, outer });
      }
    }
    for (const e of inner) if (outer.has(flow.edges[e]!.loop!)) removed.add(e);
    for (const deeper of search.run(nodes, (e) => !removed.has(e))) {
      pending.push({ nodes: deeper, depth: depth + 1 });
    }
  }
  return homes;
}

/** The loops with an edge inside the component that ends at an entry of it; if there is none, all loops with an edge inside. */
function outerLoops(flow: Flow, members: ReadonlySet<number>, inner: readonly number[]): Set<string> {
  const isEntry = (node: number): boolean =>
    node === flow.entry || flow.into[node]!.some((e) => !members.has(flow.edges[e]!.from));
  const atEntry = new Set<string>();
  const all = new Set<string>();
  for (const e of inner) {
    const { loop, to } = flow.edges[e]!;
    if (loop === undefined) continue;
    all.add(loop);
    if (!atEntry.has(loop) && isEntry(to)) atEntry.add(loop);
  }
  return atEntry.size > 0 ? atEntry : all;
}

function bodyOf(flow: Flow, edges: readonly number[], home: Home): number[] {
  const { members } = home;
  const passes = (e: number): boolean => {
    const { loop, from, to } = flow.edges[e]!;
    return (loop === undefined || !home.outer.has(loop)) && members.has(from) && members.has(to);
  };
  const targets = new Set<number>();
  const sources = new Set<number>();
  for (const e of edges) {
    const { from, to } = flow.edges[e]!;
    if (members.has(to)) targets.add(to);
    if (members.has(from)) sources.add(from);
  }
  const forward = spread(targets, (node) => flow.out[node]!.filter(passes).map((e) => flow.edges[e]!.to));
  const backward = spread(sources, (node) => flow.into[node]!.filter(passes).map((e) => flow.edges[e]!.from));
  return home.nodes.filter(
    (node) => (forward.has(node) && backward.has(node)) || targets.has(node) || sources.has(node),
  );
}

function spread(from: ReadonlySet<number>, next: (node: number) => readonly number[]): Set<number> {
  const found = new Set(from);
  const queue = [...from];
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    for (const to of next(node)) {
      if (found.has(to)) continue;
      found.add(to);
      queue.push(to);
    }
  }
  return found;
}

/** Loop L is inside M when L's body is a proper subset of M's and some cycle has an edge of M and none of L. */
function nest(
  flow: Flow,
  loops: readonly { name: string; edges: readonly number[]; body: readonly number[]; inside: string[] }[],
): void {
  const all = allNodes(flow);
  const top = components(flow, all, () => true);
  const bodies = loops.map((loop) => new Set(loop.body));
  const bySize = loops.map((_, i) => i).sort((a, b) => loops[a]!.body.length - loops[b]!.body.length || a - b);
  // Most loops close a cycle that bears no other loop; that answers for all loops at once.
  const owns = loops.map((loop) => once(() => closesOwnCycle(flow, loop, top.of)));
  const own = (m: number): boolean => owns[m]!();
  for (let l = 0; l < loops.length; l++) {
    const loop = loops[l]!;
    const first = loop.body[0];
    if (first === undefined) continue;
    const wider: number[] = [];
    for (let i = bySize.length - 1; i >= 0 && bodies[bySize[i]!]!.size > loop.body.length; i--) {
      const body = bodies[bySize[i]!]!;
      if (body.has(first) && loop.body.every((node) => body.has(node))) wider.unshift(bySize[i]!);
    }
    if (wider.length === 0) continue;
    const without = once(() => {
      const parts = components(flow, all, (e) => flow.edges[e]!.loop !== loop.name);
      return {
        sameComponent: (e: number): boolean => {
          const part = parts.of[flow.edges[e]!.from]!;
          return part !== -1 && part === parts.of[flow.edges[e]!.to];
        },
      };
    });
    for (const m of wider) {
      if (own(m) || loops[m]!.edges.some((e) => without().sameComponent(e))) loop.inside.push(loops[m]!.name);
    }
  }
}

function once<T>(compute: () => T): () => T {
  let result: { readonly value: T } | undefined;
  return () => (result ??= { value: compute() }).value;
}

/** Whether some edge of the loop lies on a cycle that bears no other loop. */
function closesOwnCycle(flow: Flow, loop: { name: string; edges: readonly number[] }, top: Int32Array): boolean {
  const passes = (e: number): boolean => {
    const { from, to, loop: other } = flow.edges[e]!;
    return (other === undefined || other === loop.name) && top[from] === top[to];
  };
  return loop.edges.some((e) => passes(e) && reach(flow, [flow.edges[e]!.to], passes).has(flow.edges[e]!.from));
}

/** Per node the names of the loops whose body contains it, innermost first (L-LOOP-05). */
export function loopsAround(size: number, loops: readonly FlowLoop[]): string[][] {
  const around: string[][] = Array.from({ length: size }, () => []);
  const bySize = loops.map((_, i) => i).sort((a, b) => loops[a]!.body.length - loops[b]!.body.length || a - b);
  for (const l of bySize) for (const node of loops[l]!.body) around[node]!.push(loops[l]!.name);
  return around;
}

export interface UndeclaredCycle {
  readonly nodes: readonly number[];
  /** Where it is reported: its last back edge in file order, else its last edge. */
  readonly edge: number;
  /** Some node of it is an end of an edge that bears a loop: then a warning only. */
  readonly touchesLoop: boolean;
}

const cyclesOf = new WeakMap<Flow, readonly UndeclaredCycle[]>();

/** The cycles of the graph without the edges that bear a loop (L-SEM-18), in the order of their edges. */
export function undeclaredCycles(flow: Flow): readonly UndeclaredCycle[] {
  let cycles = cyclesOf.get(flow);
  if (cycles === undefined) cyclesOf.set(flow, (cycles = findCycles(flow)));
  return cycles;
}

function findCycles(flow: Flow): UndeclaredCycle[] {
  const plain = (e: number): boolean => flow.edges[e]!.loop === undefined;
  const { cyclic } = components(flow, allNodes(flow), plain);
  const cycles = cyclic.map((nodes): UndeclaredCycle => {
    const members = new Set(nodes);
    let edge = -1;
    let last = -1;
    let touchesLoop = false;
    for (const node of nodes) {
      for (const e of flow.out[node]!) {
        if (!plain(e)) touchesLoop = true;
        else if (members.has(flow.edges[e]!.to)) {
          last = Math.max(last, e);
          if (flow.back[e] === true) edge = Math.max(edge, e);
        }
      }
      touchesLoop ||= flow.into[node]!.some((e) => !plain(e));
    }
    return { nodes, edge: edge === -1 ? last : edge, touchesLoop };
  });
  return cycles.sort((a, b) => a.edge - b.edge);
}
