// Where edges meet cards (E-EDGE-02): one entry port in the middle of the arriving side, exits spread along the leaving side in
// the order of the text. Offsets are from the card's top left corner, so they depend on the size and the direction only.
import type { Direction } from '../../document/model.ts';
import type { Box, Point, Size } from './geometry.ts';

export function entryOffset(size: Size, direction: Direction): Point {
  return direction === 'down' ? { x: size.width / 2, y: 0 } : { x: 0, y: size.height / 2 };
}
/** The `index`-th of `count` exits; whole pixels, so that lines stay sharp. */
export function exitOffset(size: Size, direction: Direction, index: number, count: number): Point {
  const share = (index + 1) / (count + 1);
  return direction === 'down'
    ? { x: Math.round(size.width * share), y: size.height }
    : { x: size.width, y: Math.round(size.height * share) };
}
export function entryPort(box: Box, direction: Direction): Point {
  return add(box, entryOffset(box, direction));
}
export function exitPort(box: Box, direction: Direction, index: number, count: number): Point {
  return add(box, exitOffset(box, direction, index, count));
}
function add(a: Point, b: Point): Point {
  return { x: a.x + b.x, y: a.y + b.y };
}
