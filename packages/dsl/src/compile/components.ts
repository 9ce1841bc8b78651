// Strongly connected components (Tarjan, without recursion) of a part of the workflow graph.
import type { Flow } from './flow.ts';

export interface Components {
  /** The components that contain an edge, each in the order of its nodes. */
  readonly cyclic: readonly (readonly number[])[];
  /** Per node the number of its component; components are numbered in reverse topological order. -1: not among `nodes`. */
  readonly of: Int32Array;
  readonly count: number;
}

/** The components of `nodes` over the edges that pass. An edge belongs to the part when both ends are among `nodes`. */
export function components(flow: Flow, nodes: readonly number[], passes: (edge: number) => boolean): Components {
  const search = new ComponentSearch(flow);
  const cyclic = search.run(nodes, passes);
  return { cyclic, of: search.of, count: search.count };
}

/** Searches one graph many times: a search costs as much as the part it looks at. */
export class ComponentSearch {
  /** Of the last search. */
  readonly of: Int32Array;
  count = 0;
  private readonly flow: Flow;
  /** The order of visits; -1 not yet visited, -2 not among the nodes of this search. */
  private readonly index: Int32Array;
  private readonly low: Int32Array;
  private readonly next: Int32Array;

  constructor(flow: Flow) {
    this.flow = flow;
    this.of = new Int32Array(flow.size).fill(-1);
    this.index = new Int32Array(flow.size).fill(-2);
    this.low = new Int32Array(flow.size);
    this.next = new Int32Array(flow.size);
  }

  /** The components that contain an edge, each in the order of its nodes. */
  run(nodes: readonly number[], passes: (edge: number) => boolean): number[][] {
    const { flow, index, low, next, of } = this;
    for (const node of nodes) {
      index[node] = -1;
      next[node] = 0;
      of[node] = -1;
    }
    const open: number[] = [];
    const cyclic: number[][] = [];
    let visited = 0;
    this.count = 0;
    // The `!`: node and edge numbers are within their lists.
    for (const root of nodes) {
      if (index[root] !== -1) continue;
      const path = [root];
      index[root] = low[root] = visited++;
      open.push(root);
      while (path.length > 0) {
        const node = path.at(-1)!;
        const e = flow.out[node]![next[node]!];
        if (e !== undefined) {
          next[node] = next[node]! + 1;
          const { to } = flow.edges[e]!;
          if (index[to] === -2 || !passes(e)) continue;
          if (index[to] === -1) {
            index[to] = low[to] = visited++;
            open.push(to);
            path.push(to);
          } else if (of[to] === -1) low[node] = Math.min(low[node]!, index[to]!);
          continue;
        }
        path.pop();
        const parent = path.at(-1);
        if (parent !== undefined) low[parent] = Math.min(low[parent]!, low[node]!);
        if (low[node] === index[node]) {
          if (open.at(-1) === node) {
            // Most components are one node; they need no list.
            open.pop();
            of[node] = this.count++;
            if (hasSelfEdge(flow, node, passes)) cyclic.push([node]);
            continue;
          }
          const members = open.splice(open.lastIndexOf(node));
          for (const member of members) of[member] = this.count;
          this.count++;
          cyclic.push(members.sort((a, b) => a - b));
        }
      }
    }
    for (const node of nodes) index[node] = -2;
    return cyclic;
  }
}

function hasSelfEdge(flow: Flow, node: number, passes: (edge: number) => boolean): boolean {
  for (const e of flow.out[node]!) if (flow.edges[e]!.to === node && passes(e)) return true;
  return false;
}
