// A short run of the fuzzer (fuzz/language.mjs runs a million), and the cases it has found, as they were mended.
import { expect, test } from 'vitest';
import { checkLinear, checkText } from '../../../fuzz/properties.ts';
import { randomOf } from '../../../fuzz/random.ts';
import { fuzz } from '../../../fuzz/run.ts';
import { everything } from './fixtures/everything.ts';

test('L-REC-01 L-CST-01 L-CST-05 L-FMT-06 L-EDIT-02 2 000 broken texts: parse, print, compile, format, edits, services', () => {
  const failures = fuzz({ seed: 20_26, count: 2000 });
  expect(failures.map(({ message, smaller }) => `${message}\n${smaller}`)).toEqual([]);
}, 60_000);

test('L-REC-01 ten times the text takes at most twelve times the time', () => {
  for (const text of [
    everything,
    'u',
    '  a -> b when "x" as l(2) with { x: "1" }',
    'agent a:\n  tools: [a, b',
    '<<<<<<< a',
  ])
    checkLinear(text);
}, 60_000);

test('L-REC-01 a case of a seed is always the same', () => {
  const numbers = (seed: number): number[] => {
    const random = randomOf(seed);
    return Array.from({ length: 20 }, () => random.below(1000));
  };
  expect(numbers(5)).toEqual(numbers(5));
  expect(numbers(5)).not.toEqual(numbers(6));
  expect(() => checkText('agent a:\n  model: "m"\n', randomOf(1))).not.toThrow();
});
