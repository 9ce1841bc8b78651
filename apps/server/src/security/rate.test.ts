// S-API-12: 32 requests in flight and 200 a second for each session, counted apart.
import { LIMITS } from '@iterion/protocol';
import { expect, test } from 'vitest';
import { Rate } from './rate.ts';

test('S-API-12 the thirty-third request in flight is refused until one is done; others are not concerned', () => {
  let now = 0;
  const rate = new Rate(() => now);
  const leave = Array.from({ length: LIMITS.inFlight }, () => rate.enter('a'));
  expect(() => rate.enter('a')).toThrow(expect.objectContaining({ code: 'rate_limited' }));
  rate.enter('b')();
  leave[0]?.();
  leave[0]?.();
  rate.enter('a');
  expect(() => rate.enter('a')).toThrow();
  now += 1_000;
  expect(() => rate.enter('a')).toThrow();
});

test('S-API-12 the count of a second starts anew with the next one', () => {
  let now = 0;
  const rate = new Rate(() => now);
  for (let count = 0; count < LIMITS.requestsPerSecond; count += 1) rate.enter('a')();
  expect(() => rate.enter('a')).toThrow();
  now += 1_000;
  rate.enter('a')();
});
