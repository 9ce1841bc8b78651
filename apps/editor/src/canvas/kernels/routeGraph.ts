// The routes of all edges for given positions: ELK's own where both ends still stand as ELK put them, ours elsewhere (E-EDGE-01).
// Incremental. Invariants:
// 1. A route whose ends did not move, and that no moved card came to lie upon, is the same object as before.
// 2. When no route changed, the map is the same object.
import type { Direction } from '../../document/model.ts';
import { boxOfRoute, placeLabel } from './edgePath.ts';
import { quickRoute, routeEdge, segmentsOf } from './edgeRouting.ts';
import type { Segment } from './edgeRouting.ts';
import { boxOfCorners, boxesTouch, inflate } from './geometry.ts';
import type { Box, Point, Size } from './geometry.ts';
import type { EdgeRoute, LayoutResult } from './layoutGraph.ts';
import { entryPort, exitPort } from './ports.ts';
import { SpatialIndex } from './spatialIndex.ts';

export interface RoutedEdge {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  readonly exit: number;
  readonly exits: number;
  readonly label?: Size;
  /** Goes against the flow: runs outside of what it loops over. */
  readonly back?: boolean;
}
export interface Routes {
  readonly routes: ReadonlyMap<string, EdgeRoute>;
  readonly boxes: ReadonlyMap<string, Box>;
  /** What each route was made for. */
  readonly keys: ReadonlyMap<string, string>;
}
export const noRoutes: Routes = { routes: new Map(), boxes: new Map(), keys: new Map() };

export function routeGraph(
  edges: readonly RoutedEdge[],
  boxes: ReadonlyMap<string, Box>,
  direction: Direction,
  solved: LayoutResult | null,
  previous: Routes = noRoutes,
): Routes {
  const moved = movedBoxes(boxes, previous.boxes);
  const routes = new Map<string, EdgeRoute>();
  const keys = new Map<string, string>();
  const open: { readonly edge: RoutedEdge; readonly start: Point; readonly end: Point }[] = [];
  let changed = edges.length !== previous.routes.size;
  for (const edge of edges) {
    const source = boxes.get(edge.source);
    const target = boxes.get(edge.target);
    if (!source || !target) continue;
    const start = exitPort(source, direction, edge.exit, edge.exits);
    const end = entryPort(target, direction);
    const label = edge.label ? `${edge.label.width}x${edge.label.height}` : '';
    const fromElk = solvedRoute(edge, start, end, solved);
    const key = `${start.x},${start.y},${end.x},${end.y},${direction},${label},${fromElk ? 'elk' : ''}`;
    const kept = previous.routes.get(edge.id);
    keys.set(edge.id, key);
    const stillGood = kept && previous.keys.get(edge.id) === key && !crosses(kept, edge, moved);
    if (stillGood) routes.set(edge.id, kept);
    else if (fromElk && !crosses(fromElk, edge, moved, previous.boxes.size > 0)) {
      routes.set(edge.id, fromElk);
      changed = true;
    } else {
      routes.set(edge.id, { points: [] }); // holds the place in the order
      open.push({ edge, start, end });
      changed = true;
    }
  }
  if (!changed && moved.size === 0) return previous.boxes === boxes ? previous : { ...previous, boxes, keys };
  if (open.length > 0) lay(open, routes, edges, boxes, direction);
  return { routes: changed ? routes : previous.routes, boxes, keys };
}

/** A three-stretch route for a picture that is about to change: it looks at no card in its way, and no later route builds on it. */
export function passingRoute(edge: RoutedEdge, source: Box, target: Box, direction: Direction): EdgeRoute {
  const start = exitPort(source, direction, edge.exit, edge.exits);
  const points = quickRoute(start, entryPort(target, direction), direction);
  return edge.label ? { points, label: placeLabel(points, edge.label, []) } : { points };
}
export function passingRoutes(
  edges: readonly RoutedEdge[],
  boxes: ReadonlyMap<string, Box>,
  direction: Direction,
): Routes {
  const routes = new Map<string, EdgeRoute>();
  for (const edge of edges) {
    const source = boxes.get(edge.source);
    const target = boxes.get(edge.target);
    if (source && target) routes.set(edge.id, passingRoute(edge, source, target, direction));
  }
  return { routes, boxes, keys: new Map() };
}

function lay(
  open: readonly { readonly edge: RoutedEdge; readonly start: Point; readonly end: Point }[],
  routes: Map<string, EdgeRoute>,
  edges: readonly RoutedEdge[],
  boxes: ReadonlyMap<string, Box>,
  direction: Direction,
): void {
  const obstacles = new SpatialIndex<Box>([...boxes.values()].map((box) => [box, box]));
  const laid = new SpatialIndex<Segment>();
  const labels = new SpatialIndex<Box>();
  const add = (edge: RoutedEdge, points: readonly Point[], label: Point | undefined): void => {
    for (const segment of segmentsOf(points, edge.source, edge.target))
      laid.add(segment, boxOfCorners(segment.a, segment.b));
    if (!label || !edge.label) return;
    const box = { ...label, ...edge.label };
    labels.add(box, box);
  };
  for (const edge of edges) {
    const route = routes.get(edge.id);
    if (route && route.points.length > 0) add(edge, route.points, route.label);
  }
  for (const { edge, start, end } of open) {
    const points = routeEdge({
      from: edge.source,
      to: edge.target,
      start,
      end,
      direction,
      obstacles: obstacles.inside(areaOfRoute(edge, start, end, direction)),
      laid: laid.inside(inflate(boxOfCorners(start, end), nearby)),
      ...(edge.back ? { back: true } : {}),
    });
    const route = edge.label ? { points, label: labelPlace(edge, edge.label, points) } : { points };
    add(edge, points, route.label);
    routes.set(edge.id, route);
  }

  function labelPlace(edge: RoutedEdge, size: Size, points: readonly Point[]): Point {
    const area = boxOfRoute(points, nearLabel);
    const others = laid
      .inside(area)
      .filter((segment) => segment.from !== edge.source || segment.to !== edge.target)
      .map(({ a, b }) => boxOfCorners(a, b));
    return placeLabel(points, size, [...obstacles.inside(area), ...labels.inside(area)], others);
  }
}

/** Cards that can matter to a route: those around its ends; around the whole of what it loops over when it goes back. */
function areaOfRoute(edge: RoutedEdge, start: Point, end: Point, direction: Direction): Box {
  const area = inflate(boxOfCorners(start, end), nearby);
  if (!edge.back) return area;
  const everywhere = { from: -1e6, length: 2e6 };
  return direction === 'down'
    ? { ...area, x: everywhere.from, width: everywhere.length }
    : { ...area, y: everywhere.from, height: everywhere.length };
}

/** ELK's route when its ends are still where ELK had them, both shifted alike. */
function solvedRoute(edge: RoutedEdge, start: Point, end: Point, solved: LayoutResult | null): EdgeRoute | null {
  const route = solved?.routes[edge.id];
  const first = route?.points[0];
  const last = route?.points.at(-1);
  if (!route || !first || !last || (edge.label === undefined) !== (route.label === undefined)) return null;
  const dx = start.x - first.x;
  const dy = start.y - first.y;
  if (Math.abs(end.x - last.x - dx) > 1 || Math.abs(end.y - last.y - dy) > 1) return null;
  if (dx === 0 && dy === 0) return route;
  const shift = (point: Point): Point => ({ x: point.x + dx, y: point.y + dy });
  return { points: route.points.map(shift), ...(route.label ? { label: shift(route.label) } : {}) };
}

function movedBoxes(now: ReadonlyMap<string, Box>, before: ReadonlyMap<string, Box>): ReadonlyMap<string, Box> {
  const moved = new Map<string, Box>();
  for (const [id, box] of now) {
    const old = before.get(id);
    if (!old || old.x !== box.x || old.y !== box.y || old.width !== box.width || old.height !== box.height)
      moved.set(id, box);
  }
  return moved;
}

/** Whether a card that moved now lies on the route (its ends aside). After ELK placed everything, nothing does. */
function crosses(route: EdgeRoute, edge: RoutedEdge, moved: ReadonlyMap<string, Box>, check = true): boolean {
  if (!check || moved.size === 0) return false;
  const whole = boxOfRoute(route.points);
  for (const [id, box] of moved) {
    if (id === edge.source || id === edge.target || !boxesTouch(whole, box)) continue;
    for (let i = 1; i < route.points.length; i++) {
      const a = route.points[i - 1] as Point; // in range by the loop's bounds
      const b = route.points[i] as Point;
      const low = { x: Math.min(a.x, b.x), y: Math.min(a.y, b.y) };
      const size = { width: Math.abs(a.x - b.x), height: Math.abs(a.y - b.y) };
      if (boxesTouch({ ...low, ...size }, box)) return true;
    }
  }
  return false;
}

/** How far from its ends other routes and cards can matter to a route, and how far from a route they matter to its label. */
const nearby = 400;
const nearLabel = 200;
