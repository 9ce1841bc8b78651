import fc from 'fast-check';
import { expect, test } from 'vitest';
import { damerauLevenshtein, didYouMean } from './didYouMean.ts';

test('L-SEM-03 distance: insert, delete, replace, swap of neighbours', () => {
  expect(damerauLevenshtein('agent', 'agnt')).toBe(1);
  expect(damerauLevenshtein('model', 'modle')).toBe(1);
  expect(damerauLevenshtein('', 'abc')).toBe(3);
  expect(damerauLevenshtein('kitten', 'sitting')).toBe(3);
});

test('L-SEM-03 at most max(1, ⌊length/3⌋); the nearest wins, then the first', () => {
  expect(didYouMean('x', ['abc', 'xy'])).toBe('xy');
  expect(didYouMean('modles', ['models', 'model'])).toBe('models');
  expect(didYouMean('ab', ['ac', 'ad'])).toBe('ac');
  expect(didYouMean('integer', ['int'])).toBeUndefined();
  expect(didYouMean('a', ['a'])).toBeUndefined();
});

test('L-SEM-03 distance is symmetric and 0 for equal strings only', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 8 }), fc.string({ maxLength: 8 }), (a, b) => {
      expect(damerauLevenshtein(a, b)).toBe(damerauLevenshtein(b, a));
      expect(damerauLevenshtein(a, b) === 0).toBe(a === b);
    }),
  );
});
