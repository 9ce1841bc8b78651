import { expect, test } from 'vitest';
import fc from 'fast-check';
import { aligned, distributed } from './align.ts';
import type { Side } from './align.ts';
import { boxAround } from './geometry.ts';
import type { Box } from './geometry.ts';
import { guidesFor, unguided } from './guides.ts';

const boxes: ReadonlyMap<string, Box> = new Map([
  ['a', { x: 0, y: 0, width: 240, height: 76 }],
  ['b', { x: 100, y: 300, width: 120, height: 36 }],
  ['c', { x: 500, y: 90, width: 240, height: 76 }],
]);
const column = (side: Side): (number | undefined)[] => [...aligned(boxes, side).values()].map(({ x }) => x);
const row = (side: Side): (number | undefined)[] => [...aligned(boxes, side).values()].map(({ y }) => y);

test('E-CANVAS-31 aligning puts one side of all boxes on that side of their common box and touches the other axis not', () => {
  expect(column('left')).toEqual([0, 0, 0]);
  expect(column('centre')).toEqual([250, 310, 250]);
  expect(column('right')).toEqual([500, 620, 500]);
  expect(row('top')).toEqual([0, 0, 0]);
  expect(row('middle')).toEqual([130, 150, 130]);
  expect(row('bottom')).toEqual([260, 300, 260]);
  expect(row('left')).toEqual([0, 300, 90]);
});

const some = fc
  .array(
    fc.record({
      x: fc.integer({ min: -2000, max: 2000 }),
      y: fc.integer({ min: -2000, max: 2000 }),
      width: fc.constantFrom(96, 120, 200, 240),
      height: fc.constantFrom(32, 36, 76, 116),
    }),
    { minLength: 3, maxLength: 12 },
  )
  .map((list): ReadonlyMap<string, Box> => new Map(list.map((box, at) => [`n${at}`, box])));

test('E-CANVAS-31 distributing leaves first and last where they are and makes all gaps equal; done twice it is the same object', () => {
  fc.assert(
    fc.property(some, (before) => {
      const after = distributed(before, 'x');
      const placed = [...before]
        .map(([id, box]) => ({ ...box, ...after.get(id) }))
        .sort((a, b) => a.x - b.x || a.width - b.width);
      const gaps = placed.slice(1).map((box, at) => box.x - ((placed[at]?.x ?? 0) + (placed[at]?.width ?? 0)));
      expect(Math.max(...gaps) - Math.min(...gaps), 'but for rounding').toBeLessThanOrEqual(2);
      expect(boxAround(placed)?.x).toBe(boxAround(before.values())?.x);
      for (const [id, box] of before) expect(after.get(id)?.y).toBe(box.y);
    }),
  );
  const even = new Map([...boxes].map(([id, box], at) => [id, { ...box, x: at * 300, width: 240 }]));
  expect(distributed(even, 'x')).toBe(even);
  expect(distributed(new Map([...boxes].slice(0, 2)), 'y').size).toBe(2);
});

test('E-LAYOUT-01 aligning what is in line gives the same object back', () => {
  const line = new Map([...boxes].map(([id, box]) => [id, { ...box, x: 40 }]));
  expect(aligned(line, 'left')).toBe(line);
});

test('E-CANVAS-31 a dragged box snaps to the nearest side or middle of its neighbours, and a line joins them', () => {
  const moving = { x: 203, y: 700, width: 240, height: 76 };
  const above = { x: 200, y: 500, width: 240, height: 76 };
  const { by, guides } = guidesFor(moving, [above], 6);
  expect(by).toEqual({ x: -3, y: 0 });
  expect(guides).toEqual([{ from: { x: 200, y: 500 }, to: { x: 200, y: 776 } }]);
  // The middle of a narrower one.
  expect(guidesFor(moving, [{ x: 265, y: 500, width: 120, height: 36 }], 6).by.x).toBe(2);
  expect(guidesFor(moving, [{ ...above, x: 210 }], 6)).toBe(unguided);
  expect(guidesFor(moving, [{ ...above, y: -2000 }], 6), 'too far away to be seen').toBe(unguided);
});
