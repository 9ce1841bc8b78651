// The workflow graph (L-SEM-10) on whole numbers: nodes 0…n-1 are the declared nodes in file order, then `done` and `fail`; edges keep
// file order. Reachability, back edges and the order of the acyclic rest are computed once here; loops and convergence build on it.
// Nothing recurses: graphs may be 10 000 nodes deep.

export interface FlowEdge {
  readonly from: number;
  readonly to: number;
  /** The name of the loop it bears. */
  readonly loop?: string;
}
export interface Flow {
  readonly size: number;
  readonly done: number;
  readonly fail: number;
  readonly entry: number | undefined;
  readonly edges: readonly FlowEdge[];
  /** Per node the edges that leave (enter) it, in file order. */
  readonly out: readonly (readonly number[])[];
  readonly into: readonly (readonly number[])[];
  /** Per node: reachable from the entry over any edges. */
  readonly reachable: readonly boolean[];
  /** Per edge: whether it leads to a node on the stack of the depth-first walk. */
  readonly back: readonly boolean[];
  /** The reachable nodes, each after all that lead to it over edges that are not back edges. */
  readonly order: readonly number[];
  /** Per node its place in `order`; -1 when not reachable. */
  readonly place: readonly number[];
}

/** Lists indexed by node and edge numbers below are complete by construction, hence the `!`. */
export function buildFlow(size: number, edges: readonly FlowEdge[], entry: number | undefined): Flow {
  const out: number[][] = Array.from({ length: size }, () => []);
  const into: number[][] = Array.from({ length: size }, () => []);
  for (let e = 0; e < edges.length; e++) {
    const edge = edges[e]!;
    out[edge.from]!.push(e);
    into[edge.to]!.push(e);
  }
  const walk = depthFirst(size, edges, out, entry);
  return { size, done: size - 2, fail: size - 1, entry, edges, out, into, ...walk };
}

function depthFirst(
  size: number,
  edges: readonly FlowEdge[],
  out: readonly (readonly number[])[],
  entry: number | undefined,
): Pick<Flow, 'reachable' | 'back' | 'order' | 'place'> {
  const reachable = Array.from({ length: size }, () => false);
  const back = Array.from({ length: edges.length }, () => false);
  const place = Array.from({ length: size }, () => -1);
  const finished: number[] = [];
  if (entry !== undefined) {
    const onStack = Array.from({ length: size }, () => false);
    const stack = [entry];
    const next = Array.from({ length: size }, () => 0);
    reachable[entry] = true;
    onStack[entry] = true;
    while (stack.length > 0) {
      const node = stack.at(-1)!;
      const e = out[node]![next[node]!++];
      if (e === undefined) {
        stack.pop();
        onStack[node] = false;
        finished.push(node);
        continue;
      }
      const { to } = edges[e]!;
      if (onStack[to] === true) back[e] = true;
      else if (reachable[to] !== true) {
        reachable[to] = true;
        onStack[to] = true;
        stack.push(to);
      }
    }
  }
  const order = finished.reverse();
  for (let i = 0; i < order.length; i++) place[order[i]!] = i;
  return { reachable, back, order, place };
}

/** The nodes that `starts` reach over the edges that pass, the starts included; a blocked node is reached but not passed. */
export function reach(
  flow: Flow,
  starts: readonly number[],
  passes: (edge: number) => boolean,
  blocked?: number,
): Set<number> {
  const found = new Set(starts);
  const queue = [...found];
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    if (node === blocked) continue;
    for (const e of flow.out[node]!) {
      const { to } = flow.edges[e]!;
      if (!found.has(to) && passes(e)) {
        found.add(to);
        queue.push(to);
      }
    }
  }
  return found;
}

/** Per node: whether it reaches a target over the edges that pass (a target reaches itself). */
export function reaching(flow: Flow, targets: readonly number[], passes: (edge: number) => boolean): boolean[] {
  const found = Array.from({ length: flow.size }, () => false);
  const queue = [...targets];
  for (const target of targets) found[target] = true;
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    for (const e of flow.into[node]!) {
      const { from } = flow.edges[e]!;
      if (found[from] !== true && passes(e)) {
        found[from] = true;
        queue.push(from);
      }
    }
  }
  return found;
}
