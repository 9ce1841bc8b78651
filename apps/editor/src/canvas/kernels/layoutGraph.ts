// What layout sees of a workflow: boxes, edges with label sizes, and nothing of their meaning. `flowOrder` is the order in which
// every layout walks the graph, so quick placement and ELK agree on what comes first (E-LAYOUT-03).
import type { Direction, Spacing } from '../../document/model.ts';
import type { Point, Size } from './geometry.ts';

export interface LayoutNode extends Size {
  readonly id: string;
  /** `first` and `last` pull the start pill and the terminals to the ends (E-LAYOUT-02). */
  readonly layer?: 'first' | 'last';
}
export interface LayoutEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** Goes against the flow: a loop edge that closes a cycle. */
  readonly back: boolean;
  readonly label?: Size;
}
export interface LayoutGraph {
  /** In the order of the text, the start pill first. */
  readonly nodes: readonly LayoutNode[];
  /** In the order of the text; exits of a node are numbered in this order. */
  readonly edges: readonly LayoutEdge[];
  readonly direction: Direction;
  readonly spacing: Spacing;
}
export interface EdgeRoute {
  /** From the exit port to the entry port; neighbours differ in one coordinate. */
  readonly points: readonly Point[];
  /** Top left corner of the label's box. */
  readonly label?: Point;
}
export interface LayoutResult {
  readonly positions: { readonly [nodeId: string]: Point };
  readonly routes: { readonly [edgeId: string]: EdgeRoute };
}

/** Pixels within a layer and between layers (E-LAYOUT-02). */
export const spacings: { readonly [S in Spacing]: { readonly within: number; readonly between: number } } = {
  tight: { within: 32, between: 48 },
  normal: { within: 48, between: 72 },
  loose: { within: 80, between: 112 },
};

/** Node ids so that every forward edge points to a later one; ties in the order of the text. Cycles are cut where they close. */
export function flowOrder(graph: Pick<LayoutGraph, 'nodes' | 'edges'>): readonly string[] {
  const waiting = new Map<string, number>(graph.nodes.map((node) => [node.id, 0]));
  const targets = new Map<string, string[]>();
  for (const edge of graph.edges) {
    if (edge.back || edge.from === edge.to) continue;
    const count = waiting.get(edge.to);
    if (count === undefined || !waiting.has(edge.from)) continue;
    waiting.set(edge.to, count + 1);
    const list = targets.get(edge.from);
    if (list) list.push(edge.to);
    else targets.set(edge.from, [edge.to]);
  }
  const order: string[] = [];
  const done = new Set<string>();
  // Depth first along the text: a branch is finished before its sibling starts, as long as its nodes are ready.
  const ready = graph.nodes
    .filter((node) => waiting.get(node.id) === 0)
    .map((node) => node.id)
    .reverse();
  let next = 0;
  while (order.length < graph.nodes.length) {
    let id = ready.pop();
    while (id === undefined) {
      const candidate = graph.nodes[next++]?.id;
      if (candidate === undefined) return order;
      if (!done.has(candidate)) id = candidate; // a cycle without a marked back edge: cut here
    }
    if (done.has(id)) continue;
    done.add(id);
    order.push(id);
    const freed: string[] = [];
    for (const target of targets.get(id) ?? []) {
      const left = (waiting.get(target) ?? 0) - 1;
      waiting.set(target, left);
      if (left === 0) freed.push(target);
    }
    ready.push(...freed.reverse());
  }
  return order;
}
