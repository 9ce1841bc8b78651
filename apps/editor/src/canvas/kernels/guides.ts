// Smart guides (E-CANVAS-31): what is dragged snaps to the sides and the middle of its neighbours, and lines show to which.
import type { Box, Point } from './geometry.ts';

/** A line from one end to the other, in flow coordinates. */
export interface Guide {
  readonly from: Point;
  readonly to: Point;
}
export interface Guided {
  /** How far the dragged box moves to be in line. */
  readonly by: Point;
  readonly guides: readonly Guide[];
}
export const unguided: Guided = { by: { x: 0, y: 0 }, guides: [] };

/** Farther away across the line, nobody sees that two boxes are in line. */
const reach = 600;

/** Sides and middle of a box on one axis. */
function marks(box: Box, axis: 'x' | 'y'): readonly number[] {
  const size = axis === 'x' ? box.width : box.height;
  return [box[axis], box[axis] + size / 2, box[axis] + size];
}

/** The nearest line on each axis within `threshold`. */
export function guidesFor(moving: Box, others: Iterable<Box>, threshold: number): Guided {
  const near = [...others].filter((box) => distance(moving, box) < reach);
  const x = nearest(moving, near, 'x', threshold);
  const y = nearest(moving, near, 'y', threshold);
  if (!x && !y) return unguided;
  const by = { x: x?.by ?? 0, y: y?.by ?? 0 };
  const placed = { ...moving, x: moving.x + by.x, y: moving.y + by.y };
  return {
    by,
    guides: [
      ...(x ? [lineThrough(placed, x.box, 'x', x.at)] : []),
      ...(y ? [lineThrough(placed, y.box, 'y', y.at)] : []),
    ],
  };
}

interface Found {
  readonly by: number;
  readonly at: number;
  readonly box: Box;
}
function nearest(moving: Box, others: readonly Box[], axis: 'x' | 'y', threshold: number): Found | null {
  let best: Found | null = null;
  for (const box of others)
    for (const at of marks(box, axis))
      for (const own of marks(moving, axis)) {
        const by = at - own;
        const closer = Math.abs(by) < Math.abs(best?.by ?? threshold + 1);
        const nearer =
          best !== null && Math.abs(by) === Math.abs(best.by) && distance(moving, box) < distance(moving, best.box);
        if (Math.abs(by) <= threshold && (closer || nearer)) best = { by, at, box };
      }
  return best;
}
function distance(a: Box, b: Box): number {
  const dx = Math.max(0, a.x - (b.x + b.width), b.x - (a.x + a.width));
  const dy = Math.max(0, a.y - (b.y + b.height), b.y - (a.y + a.height));
  return Math.max(dx, dy);
}
function lineThrough(a: Box, b: Box, axis: 'x' | 'y', at: number): Guide {
  if (axis === 'x') {
    return {
      from: { x: at, y: Math.min(a.y, b.y) },
      to: { x: at, y: Math.max(a.y + a.height, b.y + b.height) },
    };
  }
  return { from: { x: Math.min(a.x, b.x), y: at }, to: { x: Math.max(a.x + a.width, b.x + b.width), y: at } };
}
