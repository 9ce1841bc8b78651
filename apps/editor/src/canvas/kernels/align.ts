// Putting boxes in line and at equal distances (E-CANVAS-31), within the box that they occupy together.
import { boxAround } from './geometry.ts';
import type { Box, Point } from './geometry.ts';

export type Side = 'left' | 'centre' | 'right' | 'top' | 'middle' | 'bottom';
type Boxes = ReadonlyMap<string, Box>;
type Places = ReadonlyMap<string, Point>;

const places: { readonly [S in Side]: (box: Box, all: Box) => Point } = {
  left: (box, all) => ({ x: all.x, y: box.y }),
  centre: (box, all) => ({ x: all.x + (all.width - box.width) / 2, y: box.y }),
  right: (box, all) => ({ x: all.x + all.width - box.width, y: box.y }),
  top: (box, all) => ({ x: box.x, y: all.y }),
  middle: (box, all) => ({ x: box.x, y: all.y + (all.height - box.height) / 2 }),
  bottom: (box, all) => ({ x: box.x, y: all.y + all.height - box.height }),
};

/** Where all boxes share that side of their common box, in whole pixels; the boxes themselves when they do already. */
export function aligned(boxes: Boxes, side: Side): Places {
  const all = boxAround(boxes.values());
  if (!all) return boxes;
  return moved(boxes, (box) => places[side](box, all));
}

/** Where the gaps between neighbours are the same, the first and the last staying; the boxes themselves when they are, or are fewer than three. */
export function distributed(boxes: Boxes, axis: 'x' | 'y'): Places {
  const size = axis === 'x' ? 'width' : 'height';
  const order = [...boxes].sort(([, a], [, b]) => a[axis] - b[axis] || a[size] - b[size]);
  const first = order[0]?.[1];
  const last = order.at(-1)?.[1];
  if (!first || !last || order.length < 3) return boxes;
  const room = last[axis] + last[size] - first[axis];
  const gap = (room - order.reduce((sum, [, box]) => sum + box[size], 0)) / (order.length - 1);
  const starts = new Map<string, number>();
  let at = first[axis];
  for (const [id, box] of order) {
    starts.set(id, at);
    at += box[size] + gap;
  }
  return moved(boxes, (box, id) => ({ x: box.x, y: box.y, [axis]: starts.get(id) ?? box[axis] }));
}

function moved(boxes: Boxes, place: (box: Box, id: string) => Point): Places {
  const result = new Map<string, Point>();
  let changed = false;
  for (const [id, box] of boxes) {
    const to = place(box, id);
    const at = { x: Math.round(to.x), y: Math.round(to.y) };
    changed ||= at.x !== box.x || at.y !== box.y;
    result.set(id, at);
  }
  return changed ? result : boxes;
}
