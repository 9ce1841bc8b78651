// Placement without a solver: layers by longest path, two sweeps that pull nodes towards their neighbours, rows centred on the
// flow. Linear in nodes and edges, the same picture every time (E-LAYOUT-03); used while ELK works, and when it fails (E-LAYOUT-12).
import type { Point } from './geometry.ts';
import { extent, fromFlow, snapToGrid } from './geometry.ts';
import { flowOrder, spacings } from './layoutGraph.ts';
import type { LayoutGraph, LayoutNode } from './layoutGraph.ts';

export function quickPlacement(graph: LayoutGraph): { readonly [nodeId: string]: Point } {
  const order = flowOrder(graph);
  const rank = new Map(order.map((id, index) => [id, index]));
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const forward = graph.edges.filter((edge) => (rank.get(edge.from) ?? Infinity) < (rank.get(edge.to) ?? -Infinity));
  const layers = layered(order, nodes, forward);
  sweep(layers, forward);
  return coordinates(layers, graph);
}

type Links = readonly { readonly from: string; readonly to: string }[];

function layered(order: readonly string[], nodes: ReadonlyMap<string, LayoutNode>, forward: Links): LayoutNode[][] {
  const incoming = new Map<string, string[]>();
  for (const edge of forward) incoming.set(edge.to, [...(incoming.get(edge.to) ?? []), edge.from]);
  const layerOf = new Map<string, number>();
  let deepest = 0;
  for (const id of order) {
    let layer = 0;
    for (const source of incoming.get(id) ?? []) layer = Math.max(layer, (layerOf.get(source) ?? 0) + 1);
    layerOf.set(id, layer);
    deepest = Math.max(deepest, layer);
  }
  const layers: LayoutNode[][] = Array.from({ length: deepest + 1 }, () => []);
  for (const id of order) {
    const node = nodes.get(id);
    if (node) layers[node.layer === 'last' ? deepest : (layerOf.get(id) ?? 0)]?.push(node);
  }
  return layers.filter((layer) => layer.length > 0);
}

/** Orders each layer by the mean place of its neighbours in the layer before (then after); stable, so the text decides ties. */
function sweep(layers: LayoutNode[][], forward: Links): void {
  const before = new Map<string, string[]>();
  const after = new Map<string, string[]>();
  for (const { from, to } of forward) {
    before.set(to, [...(before.get(to) ?? []), from]);
    after.set(from, [...(after.get(from) ?? []), to]);
  }
  const place = new Map<string, number>();
  const number = (layer: readonly LayoutNode[]): void =>
    layer.forEach((node, index) => place.set(node.id, index - (layer.length - 1) / 2));
  layers.forEach(number);
  const sortBy = (layer: LayoutNode[], neighbours: ReadonlyMap<string, readonly string[]>): void => {
    const weight = new Map(
      layer.map((node) => {
        const places = (neighbours.get(node.id) ?? []).map((id) => place.get(id) ?? 0);
        const own = place.get(node.id) ?? 0;
        return [node.id, places.length === 0 ? own : places.reduce((sum, at) => sum + at, 0) / places.length];
      }),
    );
    layer.sort((a, b) => (weight.get(a.id) ?? 0) - (weight.get(b.id) ?? 0));
    number(layer);
  };
  for (const layer of layers.slice(1)) sortBy(layer, before);
  for (const layer of layers.slice(0, -1).reverse()) sortBy(layer, after);
  for (const layer of layers.slice(1)) sortBy(layer, before);
}

function coordinates(layers: readonly LayoutNode[][], graph: LayoutGraph): { readonly [nodeId: string]: Point } {
  const { within, between } = spacings[graph.spacing];
  const positions: { [nodeId: string]: Point } = {};
  let along = 0;
  for (const layer of layers) {
    const total = layer.reduce((sum, node) => sum + extent(node, graph.direction).across + within, -within);
    let across = snapToGrid(-total / 2);
    let depth = 0;
    for (const node of layer) {
      const size = extent(node, graph.direction);
      positions[node.id] = fromFlow(along, across, graph.direction);
      across += snapToGrid(size.across + within);
      depth = Math.max(depth, size.along);
    }
    along += snapToGrid(depth + between);
  }
  return positions;
}
