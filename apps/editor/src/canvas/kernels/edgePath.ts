// From the corner points of an orthogonal route to what is drawn: the SVG path with rounded corners (E-EDGE-01), the box it
// covers, the distance of the pointer, and the place of its chips.
import { boxesTouch } from './geometry.ts';
import type { Box, Point, Size } from './geometry.ts';

const cornerRadius = 8;

/** SVG path data through `points`; corners are rounded as far as the shorter of their two legs allows. */
export function roundedPath(points: readonly Point[], radius = cornerRadius): string {
  const [first, ...rest] = points;
  if (!first) return '';
  const parts = [`M${at(first)}`];
  rest.forEach((point, index) => {
    const before = points[index] ?? first;
    const after = rest[index + 1];
    if (!after) {
      parts.push(`L${at(point)}`);
      return;
    }
    const r = Math.min(radius, distance(before, point) / 2, distance(point, after) / 2);
    if (r < 0.5) parts.push(`L${at(point)}`);
    else parts.push(`L${at(towards(point, before, r))}`, `Q${at(point)} ${at(towards(point, after, r))}`);
  });
  return parts.join('');
}

/** Drops repeated points and points in the middle of a straight run. */
export function simplify(points: readonly Point[]): readonly Point[] {
  const kept: Point[] = [];
  for (const point of points) {
    const last = kept.at(-1);
    if (last && last.x === point.x && last.y === point.y) continue;
    const before = kept.at(-2);
    const straight =
      before && last && ((before.x === last.x && last.x === point.x) || (before.y === last.y && last.y === point.y));
    if (straight) kept.pop();
    kept.push(point);
  }
  return kept.length === points.length ? points : kept;
}

export function distanceToRoute(point: Point, points: readonly Point[]): number {
  let best = Infinity;
  for (let i = 1; i < points.length; i++) {
    const a = points[i - 1] as Point; // in range by the loop's bounds
    const b = points[i] as Point;
    const x = Math.max(Math.min(a.x, b.x), Math.min(point.x, Math.max(a.x, b.x)));
    const y = Math.max(Math.min(a.y, b.y), Math.min(point.y, Math.max(a.y, b.y)));
    best = Math.min(best, Math.hypot(point.x - x, point.y - y));
  }
  return best;
}

export function boxOfRoute(points: readonly Point[], margin = 0): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y } of points) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x);
    bottom = Math.max(bottom, y);
  }
  return {
    x: left - margin,
    y: top - margin,
    width: right - left + 2 * margin,
    height: bottom - top + 2 * margin,
  };
}

/** The point half-way along the route. */
export function middleOfRoute(points: readonly Point[]): Point {
  return pointAlong(points, 0.5);
}
/** The point at a share (0…1) of the route's length. */
export function pointAlong(points: readonly Point[], share: number): Point {
  let left = length(points) * share;
  for (let i = 1; i < points.length; i++) {
    const a = points[i - 1] as Point; // in range by the loop's bounds
    const b = points[i] as Point;
    const step = distance(a, b);
    if (step >= left && step > 0) return towards(a, b, left);
    left -= step;
  }
  return points[0] ?? { x: 0, y: 0 };
}

/**
 * Top left corner for a label of `size` on the route: on the first stretch that can hold it, a little away from the port, slid along
 * until it touches nothing in `taken` (cards, labels) and crosses nothing in `lines` (other edges); then without regard to lines;
 * then the middle of the longest stretch.
 */
export function placeLabel(
  points: readonly Point[],
  size: Size,
  taken: readonly Box[],
  lines: readonly Box[] = [],
): Point {
  return slide(points, size, [...taken, ...lines]) ?? slide(points, size, taken) ?? onLongest(points, size);
}

/** A label keeps this far from the port that its edge leaves. */
const portGap = 14;

function slide(points: readonly Point[], size: Size, taken: readonly Box[]): Point | null {
  for (let i = 1; i < points.length; i++) {
    const a = points[i - 1] as Point; // in range by the loop's bounds
    const b = points[i] as Point;
    const run = distance(a, b);
    const half = (a.x === b.x ? size.height : size.width) / 2 + 2;
    for (let offset = half + (i === 1 ? portGap : 0); offset <= run - half; offset += 8) {
      const place = centred(towards(a, b, offset), size);
      if (!taken.some((box) => boxesTouch(box, { ...place, ...size }, 2))) return place;
    }
  }
  return null;
}
function onLongest(points: readonly Point[], size: Size): Point {
  let place: Point = { x: 0, y: 0 };
  let longest = -1;
  for (let i = 1; i < points.length; i++) {
    const a = points[i - 1] as Point; // in range by the loop's bounds
    const b = points[i] as Point;
    if (distance(a, b) <= longest) continue;
    longest = distance(a, b);
    place = centred(towards(a, b, longest / 2), size);
  }
  return place;
}

function centred(point: Point, size: Size): Point {
  return { x: Math.round(point.x - size.width / 2), y: Math.round(point.y - size.height / 2) };
}
function length(points: readonly Point[]): number {
  let sum = 0;
  for (let i = 1; i < points.length; i++) sum += distance(points[i - 1] as Point, points[i] as Point); // in range
  return sum;
}
function distance(a: Point, b: Point): number {
  return Math.abs(a.x - b.x) + Math.abs(a.y - b.y);
}
function towards(from: Point, to: Point, by: number): Point {
  const whole = distance(from, to) || 1;
  return { x: from.x + ((to.x - from.x) * by) / whole, y: from.y + ((to.y - from.y) * by) / whole };
}
function at(point: Point): string {
  return `${round(point.x)} ${round(point.y)}`;
}
function round(value: number): number {
  return Math.round(value * 100) / 100;
}
