import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { boxesTouch } from './geometry.ts';
import { SpatialIndex } from './spatialIndex.ts';

const size = { width: 240, height: 76 };

describe('culling and hit testing', () => {
  const boxes = fc.uniqueArray(
    fc.record({ x: fc.integer({ min: -5000, max: 5000 }), y: fc.integer({ min: -5000, max: 5000 }) }),
    { maxLength: 60, selector: ({ x, y }) => `${x} ${y}` },
  );
  test('E-CANVAS-10 finds exactly what a walk over all boxes finds', () => {
    fc.assert(
      fc.property(
        boxes,
        fc.integer({ min: -5000, max: 5000 }),
        fc.integer({ min: -5000, max: 5000 }),
        (places, x, y) => {
          const all = new Map(places.map((at, index) => [`b${index}`, { ...at, ...size }]));
          const area = { x, y, width: 900, height: 700 };
          const index = new SpatialIndex(all);
          expect(index.inside(area)).toEqual([...all].filter(([, box]) => boxesTouch(box, area)).map(([id]) => id));
          const under = [...all].findLast(
            ([, box]) => x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height,
          );
          expect(index.at({ x, y })).toBe(under?.[0] ?? null);
        },
      ),
    );
  });
});
