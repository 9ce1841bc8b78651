// Walking the graph with the arrow keys (E-A11Y-03): along the flow to the successor that lies straightest ahead, against it to the
// predecessor, sideways to siblings, and through the edges of a node. Pure.
import type { Direction, ItemId } from '../../document/model.ts';
import type { Box } from './geometry.ts';

export type Way = 'forward' | 'back' | 'next' | 'previous' | 'edge';
export interface WalkGraph {
  readonly boxes: ReadonlyMap<ItemId, Box>;
  readonly wires: ReadonlyMap<
    ItemId,
    { readonly id: ItemId; readonly source: ItemId; readonly target: ItemId; readonly back: boolean }
  >;
}

/** Where a key leads from `from`; the first node in reading order when there is no `from`. Null when there is no way on. */
export function walk(graph: WalkGraph, from: ItemId | null, way: Way, direction: Direction): ItemId | null {
  const wire = from === null ? undefined : graph.wires.get(from);
  if (wire) return fromEdge(graph, wire, way);
  const box = from === null ? undefined : graph.boxes.get(from);
  if (from === null || !box) return readingOrder(graph, direction)[0] ?? null;
  const wires = [...graph.wires.values()];
  switch (way) {
    case 'forward':
      return straightest(
        wires.filter((w) => w.source === from && w.target !== from).map((w) => w.target),
        box,
        graph,
        direction,
      );
    case 'back':
      return straightest(
        wires.filter((w) => w.target === from && w.source !== from && !w.back).map((w) => w.source),
        box,
        graph,
        direction,
      );
    case 'next':
    case 'previous':
      return sibling(graph, from, box, way === 'next' ? 1 : -1, direction);
    case 'edge':
      return wires.find((w) => w.source === from)?.id ?? wires.find((w) => w.target === from)?.id ?? null;
    default:
      return way satisfies never;
  }
}

/** Nodes line by line along the flow, as a reader would go. */
export function readingOrder(graph: Pick<WalkGraph, 'boxes'>, direction: Direction): ItemId[] {
  return [...graph.boxes]
    .sort(([, a], [, b]) => (direction === 'down' ? a.y - b.y || a.x - b.x : a.x - b.x || a.y - b.y))
    .map(([id]) => id);
}

function fromEdge(
  graph: WalkGraph,
  wire: { readonly id: ItemId; readonly source: ItemId; readonly target: ItemId },
  way: Way,
): ItemId | null {
  if (way === 'forward') return wire.target;
  if (way === 'back') return wire.source;
  const around = [...graph.wires.values()].filter((w) => w.source === wire.source || w.target === wire.source);
  const at = around.findIndex((w) => w.id === wire.id);
  const step = way === 'previous' ? -1 : 1;
  return around[(at + step + around.length) % around.length]?.id ?? null;
}

function straightest(ids: readonly ItemId[], from: Box, graph: WalkGraph, direction: Direction): ItemId | null {
  let best: ItemId | null = null;
  let distance = Infinity;
  for (const id of ids) {
    const box = graph.boxes.get(id);
    if (!box) continue;
    const aside =
      direction === 'down' ? Math.abs(middleX(box) - middleX(from)) : Math.abs(middleY(box) - middleY(from));
    if (aside < distance) {
      distance = aside;
      best = id;
    }
  }
  return best;
}

/** The nearest node beside this one: those that overlap it along the flow. */
function sibling(graph: WalkGraph, from: ItemId, box: Box, step: 1 | -1, direction: Direction): ItemId | null {
  let best: ItemId | null = null;
  let distance = Infinity;
  for (const [id, other] of graph.boxes) {
    if (id === from) continue;
    const beside =
      direction === 'down'
        ? other.y < box.y + box.height && box.y < other.y + other.height
        : other.x < box.x + box.width && box.x < other.x + other.width;
    const ahead = step * (direction === 'down' ? middleX(other) - middleX(box) : middleY(other) - middleY(box));
    if (beside && ahead > 0 && ahead < distance) {
      distance = ahead;
      best = id;
    }
  }
  return best;
}
function middleX(box: Box): number {
  return box.x + box.width / 2;
}
function middleY(box: Box): number {
  return box.y + box.height / 2;
}
