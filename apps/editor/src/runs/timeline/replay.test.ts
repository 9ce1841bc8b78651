import { expect, test } from 'vitest';
import { nextMoment, nextSpeed, pause } from './replay.ts';

const at = (ms: number): string => new Date(1_700_000_000_000 + ms).toISOString();

test('E-RUN-17 a replay keeps the recorded pace, cuts long waits and passes no event unseen', () => {
  expect(pause(at(0), at(500), 1)).toBe(500);
  expect(pause(at(0), at(500), 5)).toBe(100);
  expect(pause(at(0), at(3_600_000), 1), 'an hour for a person').toBe(2_000);
  expect(pause(at(0), at(0), 1), 'all at once').toBe(60);
  expect(pause(undefined, at(3), 25)).toBe(2.4);
});

test('E-RUN-17 at 25× several events share one picture, at 1× none does', () => {
  expect(nextMoment(0, 100, () => at(0), 1)).toEqual({ seq: 1, waitMs: 60 });
  expect(nextMoment(0, 100, () => at(0), 25).seq).toBe(7);
  expect(
    nextMoment(99, 100, () => at(0), 25),
    'never beyond the end',
  ).toEqual({ seq: 100, waitMs: 16 });
  expect([1 as const, 5 as const, 25 as const].map(nextSpeed)).toEqual([5, 25, 1]);
});
