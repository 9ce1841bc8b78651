// A grid of buckets over boxes: culling (what lies in a rectangle) and hit testing (what lies under a point) in time that does
// not depend on how many boxes there are (E-CANVAS-10, E-CANVAS-11). It only grows.
import { boxesTouch, pointInBox } from './geometry.ts';
import type { Box, Point } from './geometry.ts';

const cell = 512;

export class SpatialIndex<T> {
  private readonly items: T[] = [];
  private readonly boxes: Box[] = [];
  private readonly buckets = new Map<number, number[]>();

  constructor(entries: Iterable<readonly [T, Box]> = []) {
    for (const [item, box] of entries) this.add(item, box);
  }

  add(item: T, box: Box): void {
    const index = this.items.push(item) - 1;
    this.boxes.push(box);
    for (const key of cellsOf(box)) {
      const bucket = this.buckets.get(key);
      if (bucket) bucket.push(index);
      else this.buckets.set(key, [index]);
    }
  }

  /** What touches `area`, in the order in which it was added. */
  inside(area: Box): readonly T[] {
    return this.candidates(area)
      .filter((index) => boxesTouch(this.boxes[index] as Box, area)) // indexes come from the lists
      .map((index) => this.items[index] as T);
  }

  /** What was added last of all that lies under the point (what is painted last is on top), or null. */
  at(point: Point, distance = 0): T | null {
    const area = { x: point.x - distance, y: point.y - distance, width: 2 * distance, height: 2 * distance };
    const hit = this.candidates(area).findLast((index) => pointInBox(point, this.boxes[index] as Box, distance));
    return hit === undefined ? null : (this.items[hit] as T);
  }

  private candidates(area: Box): number[] {
    if ((area.width / cell) * (area.height / cell) > this.buckets.size) return this.items.map((_, index) => index);
    const found = new Set<number>();
    for (const key of cellsOf(area)) for (const index of this.buckets.get(key) ?? []) found.add(index);
    return [...found].sort((a, b) => a - b);
  }
}

function* cellsOf(box: Box): Generator<number> {
  const right = Math.floor((box.x + box.width) / cell);
  const bottom = Math.floor((box.y + box.height) / cell);
  for (let x = Math.floor(box.x / cell); x <= right; x++)
    for (let y = Math.floor(box.y / cell); y <= bottom; y++) yield x * 2 ** 24 + y;
}
