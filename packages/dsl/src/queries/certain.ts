// Which nodes have certainly run when a place is reached: those on every path from the entry, and behind a `wait_all` convergence
// those on every path of each branch that always starts (L-EDGE-21).
import { buildFlow, type Flow } from '../compile/flow.ts';
import type { CompiledGraph, EdgeId, NodeId } from '../graph.ts';

interface Numbered {
  readonly flow: Flow;
  readonly names: readonly NodeId[];
  readonly number: ReadonlyMap<NodeId, number>;
  readonly edgeNumber: ReadonlyMap<EdgeId, number>;
}

function numbered(graph: CompiledGraph): Numbered | undefined {
  const entry = graph.workflow?.entry;
  if (entry === undefined) return undefined;
  const names = graph.nodes.map((node) => node.id);
  const number = new Map(names.map((name, i) => [name, i]));
  const edges = graph.edges.filter((edge) => edge.known && edge.from !== 'done' && edge.from !== 'fail');
  const flowEdges = edges.map(({ from, to }) => ({ from: number.get(from) ?? 0, to: number.get(to) ?? 0 }));
  const flow = buildFlow(names.length, flowEdges, number.get(entry));
  return { flow, names, number, edgeNumber: new Map(edges.map((edge, i) => [edge.id, i])) };
}

/** The nodes that have certainly finished before `node` is entered; empty for a node that cannot be reached. */
export function certainlyBefore(graph: CompiledGraph, node: NodeId): ReadonlySet<NodeId> {
  const found = new Set<NodeId>();
  const made = numbered(graph);
  const target = made?.number.get(node);
  if (made === undefined || target === undefined) return found;
  const seen = new Set<NodeId>();
  const queue: { readonly node: number; readonly blocked: ReadonlySet<number> }[] = [
    { node: target, blocked: new Set() },
  ];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    for (const number of dominators(made.flow, next.node, next.blocked)) {
      const name = made.names[number] ?? '';
      if (number !== target || next.node !== target) found.add(name);
      if (seen.has(name)) continue;
      seen.add(name);
      for (const others of branchesInto(graph, made, name)) queue.push({ node: number, blocked: others });
    }
  }
  found.delete(node);
  return found;
}

/** Per branch that always arrives at a `wait_all` convergence: the edges of the fan-out's other branches. */
function branchesInto(graph: CompiledGraph, made: Numbered, convergence: NodeId): Set<number>[] {
  const result: Set<number>[] = [];
  for (const fanOut of graph.fanOuts) {
    if (fanOut.convergence !== convergence || fanOut.strategy !== 'wait_all') continue;
    const router = graph.nodes.find((node) => node.id === fanOut.router);
    if (router?.kind !== 'router' || router.mode !== 'fan_out_all') continue;
    const numbers = fanOut.branches.map((branch) => made.edgeNumber.get(branch.edge) ?? -1);
    fanOut.branches.forEach((branch, i) => {
      const edge = graph.edges.find((each) => each.id === branch.edge);
      if (branch.detached || edge?.when !== undefined || edge?.loop !== undefined) return;
      result.push(new Set(numbers.filter((_, j) => j !== i)));
    });
  }
  return result;
}

/** The nodes on every path from the entry to `target` that avoids the blocked edges, the target included. */
function dominators(flow: Flow, target: number, blocked: ReadonlySet<number>): number[] {
  const { entry, order, place } = flow;
  if (entry === undefined || (place[target] ?? -1) < 0) return [];
  const above = new Map<number, number>([[entry, entry]]);
  const meet = (a: number, b: number): number => {
    let [x, y] = [a, b];
    while (x !== y) {
      if ((place[x] ?? 0) > (place[y] ?? 0)) x = above.get(x) ?? entry;
      else y = above.get(y) ?? entry;
    }
    return x;
  };
  for (let changed = true; changed;) {
    changed = false;
    for (const node of order) {
      if (node === entry) continue;
      let best: number | undefined;
      for (const e of flow.into[node] ?? []) {
        const from = flow.edges[e]?.from;
        if (from === undefined || blocked.has(e) || !above.has(from)) continue;
        best = best === undefined ? from : meet(best, from);
      }
      if (best === undefined || above.get(node) === best) continue;
      above.set(node, best);
      changed = true;
    }
  }
  const chain: number[] = [];
  for (let node = target; above.has(node); node = above.get(node) ?? entry) {
    chain.push(node);
    if (node === entry) break;
  }
  return chain;
}
