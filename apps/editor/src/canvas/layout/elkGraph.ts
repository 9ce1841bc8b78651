// The translation between our layout graph and ELK's (E-LAYOUT-02). Pure: no worker, no ELK. Edges are sorted and nodes come in
// flow order, so equal graphs give equal requests; that text is also the cache key (E-LAYOUT-03).
import type { ElkExtendedEdge, ElkNode, LayoutOptions } from 'elkjs/lib/elk-api.js';
import type { Direction } from '../../document/model.ts';
import type { Point } from '../kernels/geometry.ts';
import { simplify } from '../kernels/edgePath.ts';
import { flowOrder, spacings } from '../kernels/layoutGraph.ts';
import type { EdgeRoute, LayoutEdge, LayoutGraph, LayoutNode, LayoutResult } from '../kernels/layoutGraph.ts';
import { entryOffset, exitOffset } from '../kernels/ports.ts';

/** Network simplex places better and takes too long above this (E-LAYOUT-02). */
const simplexLimit = 200;

export function elkRequest(graph: LayoutGraph): ElkNode {
  const order = flowOrder(graph);
  const rank = new Map(order.map((id, index) => [id, index]));
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const known = graph.edges.filter((edge) => rank.has(edge.from) && rank.has(edge.to));
  const exits = new Map<string, string[]>();
  for (const edge of known) {
    const list = exits.get(edge.from);
    if (list) list.push(edge.id);
    else exits.set(edge.from, [edge.id]);
  }
  const place = new Map(known.map((edge, index) => [edge.id, index]));
  const sorted = known.toSorted(
    (a, b) => (rank.get(a.from) ?? 0) - (rank.get(b.from) ?? 0) || (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0),
  );
  return {
    id: 'root',
    layoutOptions: rootOptions(graph),
    children: order.flatMap((id) => {
      const node = nodes.get(id);
      return node ? [elkNode(node, exits.get(id) ?? [], graph.direction)] : [];
    }),
    edges: sorted.map((edge): ElkExtendedEdge => ({
      id: edge.id,
      sources: [`${edge.from}/out/${edge.id}`],
      targets: [`${edge.to}/in`],
      // The way forward is drawn straight before the ways back are.
      layoutOptions: { 'elk.layered.priority.straightness': straightness(edge, exits.get(edge.from)?.length ?? 1) },
      ...(edge.label
        ? {
            labels: [
              {
                id: `${edge.id}/label`,
                text: edge.id,
                ...edge.label,
                layoutOptions: { 'elk.edgeLabels.inline': 'true', 'elk.edgeLabels.placement': 'CENTER' },
              },
            ],
          }
        : {}),
    })),
  };
}

/** The only way out is straight before branches are, and those before ways back. */
function straightness(edge: LayoutEdge, exits: number): string {
  if (edge.back) return '0';
  return exits === 1 ? '20' : '5';
}

export function elkAnswer(answer: ElkNode): LayoutResult {
  const positions: { [id: string]: Point } = {};
  const routes: { [id: string]: EdgeRoute } = {};
  for (const child of answer.children ?? []) positions[child.id] = point(child);
  for (const edge of answer.edges ?? []) {
    const section = edge.sections?.[0];
    if (!section) continue;
    const label = edge.labels?.[0];
    routes[edge.id] = {
      points: simplify([section.startPoint, ...(section.bendPoints ?? []), section.endPoint].map(point)),
      ...(label ? { label: point(label) } : {}),
    };
  }
  return { positions, routes };
}

function rootOptions(graph: LayoutGraph): LayoutOptions {
  const { within, between } = spacings[graph.spacing];
  const small = graph.nodes.length < simplexLimit;
  return {
    'elk.algorithm': 'layered',
    'elk.direction': graph.direction === 'down' ? 'DOWN' : 'RIGHT',
    'elk.edgeRouting': 'ORTHOGONAL',
    'elk.padding': '[top=0,left=0,bottom=0,right=0]',
    'elk.randomSeed': '1',
    'elk.separateConnectedComponents': 'true',
    'elk.spacing.componentComponent': String(between),
    'elk.spacing.nodeNode': String(within),
    'elk.spacing.edgeNode': '24',
    'elk.spacing.edgeEdge': '16',
    'elk.spacing.edgeLabel': '4',
    'elk.layered.spacing.nodeNodeBetweenLayers': String(between),
    'elk.layered.spacing.edgeNodeBetweenLayers': '20',
    'elk.layered.spacing.edgeEdgeBetweenLayers': '12',
    'elk.layered.feedbackEdges': 'true',
    'elk.layered.cycleBreaking.strategy': 'MODEL_ORDER',
    'elk.layered.considerModelOrder.strategy': 'PREFER_EDGES',
    'elk.layered.nodePlacement.strategy': small ? 'NETWORK_SIMPLEX' : 'BRANDES_KOEPF',
    'elk.layered.nodePlacement.bk.fixedAlignment': 'BALANCED',
    'elk.layered.edgeLabels.centerLabelPlacementStrategy': 'TAIL_LAYER',
    'elk.layered.thoroughness': small ? '12' : '7',
  };
}

function elkNode(node: LayoutNode, exits: readonly string[], direction: Direction): ElkNode {
  const down = direction === 'down';
  const constraint = node.layer === 'first' ? 'FIRST' : node.layer === 'last' ? 'LAST' : undefined;
  return {
    id: node.id,
    width: node.width,
    height: node.height,
    layoutOptions: {
      'elk.portConstraints': 'FIXED_POS',
      ...(constraint ? { 'elk.layered.layering.layerConstraint': constraint } : {}),
    },
    ports: [
      {
        id: `${node.id}/in`,
        ...entryOffset(node, direction),
        width: 0,
        height: 0,
        layoutOptions: { 'elk.port.side': down ? 'NORTH' : 'WEST' },
      },
      ...exits.map((edge, index) => ({
        id: `${node.id}/out/${edge}`,
        ...exitOffset(node, direction, index, exits.length),
        width: 0,
        height: 0,
        layoutOptions: { 'elk.port.side': down ? 'SOUTH' : 'EAST' },
      })),
    ],
  };
}

function point(at: { readonly x?: number; readonly y?: number }): Point {
  return { x: Math.round(at.x ?? 0), y: Math.round(at.y ?? 0) };
}
