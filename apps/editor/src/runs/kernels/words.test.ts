import { expect, test } from 'vitest';
import { age, cost, count, duration } from './words.ts';

test('E-RUN-18 durations are never negative and read like a clock', () => {
  expect([-5, 0, 440, 9_949, 12_400, 252_000, 3_723_000].map(duration)).toEqual([
    '0 s',
    '0 s',
    '440 ms',
    '9.9 s',
    '12 s',
    '4:12',
    '1:02:03',
  ]);
});

test('E-RUN-13 an unknown part of the cost makes it a lower bound', () => {
  expect(cost(0)).toBe('$0');
  expect(cost(0.0042)).toBe('$0.0042');
  expect(cost(1.239, true)).toBe('≥ $1.24');
});

test('counts and ages are short', () => {
  expect([999, 1_234, 182_000, 2_400_000].map(count)).toEqual(['999', '1.2k', '182k', '2.4M']);
  const now = 1_000_000_000;
  expect([now, now - 240_000, now - 7_200_000].map((then) => age(then, now))).toEqual([
    'just now',
    '4 min ago',
    '2 h ago',
  ]);
});
