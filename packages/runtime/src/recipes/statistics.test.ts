import fc from 'fast-check';
import { expect, test } from 'vitest';
import { spreadOf, wilson } from './statistics.ts';

test('R-RECIPE-11 the interval is that of Wilson', () => {
  // Values of Brown, Cai and DasGupta (2001) and of R: prop.test(k, n, correct = FALSE).
  const near = ([low, high]: readonly [number, number]) => [Number(low.toFixed(4)), Number(high.toFixed(4))];
  expect(near(wilson(5, 10))).toEqual([0.2366, 0.7634]);
  expect(near(wilson(1, 3))).toEqual([0.0615, 0.7923]);
  expect(near(wilson(0, 10))).toEqual([0, 0.2775]);
  expect(near(wilson(10, 10))).toEqual([0.7225, 1]);
  expect(wilson(0, 0)).toEqual([0, 1]);
});

test('R-RECIPE-11 the interval always holds the rate, and shrinks with more runs', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 500 }), fc.double({ min: 0, max: 1, noNaN: true }), (runs, share) => {
      const successes = Math.round(runs * share);
      const [low, high] = wilson(successes, runs);
      expect(low).toBeGreaterThanOrEqual(0);
      expect(high).toBeLessThanOrEqual(1);
      expect(low).toBeLessThanOrEqual(successes / runs);
      expect(high).toBeGreaterThanOrEqual(successes / runs);
      const [more, less] = wilson(successes * 4, runs * 4);
      expect(less - more).toBeLessThan(high - low);
    }),
  );
});

test('R-RECIPE-11 mean and standard deviation of the sample', () => {
  expect(spreadOf([2, 4, 4, 4, 5, 5, 7, 9])).toEqual({ mean: 5, stddev: Math.sqrt(32 / 7) });
  expect(spreadOf([3])).toEqual({ mean: 3, stddev: 0 });
  expect(spreadOf([])).toEqual({ mean: 0, stddev: 0 });
});
