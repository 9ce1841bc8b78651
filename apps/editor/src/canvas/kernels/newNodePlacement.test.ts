import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { boxesTouch } from './geometry.ts';
import { clearance, nearestFree, placeNew } from './newNodePlacement.ts';

const size = { width: 240, height: 76 };

describe('new-node placement', () => {
  const taken = fc.array(
    fc
      .record({ x: fc.integer({ min: -600, max: 600 }), y: fc.integer({ min: -600, max: 600 }) })
      .map((at) => ({ ...at, ...size })),
    { maxLength: 20 },
  );
  test('E-LAYOUT-06 a placed box keeps its distance from all others and stands on the grid', () => {
    fc.assert(
      fc.property(taken, fc.integer({ min: -500, max: 500 }), fc.integer({ min: -500, max: 500 }), (boxes, x, y) => {
        const at = nearestFree({ x, y }, size, boxes);
        expect(Math.abs(at.x % 8) + Math.abs(at.y % 8)).toBe(0);
        expect(boxes.some((box) => boxesTouch(box, { ...at, ...size }, clearance))).toBe(false);
      }),
      { numRuns: 60 },
    );
  });
  test('E-LAYOUT-06 the slot after the anchor first, along the flow', () => {
    const anchor = { x: 0, y: 0, ...size };
    expect(placeNew({ size, anchor, taken: [anchor], direction: 'down', between: 72 })).toEqual({ x: 0, y: 152 });
    expect(placeNew({ size, anchor, taken: [anchor], direction: 'right', between: 72 })).toEqual({ x: 312, y: 0 });
  });
});
