// What lies under the pointer where cards and edges are paint and no elements (E-CANVAS-11): the card, else the edge within reach.
import type { ItemId } from '../../document/model.ts';
import { boxOfRoute, distanceToRoute } from '../kernels/edgePath.ts';
import type { Box, Point } from '../kernels/geometry.ts';
import type { EdgeRoute } from '../kernels/layoutGraph.ts';
import { SpatialIndex } from '../kernels/spatialIndex.ts';
import type { ViewState } from '../view.ts';

const cards = new WeakMap<ReadonlyMap<ItemId, Box>, SpatialIndex<ItemId>>();
const edges = new WeakMap<ReadonlyMap<string, EdgeRoute>, SpatialIndex<string>>();

/** `reach`: how far from its line an edge is still meant, in flow coordinates. */
export function itemAt({ boxes, routes }: Pick<ViewState, 'boxes' | 'routes'>, at: Point, reach = 6): ItemId | null {
  const card = remembered(cards, boxes, () => new SpatialIndex(boxes)).at(at);
  if (card !== null) return card;
  const near = remembered(edges, routes, () => {
    const index = new SpatialIndex<string>();
    for (const [id, { points }] of routes) if (points.length > 0) index.add(id, boxOfRoute(points));
    return index;
  }).inside({ x: at.x - reach, y: at.y - reach, width: 2 * reach, height: 2 * reach });
  const hit = near.findLast((id) => distanceToRoute(at, routes.get(id)?.points ?? []) <= reach);
  return (hit as ItemId | undefined) ?? null; // routes are keyed by the ids of edges
}

function remembered<K extends object, V>(known: WeakMap<K, V>, key: K, make: () => V): V {
  const before = known.get(key);
  if (before !== undefined) return before;
  const made = make();
  known.set(key, made);
  return made;
}
