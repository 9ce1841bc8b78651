// A grid of buckets over boxes: culling (what lies in a rectangle) and hit testing (what lies under a point) in time that does
// not depend on how many boxes there are (E-CANVAS-10, E-CANVAS-11).
import { boxesTouch, pointInBox } from './geometry.ts';
import type { Box, Point } from './geometry.ts';

const cell = 512;

export interface SpatialIndex {
  /** Ids of boxes that touch `area`, in the order in which they were given. */
  readonly inside: (area: Box) => readonly string[];
  /** The last given box under the point (what is painted last is on top), or null. */
  readonly at: (point: Point, distance?: number) => string | null;
}

export function spatialIndex(boxes: ReadonlyMap<string, Box>): SpatialIndex {
  const ids = [...boxes.keys()];
  const list = [...boxes.values()];
  const buckets = new Map<string, number[]>();
  list.forEach((box, index) => {
    for (const key of cellsOf(box)) {
      const bucket = buckets.get(key);
      if (bucket) bucket.push(index);
      else buckets.set(key, [index]);
    }
  });
  const candidates = (area: Box): number[] => {
    if ((area.width / cell) * (area.height / cell) > buckets.size) return list.map((_, index) => index);
    const found = new Set<number>();
    for (const key of cellsOf(area)) for (const index of buckets.get(key) ?? []) found.add(index);
    return [...found].sort((a, b) => a - b);
  };
  return {
    inside: (area) =>
      candidates(area)
        .filter((index) => boxesTouch(list[index] as Box, area)) // indexes come from the list
        .map((index) => ids[index] as string),
    at: (point, distance = 0) => {
      const area = { x: point.x - distance, y: point.y - distance, width: 2 * distance, height: 2 * distance };
      const hit = candidates(area).findLast((index) => pointInBox(point, list[index] as Box, distance));
      return hit === undefined ? null : (ids[hit] as string);
    },
  };
}

function* cellsOf(box: Box): Generator<string> {
  const right = Math.floor((box.x + box.width) / cell);
  const bottom = Math.floor((box.y + box.height) / cell);
  for (let x = Math.floor(box.x / cell); x <= right; x++)
    for (let y = Math.floor(box.y / cell); y <= bottom; y++) yield `${x},${y}`;
}
