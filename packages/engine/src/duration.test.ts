import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatDuration, parseDuration, parseDurationArgument } from './duration.ts';

test('L-LEX-26 durations of a file', () => {
  expect(parseDuration('1h30m')).toBe(5_400_000);
  expect(parseDuration('2.5s')).toBe(2_500);
  expect(parseDuration('0')).toBe(0);
  expect(parseDuration('1m500ms')).toBe(60_500);
  expect(parseDuration('250us')).toBe(0.25);
  expect(parseDuration('250µs')).toBe(0.25);
  expect(parseDuration('1000000ns')).toBeCloseTo(1, 9);
  for (const no of ['', '30', '1d', '-1s', '1 h', 'h', '1.s', '.5s', '1h 30m', '1hx', '1e3s', 'S']) {
    expect(parseDuration(no)).toBe(null);
  }
});

test('R-CLI-05 durations of the command line', () => {
  expect(parseDurationArgument('500ms')).toBe(500);
  expect(parseDurationArgument('90s')).toBe(90_000);
  expect(parseDurationArgument('30m')).toBe(1_800_000);
  expect(parseDurationArgument('1h30m')).toBe(5_400_000);
  expect(parseDurationArgument('2d')).toBe(172_800_000);
  expect(parseDurationArgument('90')).toBe(90_000);
  expect(parseDurationArgument('1.5')).toBe(1_500);
  for (const no of ['', 'soon', '-5', '5 s', '5S']) expect(parseDurationArgument(no)).toBe(null);
});

test('L-LEX-26 parsing is total and a written sum is its parts', () => {
  fc.assert(fc.property(fc.string(), (text) => void parseDuration(text)));
  fc.assert(
    fc.property(fc.nat(99), fc.nat(99), fc.nat(999), (h, m, ms) => {
      expect(parseDuration(`${h}h${m}m${ms}ms`)).toBe(h * 3_600_000 + m * 60_000 + ms);
    }),
  );
});

test('R-CLI-15 durations for people', () => {
  expect(formatDuration(850)).toBe('850ms');
  expect(formatDuration(4_234)).toBe('4.2s');
  expect(formatDuration(59_960)).toBe('1m 00s');
  expect(formatDuration(185_000)).toBe('3m 05s');
  expect(formatDuration(5_400_000)).toBe('1h 30m');
  expect(formatDuration(187_200_000)).toBe('2d 4h');
});
