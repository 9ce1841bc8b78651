import type { RunHeader } from '@iterion/protocol';
import { expect, test } from 'vitest';
import { durationsUpTo, nextSort, queryOf } from './runQuery.ts';

test('E-RUN-60 the address holds all filters, the server is asked for exactly these', () => {
  const now = Date.UTC(2026, 0, 2, 0, 0, 30);
  const search = new URLSearchParams(
    'q= dry &status=failed,running,nonsense&since=day&simulated=no&sort=-cost&label=ci&origin=cli',
  );
  expect(queryOf(search, now)).toEqual({
    q: 'dry',
    status: 'running,failed',
    label: 'ci',
    origin: 'cli',
    simulated: 'false',
    since: '2026-01-01T00:00:00.000Z',
    sort: '-cost',
  });
  expect(queryOf(new URLSearchParams('sort=rm&since=never&origin=moon'), now)).toEqual({});
  expect([
    nextSort(null, 'created'),
    nextSort('-cost', 'cost'),
    nextSort('cost', 'cost'),
    nextSort('name', 'name'),
  ]).toEqual(['created', 'cost', '-cost', '-name']);
});

test('E-RUN-60 the line of durations holds the finished runs of the workflow up to this one, simulated ones apart', () => {
  const run = (day: number, activeMs: number, more: Partial<RunHeader> = {}): RunHeader =>
    ({
      workflow: 'w',
      status: 'finished',
      simulated: false,
      createdAt: `2026-01-0${day}`,
      activeMs,
      ...more,
    }) as RunHeader;
  const third = run(3, 30);
  const all = [
    third,
    run(1, 10),
    run(2, 99, { status: 'failed' }),
    run(2, 20),
    run(4, 40),
    run(1, 7, { simulated: true }),
  ];
  expect(durationsUpTo(all, third)).toEqual([10, 20, 30]);
});
