// Points, sizes and boxes of the flow plane (y grows downwards, CSS pixels at 100 %), and the few operations every kernel needs.
import type { Direction } from '../../document/model.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}
export interface Size {
  readonly width: number;
  readonly height: number;
}
export interface Box extends Point, Size {}

export const gridStep = 8;

export function snapToGrid(value: number): number {
  return Math.round(value / gridStep) * gridStep;
}
export function boxesTouch(a: Box, b: Box, distance = 0): boolean {
  return (
    a.x < b.x + b.width + distance &&
    b.x < a.x + a.width + distance &&
    a.y < b.y + b.height + distance &&
    b.y < a.y + a.height + distance
  );
}
export function boxContains(outer: Box, inner: Box): boolean {
  return (
    outer.x <= inner.x &&
    outer.y <= inner.y &&
    outer.x + outer.width >= inner.x + inner.width &&
    outer.y + outer.height >= inner.y + inner.height
  );
}
export function pointInBox(point: Point, box: Box, distance = 0): boolean {
  return (
    point.x >= box.x - distance &&
    point.x <= box.x + box.width + distance &&
    point.y >= box.y - distance &&
    point.y <= box.y + box.height + distance
  );
}
export function inflate(box: Box, by: number): Box {
  return { x: box.x - by, y: box.y - by, width: box.width + 2 * by, height: box.height + 2 * by };
}
export function boxAround(boxes: Iterable<Box>): Box | null {
  let left = Infinity;
  let top = Infinity;
  let right = -Infinity;
  let bottom = -Infinity;
  for (const box of boxes) {
    left = Math.min(left, box.x);
    top = Math.min(top, box.y);
    right = Math.max(right, box.x + box.width);
    bottom = Math.max(bottom, box.y + box.height);
  }
  return left === Infinity ? null : { x: left, y: top, width: right - left, height: bottom - top };
}
export function boxOfCorners(a: Point, b: Point): Box {
  return { x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), width: Math.abs(a.x - b.x), height: Math.abs(a.y - b.y) };
}
/** How far a node reaches along the flow and across it. */
export function extent(size: Size, direction: Direction): { readonly along: number; readonly across: number } {
  return direction === 'down' ? { along: size.height, across: size.width } : { along: size.width, across: size.height };
}
export function fromFlow(along: number, across: number, direction: Direction): Point {
  return direction === 'down' ? { x: across, y: along } : { x: along, y: across };
}
