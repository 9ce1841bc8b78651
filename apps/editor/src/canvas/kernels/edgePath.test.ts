import { describe, expect, test } from 'vitest';
import { boxOfRoute, distanceToRoute, middleOfRoute, placeLabel, roundedPath, simplify } from './edgePath.ts';
import { boxesTouch } from './geometry.ts';
import { textWidth } from './textWidth.ts';

describe('paths and labels', () => {
  test('E-EDGE-01 rounds corners with 8 px', () => {
    expect(
      roundedPath([
        { x: 0, y: 0 },
        { x: 0, y: 50 },
        { x: 50, y: 50 },
      ]),
    ).toBe('M0 0L0 42Q0 50 8 50L50 50');
  });
  test('E-EDGE-01 keeps corners only', () => {
    expect(
      simplify([
        { x: 0, y: 0 },
        { x: 0, y: 5 },
        { x: 0, y: 9 },
        { x: 4, y: 9 },
      ]),
    ).toEqual([
      { x: 0, y: 0 },
      { x: 0, y: 9 },
      { x: 4, y: 9 },
    ]);
  });
  test('E-EDGE-03 a chip covers neither card nor other chip while there is room', () => {
    const points = [
      { x: 0, y: 0 },
      { x: 0, y: 200 },
    ];
    const other = { x: -40, y: 10, width: 80, height: 20 };
    const at = placeLabel(points, { width: 80, height: 20 }, [other]);
    expect(boxesTouch({ ...at, width: 80, height: 20 }, other)).toBe(false);
  });
  test('E-EDGE-06 distance, middle and box of a route', () => {
    const points = [
      { x: 0, y: 0 },
      { x: 0, y: 100 },
      { x: 100, y: 100 },
    ];
    expect(distanceToRoute({ x: 10, y: 50 }, points)).toBe(10);
    expect(middleOfRoute(points)).toEqual({ x: 0, y: 100 });
    expect(boxOfRoute(points, 5)).toEqual({ x: -5, y: -5, width: 110, height: 110 });
  });
  test('E-EDGE-03 text widths grow with the text and never depend on a screen', () => {
    expect(textWidth('approved')).toBeGreaterThan(textWidth('ap'));
    expect(textWidth('iiii')).toBeLessThan(textWidth('mmmm'));
  });
});
