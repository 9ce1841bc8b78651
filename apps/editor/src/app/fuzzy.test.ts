import { expect, test } from 'vitest';
import { fuzzyScore } from './fuzzy.ts';

const order = (word: string, texts: readonly string[]): string[] =>
  texts
    .filter((text) => fuzzyScore(word, text) !== null)
    .toSorted((a, b) => (fuzzyScore(word, b) ?? 0) - (fuzzyScore(word, a) ?? 0));

test('E-SHELL-09 a whole match beats scattered letters, a beginning beats a middle', () => {
  expect(order('fit', ['Outfit', 'Fit all', 'First in the tree'])).toEqual(['Fit all', 'Outfit', 'First in the tree']);
  expect(order('gtf', ['Go to file', 'Toggle grid', 'Switch'])).toEqual(['Go to file']);
});
