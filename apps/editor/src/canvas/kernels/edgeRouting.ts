// Orthogonal routes for edges whose ends are not where ELK put them (E-EDGE-01). Invariants:
// 1. A route leaves its source along the flow and arrives at its target along the flow, and bends at right angles only.
// 2. It crosses no card other than its ends while there is any way around; without one, the short three-stretch route is used.
// 3. It shares no stretch longer than 24 px with a route of other ends, as long as a way beside it exists.
// Search is A* over the lines that the obstacles near the two ends give; cost is length plus a price for every bend.
import type { Direction } from '../../document/model.ts';
import { boxOfCorners, boxesTouch, inflate } from './geometry.ts';
import type { Box, Point } from './geometry.ts';
import { simplify } from './edgePath.ts';

export interface Segment {
  readonly a: Point;
  readonly b: Point;
  /** Ids of the ends of the edge it belongs to. */
  readonly from: string;
  readonly to: string;
}
export interface RouteRequest {
  readonly from: string;
  readonly to: string;
  readonly start: Point;
  readonly end: Point;
  readonly direction: Direction;
  readonly obstacles: readonly Box[];
  /** Stretches of routes that are already laid. */
  readonly laid: readonly Segment[];
  /** Closes a loop: runs outside the cards between its ends (E-EDGE-01). */
  readonly back?: boolean;
}

/** How far a route runs straight out of a port before it may bend. */
const stub = 16;
const gap = 8;
const tracks = [14, 24];
const bendPrice = 40;
const sharedPrice = 600;
const reach = 160;
const maxObstacles = 40;

export function routeEdge(request: RouteRequest): readonly Point[] {
  const { start, end, direction } = request;
  const out = direction === 'down' ? { x: start.x, y: start.y + stub } : { x: start.x + stub, y: start.y };
  const into = direction === 'down' ? { x: end.x, y: end.y - stub } : { x: end.x - stub, y: end.y };
  if (request.back) {
    const outside = outsideRoute(out, into, request);
    if (outside) return simplify([start, ...outside, end]);
  }
  const near = nearest(request.obstacles, boxOfCorners(out, into));
  const inner = search(out, into, request, near);
  return simplify([start, ...(inner ?? threeStretch(out, into, direction)), end]);
}

/** Around the side of everything that stands between the ends, on the nearer side that is free; null when a card is in the way. */
function outsideRoute(out: Point, into: Point, request: RouteRequest): readonly Point[] | null {
  const down = request.direction === 'down';
  const along = (point: Point): number => (down ? point.y : point.x);
  const across = (point: Point): number => (down ? point.x : point.y);
  const low = Math.min(along(out), along(into));
  const high = Math.max(along(out), along(into));
  const between = request.obstacles.filter((box) =>
    down ? box.y < high && box.y + box.height > low : box.x < high && box.x + box.width > low,
  );
  const starts = between.map((box) => (down ? box.x : box.y));
  const ends = between.map((box) => (down ? box.x + box.width : box.y + box.height));
  const sides = [
    Math.max(across(out), across(into), ...ends) + outsideGap,
    Math.min(across(out), across(into), ...starts) - outsideGap,
  ];
  const detour = (side: number): number => Math.abs(side - across(out)) + Math.abs(side - across(into));
  for (const wanted of sides.toSorted((a, b) => detour(a) - detour(b))) {
    const sign = wanted > across(out) ? 1 : -1;
    for (let lane = 0; lane < lanes; lane++) {
      const side = wanted + sign * lane * laneWidth;
      const at = (where: Point): Point => (down ? { x: side, y: where.y } : { x: where.x, y: side });
      const route = [out, at(out), at(into), into];
      if (isClear(route, request)) return route;
    }
  }
  return null;
}
const outsideGap = 28;
const lanes = 6;
const laneWidth = 12;

function isClear(route: readonly Point[], request: RouteRequest): boolean {
  for (const segment of segmentsOf(route, request.from, request.to)) {
    const box = boxOfCorners(segment.a, segment.b);
    if (request.obstacles.some((obstacle) => boxesTouch(obstacle, box, gap / 2))) return false;
    const alongX = segment.a.y === segment.b.y;
    const shared = request.laid.some((other) => {
      if (other.from === request.from || other.to === request.to || (other.a.y === other.b.y) !== alongX) return false;
      return boxesTouch(boxOfCorners(other.a, other.b), box, 6);
    });
    if (shared) return false;
  }
  return true;
}

/** The route while a node is being dragged, and where the search finds nothing: out, across, in. */
function threeStretch(out: Point, into: Point, direction: Direction): readonly Point[] {
  if (direction === 'down') {
    const middle = (out.y + into.y) / 2;
    return [out, { x: out.x, y: middle }, { x: into.x, y: middle }, into];
  }
  const middle = (out.x + into.x) / 2;
  return [out, { x: middle, y: out.y }, { x: middle, y: into.y }, into];
}
/** `threeStretch` between two ports with their straight ends. */
export function quickRoute(start: Point, end: Point, direction: Direction): readonly Point[] {
  const out = direction === 'down' ? { x: start.x, y: start.y + stub } : { x: start.x + stub, y: start.y };
  const into = direction === 'down' ? { x: end.x, y: end.y - stub } : { x: end.x - stub, y: end.y };
  return simplify([start, ...threeStretch(out, into, direction), end]);
}

export function segmentsOf(points: readonly Point[], from: string, to: string): readonly Segment[] {
  return points.slice(1).map((b, index) => ({ a: points[index] as Point, b, from, to })); // index of a sliced array
}

function nearest(obstacles: readonly Box[], area: Box): readonly Box[] {
  const near = obstacles.filter((box) => boxesTouch(box, area, reach));
  if (near.length <= maxObstacles) return near;
  const centre = { x: area.x + area.width / 2, y: area.y + area.height / 2 };
  const away = (box: Box): number =>
    Math.abs(box.x + box.width / 2 - centre.x) + Math.abs(box.y + box.height / 2 - centre.y);
  return near.toSorted((a, b) => away(a) - away(b)).slice(0, maxObstacles);
}

function search(out: Point, into: Point, request: RouteRequest, near: readonly Box[]): readonly Point[] | null {
  const xs = lines(
    out.x,
    into.x,
    near.flatMap((box) => tracks.flatMap((t) => [box.x - t, box.x + box.width + t])),
  );
  const ys = lines(
    out.y,
    into.y,
    near.flatMap((box) => tracks.flatMap((t) => [box.y - t, box.y + box.height + t])),
  );
  const columns = xs.length;
  const price = prices(xs, ys, request, near);
  const startCell = ys.indexOf(out.y) * columns + xs.indexOf(out.x);
  const goal = ys.indexOf(into.y) * columns + xs.indexOf(into.x);
  // A state is a grid point and how it was entered: 0 horizontally, 1 vertically.
  const states = columns * ys.length * 2;
  const cost = new Float64Array(states).fill(Infinity);
  const cameFrom = new Int32Array(states).fill(-1);
  const flow = request.direction === 'down' ? 1 : 0;
  const heap = new Heap();
  const first = startCell * 2 + flow;
  cost[first] = 0;
  heap.push(first, 0);
  for (let state = heap.pop(); state !== -1; state = heap.pop()) {
    const point = state >> 1;
    const axis = state & 1;
    const paid = cost[state] ?? Infinity;
    if (point === goal) {
      if (axis === flow || goal === startCell) return unwind(state, cameFrom, xs, ys, columns);
      relax(state, goal * 2 + flow, paid + bendPrice, 0);
      continue;
    }
    const column = point % columns;
    const row = (point - column) / columns;
    step(column > 0, point - 1, 0, price.horizontal[point - 1]);
    step(column < columns - 1, point + 1, 0, price.horizontal[point]);
    step(row > 0, point - columns, 1, price.vertical[point - columns]);
    step(row < ys.length - 1, point + columns, 1, price.vertical[point]);

    function step(possible: boolean, to: number, along: number, fee: number | undefined): void {
      if (!possible || fee === undefined || fee === Infinity) return;
      const toColumn = to % columns;
      const x = xs[toColumn] ?? 0;
      const y = ys[(to - toColumn) / columns] ?? 0;
      relax(
        state,
        to * 2 + along,
        paid + fee + (along === axis ? 0 : bendPrice),
        Math.abs(x - into.x) + Math.abs(y - into.y),
      );
    }
  }
  return null;

  function relax(from: number, to: number, total: number, left: number): void {
    if (total >= (cost[to] ?? Infinity)) return;
    cost[to] = total;
    cameFrom[to] = from;
    heap.push(to, total + left);
  }
}

/** For each piece between neighbouring grid points: its length, more where another route lies, Infinity inside a card. */
function prices(
  xs: readonly number[],
  ys: readonly number[],
  request: RouteRequest,
  near: readonly Box[],
): { readonly horizontal: Float64Array; readonly vertical: Float64Array } {
  const columns = xs.length;
  const horizontal = new Float64Array(columns * ys.length);
  const vertical = new Float64Array(columns * ys.length);
  for (let row = 0; row < ys.length; row++)
    for (let column = 0; column < columns; column++) {
      const point = row * columns + column;
      horizontal[point] = (xs[column + 1] ?? Infinity) - (xs[column] ?? 0);
      vertical[point] = (ys[row + 1] ?? Infinity) - (ys[row] ?? 0);
    }
  const forbid = (box: Box): void => {
    const wide = inflate(box, gap);
    charge(wide.x, wide.y, wide.x + wide.width, wide.y + wide.height, Infinity);
  };
  function charge(left: number, top: number, right: number, bottom: number, fee: number): void {
    const firstRow = firstAbove(ys, top);
    const firstColumn = firstAbove(xs, left);
    for (let row = Math.max(0, firstRow - 1); row < ys.length && (ys[row] ?? 0) < bottom; row++)
      for (let column = Math.max(0, firstColumn - 1); column < columns && (xs[column] ?? 0) < right; column++) {
        const point = row * columns + column;
        const y = ys[row] ?? 0;
        const x = xs[column] ?? 0;
        if (y > top && (xs[column + 1] ?? -Infinity) > left) horizontal[point] = (horizontal[point] ?? 0) + fee;
        if (x > left && (ys[row + 1] ?? -Infinity) > top) vertical[point] = (vertical[point] ?? 0) + fee;
      }
  }
  for (const box of near) forbid(box);
  for (const segment of request.laid) {
    if (segment.from === request.from || segment.to === request.to) continue;
    const { a, b } = segment;
    const alongX = a.y === b.y;
    const first = alongX ? firstAbove(ys, a.y - 5) : firstAbove(xs, a.x - 5);
    const across = alongX ? ys : xs;
    for (let index = first; index < across.length && (across[index] ?? 0) < (alongX ? a.y : a.x) + 5; index++) {
      const along = alongX ? xs : ys;
      const low = Math.min(alongX ? a.x : a.y, alongX ? b.x : b.y);
      const high = Math.max(alongX ? a.x : a.y, alongX ? b.x : b.y);
      for (let i = Math.max(0, firstAbove(along, low) - 1); i < along.length - 1 && (along[i] ?? 0) < high; i++) {
        const shared = Math.min(high, along[i + 1] ?? 0) - Math.max(low, along[i] ?? 0);
        if (shared <= 0) continue;
        const point = alongX ? index * columns + i : i * columns + index;
        const fees = alongX ? horizontal : vertical;
        fees[point] = (fees[point] ?? 0) + sharedPrice;
      }
    }
  }
  return { horizontal, vertical };
}

function lines(a: number, b: number, others: readonly number[]): number[] {
  const middle = Math.round((a + b) / 2);
  return [...new Set([a, b, middle, middle - 10, middle + 10, ...others])].sort((x, y) => x - y);
}
/** Index of the first value > `limit` in a sorted list. */
function firstAbove(sorted: readonly number[], limit: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) > limit) high = middle;
    else low = middle + 1;
  }
  return low;
}
function unwind(
  goal: number,
  cameFrom: Int32Array,
  xs: readonly number[],
  ys: readonly number[],
  columns: number,
): Point[] {
  const points: Point[] = [];
  for (let state = goal; state !== -1; state = cameFrom[state] ?? -1) {
    const point = state >> 1;
    const column = point % columns;
    points.push({ x: xs[column] ?? 0, y: ys[(point - column) / columns] ?? 0 });
  }
  return points.reverse();
}

/** A binary heap of states by priority; ties in the order of insertion, so that routes are the same everywhere. */
class Heap {
  private readonly states: number[] = [];
  private readonly ranks: number[] = [];
  private readonly order: number[] = [];
  private count = 0;

  push(state: number, rank: number): void {
    let at = this.states.length;
    this.states.push(state);
    this.ranks.push(rank);
    this.order.push(this.count++);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.before(at, parent)) break;
      this.swap(at, parent);
      at = parent;
    }
  }
  /** The state with the lowest rank, or -1. */
  pop(): number {
    const top = this.states[0];
    if (top === undefined) return -1;
    this.swap(0, this.states.length - 1);
    this.states.pop();
    this.ranks.pop();
    this.order.pop();
    for (let at = 0; ;) {
      const left = 2 * at + 1;
      const right = left + 1;
      let least = at;
      if (left < this.states.length && this.before(left, least)) least = left;
      if (right < this.states.length && this.before(right, least)) least = right;
      if (least === at) return top;
      this.swap(at, least);
      at = least;
    }
  }
  private before(a: number, b: number): boolean {
    const difference = (this.ranks[a] ?? 0) - (this.ranks[b] ?? 0);
    return difference < 0 || (difference === 0 && (this.order[a] ?? 0) < (this.order[b] ?? 0));
  }
  private swap(a: number, b: number): void {
    for (const list of [this.states, this.ranks, this.order]) {
      const kept = list[a] as number; // both indexes are in range
      list[a] = list[b] as number;
      list[b] = kept;
    }
  }
}
