// The rules of §6.4 and §3.6 once more, as slowly and literally as they are written, against the fast algorithms on random graphs.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fanOut } from './convergence.ts';
import { buildFlow, reaching, type Flow, type FlowEdge } from './flow.ts';
import { findLoops, loopsAround } from './loops.ts';

const NODES = 9; // 7 declared nodes, done, fail
const edge = fc.record({
  from: fc.nat(NODES - 3),
  to: fc.nat(NODES - 1),
  loop: fc.constantFrom(undefined, undefined, 'l', 'm', 'n'),
});
const flows = fc.array(edge, { minLength: 2, maxLength: 20 }).map((edges) =>
  buildFlow(
    NODES,
    edges.map(({ from, to, loop }): FlowEdge => (loop === undefined ? { from, to } : { from, to, loop })),
    0,
  ),
);

type Graph = readonly (readonly [number, number])[];

function reachable(graph: Graph, from: number, without?: number): Set<number> {
  const found = new Set([from]);
  for (let grown = true; grown;) {
    grown = false;
    for (const [a, b] of graph) {
      if (a === without || !found.has(a) || found.has(b)) continue;
      found.add(b);
      grown = true;
    }
  }
  return found;
}

/** L-SEM-20, step by step. */
function convergence(flow: Flow, router: number, isExplicit: (node: number) => boolean): number | undefined {
  const { done, fail } = flow;
  const isTerminal = (node: number): boolean => node === done || node === fail;
  let graph: Graph = flow.edges.flatMap(({ from, to }, e) => (flow.back[e] === true ? [] : [[from, to] as const]));
  const heads = (flow.out[router] ?? []).map((e) => flow.edges[e]!.to);
  if (heads.every((head) => reachable(graph, head).has(done))) {
    graph = graph.filter(([a, b]) => reachable(graph, a).has(done) && reachable(graph, b).has(done));
  }
  const shares = (i: number, j: number): boolean => {
    const other = reachable(graph, heads[j]!);
    return [...reachable(graph, heads[i]!)].some((node) => !isTerminal(node) && other.has(node));
  };
  const attached = heads.filter((_, i) => heads.some((__, j) => i !== j && shares(i, j)));
  if (attached.length === 0) return heads.some((head) => reachable(graph, head).has(done)) ? done : fail;
  const all = Array.from({ length: flow.size }, (_, node) => node);
  const common = all.filter((node) => !isTerminal(node) && attached.every((head) => reachable(graph, head).has(node)));
  if (common.length === 0) return undefined;

  const belongs = (node: number): boolean => isTerminal(node) || common.some((k) => reachable(graph, node).has(k));
  const inH = new Set(attached.flatMap((head) => [...reachable(graph, head)]).filter(belongs));
  const kept = graph.filter(([a, b]) => inH.has(a) && inH.has(b));
  const pruned = kept.filter(([a, b]) => !isTerminal(b) || !kept.some(([from, to]) => from === a && !isTerminal(to)));
  const ends = [...inH].filter((node) => !pruned.some(([from]) => from === node));
  const onEveryPath = (node: number): boolean =>
    attached.every((head) => {
      if (head === node) return true;
      const avoiding = reachable(
        pruned.filter(([a, b]) => a !== node && b !== node),
        head,
      );
      return !ends.some((end) => end !== node && avoiding.has(end));
    });
  const posts = [...inH].filter(onEveryPath);
  const first = posts.find((node) => posts.every((other) => other === node || reachable(pruned, node).has(other)));
  const nearest = first ?? done;
  const explicit = all.filter(
    (node) =>
      !isTerminal(node) && isExplicit(node) && attached.every((head) => reachable(graph, head, nearest).has(node)),
  );
  const behind = (node: number): boolean =>
    explicit.some((other) => other !== node && reachable(graph, other).has(node));
  return explicit.find((node) => !behind(node)) ?? nearest;
}

test('L-SEM-20 the sweep finds what the rules say', () => {
  fc.assert(
    fc.property(flows, fc.nat(NODES - 3), fc.array(fc.nat(NODES - 3), { maxLength: 3 }), (flow, router, explicit) => {
      fc.pre(flow.reachable[router] === true && flow.out[router]!.length > 0);
      const isExplicit = (node: number): boolean => explicit.includes(node);
      const reachesDone = reaching(flow, [flow.done], (e) => flow.back[e] !== true);
      expect(fanOut({ flow, reachesDone, isExplicit }, router).convergence).toBe(convergence(flow, router, isExplicit));
    }),
    { numRuns: 3000 },
  );
});

/** The components with an edge inside, of the nodes over the given edges. */
function cyclic(nodes: readonly number[], edges: readonly FlowEdge[]): number[][] {
  const graph: Graph = edges
    .filter(({ from, to }) => nodes.includes(from) && nodes.includes(to))
    .map(({ from, to }) => [from, to]);
  const onCycle = (a: number, b: number): boolean =>
    graph.some(([from, to]) => from === a && reachable(graph, to).has(b)) &&
    graph.some(([from, to]) => from === b && reachable(graph, to).has(a));
  const found: number[][] = [];
  for (const node of nodes) {
    if (!onCycle(node, node) || found.some((part) => part.includes(node))) continue;
    found.push(nodes.filter((other) => other === node || onCycle(node, other)));
  }
  return found;
}

/** L-LOOP-03 … L-LOOP-05, step by step. */
function loops(flow: Flow): Map<string, { body: number[]; inside: string[] }> {
  const names = [...new Set(flow.edges.flatMap(({ loop }) => loop ?? []))];
  const homes = new Map<string, { depth: number; nodes: number[]; outer: Set<string> }>();
  const visit = (nodes: readonly number[], edges: readonly FlowEdge[], depth: number): void => {
    for (const part of cyclic(nodes, edges)) {
      const inside = edges.filter(({ from, to }) => part.includes(from) && part.includes(to));
      const isEntry = (node: number): boolean =>
        node === flow.entry || flow.edges.some(({ from, to }) => to === node && !part.includes(from));
      const bearing = inside.flatMap(({ loop, to }) => (loop === undefined ? [] : [{ loop, to }]));
      if (bearing.length === 0) continue;
      const atEntry = bearing.filter(({ to }) => isEntry(to)).map(({ loop }) => loop);
      const outer = new Set(atEntry.length > 0 ? atEntry : bearing.map(({ loop }) => loop));
      for (const { loop } of bearing) {
        const known = homes.get(loop);
        if (known === undefined || known.depth < depth || (known.depth === depth && part[0]! < known.nodes[0]!)) {
          homes.set(loop, { depth, nodes: part, outer });
        }
      }
      visit(
        part,
        inside.filter(({ loop }) => loop === undefined || !outer.has(loop)),
        depth + 1,
      );
    }
  };
  visit(
    Array.from({ length: flow.size }, (_, node) => node),
    flow.edges,
    0,
  );

  const bodies = new Map<string, number[]>();
  for (const name of names) {
    const home = homes.get(name);
    const inHome = (node: number): boolean => home?.nodes.includes(node) === true;
    const ends = flow.edges.filter(({ loop }) => loop === name);
    const graph: Graph = flow.edges
      .filter(({ from, to, loop }) => inHome(from) && inHome(to) && (loop === undefined || !home!.outer.has(loop)))
      .map(({ from, to }) => [from, to]);
    const between = (node: number): boolean =>
      ends.some(({ to }) => inHome(to) && reachable(graph, to).has(node)) &&
      ends.some(({ from }) => inHome(from) && reachable(graph, node).has(from));
    const isEnd = (node: number): boolean => ends.some(({ from, to }) => from === node || to === node);
    bodies.set(
      name,
      (home?.nodes ?? []).filter((node) => between(node) || isEnd(node)),
    );
  }
  const result = new Map<string, { body: number[]; inside: string[] }>();
  for (const name of names) {
    const body = bodies.get(name)!;
    const without: Graph = flow.edges.filter(({ loop }) => loop !== name).map(({ from, to }) => [from, to]);
    const inside = names.filter((other) => {
      const wider = bodies.get(other)!;
      const proper = body.length > 0 && body.length < wider.length && body.every((node) => wider.includes(node));
      const repeats = flow.edges.some(
        ({ from, to, loop }) => loop === other && loop !== name && reachable(without, to).has(from),
      );
      return proper && repeats;
    });
    result.set(name, { body, inside });
  }
  return result;
}

test('L-LOOP-03, L-LOOP-04, L-LOOP-05 homes, bodies and nesting are those of the rules', () => {
  fc.assert(
    fc.property(flows, (flow) => {
      const slow = loops(flow);
      const fast = findLoops(flow);
      expect(fast.map((loop) => loop.name)).toEqual([...slow.keys()]);
      for (const { name, body, inside } of fast) {
        expect(body, name).toEqual(slow.get(name)?.body);
        expect(
          [...inside].sort((a, b) => (a < b ? -1 : 1)),
          name,
        ).toEqual(slow.get(name)?.inside.sort((a, b) => (a < b ? -1 : 1)));
      }
      for (const around of loopsAround(flow.size, fast)) {
        const sizes = around.map((name) => fast.find((loop) => loop.name === name)?.body.length ?? 0);
        expect(sizes).toEqual(sizes.toSorted((a, b) => a - b));
      }
    }),
    { numRuns: 2000 },
  );
});
