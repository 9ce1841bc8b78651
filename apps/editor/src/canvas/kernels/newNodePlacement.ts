// Where a new node goes when nobody said where (E-LAYOUT-06): the next slot after its anchor along the flow, else the nearest
// free place found by a fixed spiral on the grid. Existing nodes never move (E-LAYOUT-05).
import type { Direction } from '../../document/model.ts';
import { boxAround, boxesTouch, extent, gridStep, snapToGrid } from './geometry.ts';
import type { Box, Point, Size } from './geometry.ts';

/** Distance that a placed box keeps from every other. */
export const clearance = 24;
const searchRadius = 4000;

/** `wanted` when it is free, else the nearest free place around it. */
export function nearestFree(wanted: Point, size: Size, taken: readonly Box[]): Point {
  const centre = { x: snapToGrid(wanted.x), y: snapToGrid(wanted.y) };
  const near = taken.filter((box) => boxesTouch(box, { ...centre, ...size }, searchRadius));
  const isFree = (at: Point): boolean => !near.some((box) => boxesTouch(box, { ...at, ...size }, clearance));
  if (isFree(centre)) return centre;
  // Rings of growing distance; within a ring clockwise from the right, so that the answer never depends on anything else.
  for (let ring = 1; ring * gridStep <= searchRadius; ring++) {
    for (const step of ringSteps(ring)) {
      const at = { x: centre.x + step.x * gridStep, y: centre.y + step.y * gridStep };
      if (isFree(at)) return at;
    }
  }
  const all = boxAround(taken);
  return all ? { x: centre.x, y: snapToGrid(all.y + all.height + clearance) } : centre;
}

/** The slot after `anchor` along the flow, centred on it. */
function slotAfter(anchor: Box, size: Size, direction: Direction, between: number): Point {
  return direction === 'down'
    ? { x: snapToGrid(anchor.x + (anchor.width - size.width) / 2), y: snapToGrid(anchor.y + anchor.height + between) }
    : { x: snapToGrid(anchor.x + anchor.width + between), y: snapToGrid(anchor.y + (anchor.height - size.height) / 2) };
}

export function placeNew(input: {
  readonly size: Size;
  readonly anchor: Box | null;
  readonly taken: readonly Box[];
  readonly direction: Direction;
  readonly between: number;
}): Point {
  const { size, anchor, taken, direction, between } = input;
  if (anchor === null) {
    const all = boxAround(taken);
    return nearestFree(all ? slotAfter(all, size, direction, between) : { x: 0, y: 0 }, size, taken);
  }
  const first = slotAfter(anchor, size, direction, between);
  // Siblings of the slot first: beside it, alternately to both sides, before any free search.
  const stride = extent(size, direction).across + clearance;
  for (const offset of [0, 1, -1, 2, -2, 3, -3]) {
    const at = snapped(
      direction === 'down'
        ? { x: first.x + offset * stride, y: first.y }
        : { x: first.x, y: first.y + offset * stride },
    );
    if (!taken.some((box) => boxesTouch(box, { ...at, ...size }, clearance))) return at;
  }
  return nearestFree(first, size, taken);
}

function snapped(point: Point): Point {
  return { x: snapToGrid(point.x), y: snapToGrid(point.y) };
}

function* ringSteps(ring: number): Generator<Point> {
  for (let y = 0; y <= ring; y++) yield { x: ring, y };
  for (let x = ring - 1; x >= -ring; x--) yield { x, y: ring };
  for (let y = ring - 1; y >= -ring; y--) yield { x: -ring, y };
  for (let x = -ring + 1; x <= ring; x++) yield { x, y: -ring };
  for (let y = -ring + 1; y < 0; y++) yield { x: ring, y };
}
