import { emptyView, type View, type ViewExecution } from '@iterion/engine';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { axisOf } from './axis.ts';
import { criticalPath } from './criticalPath.ts';
import { drawnIn, loudest, placeIn } from './drawn.ts';
import { lanesOf } from './lanes.ts';
import { panned, zoomed } from './timelineView.ts';

const start = Date.parse('2026-01-05T10:00:00.000Z');
const at = (seconds: number): string => new Date(start + seconds * 1000).toISOString();

interface Step {
  readonly node: string;
  readonly from: number;
  readonly to: number | null;
  readonly branch?: string;
  readonly waiting?: number;
  readonly lap?: number;
}
function execution({ node, from, to, branch = 'main', waiting, lap }: Step, index: number): ViewExecution {
  return {
    execution_id: `exec:${branch}:${node}:${index}`,
    ir_node_id: node,
    branch_id: branch,
    loop_iteration: index,
    loop_path: lap === undefined ? [] : [['again', 1, lap]],
    status: to === null ? 'running' : 'finished',
    attempts: [
      {
        attempt: 1,
        started_at: at(from),
        ...(to === null ? {} : { ended_at: at(to), end: 'finished' }),
        ...(waiting === undefined ? {} : { waiting_since: at(waiting) }),
      },
    ],
  } as unknown as ViewExecution;
}
const viewOf = (steps: readonly Step[], branches: readonly [string, string][] = []): View => ({
  ...emptyView(),
  executions: steps.map(execution),
  branches: branches.map(
    ([branch_id, parent]) => ({ branch_id, parent, router: 'fan', first_node: branch_id }) as never,
  ),
});
const now = start + 1_000_000;

test('E-RUN-18 bars never have a negative length, lie in the time of their lanes, and waits for an attempt are bars of their own', () => {
  const retried: ViewExecution = {
    ...execution({ node: 'a', from: 0, to: 1 }, 0),
    attempts: [
      { attempt: 1, started_at: at(0), ended_at: at(1), end: 'retry' },
      { attempt: 2, started_at: at(5), ended_at: at(4), end: 'finished' },
    ],
  };
  const lanes = lanesOf({ ...emptyView(), executions: [retried] }, now);
  expect(lanes.lanes[0]?.bars.map((bar) => [bar.status, (bar.from - start) / 1000, (bar.to - start) / 1000])).toEqual([
    ['interrupted', 0, 1],
    ['delay', 1, 5],
    ['finished', 5, 5],
  ]);
});

test('E-RUN-18 the laps of a loop span what was started in them', () => {
  const view = viewOf([
    { node: 'a', from: 0, to: 1, lap: 0 },
    { node: 'b', from: 1, to: 3, lap: 0 },
    { node: 'a', from: 3, to: 4, lap: 1 },
  ]);
  const [lane] = lanesOf(view, now).lanes;
  expect(
    lane?.laps.map(({ loop, number, from, to }) => [loop, number, (from - start) / 1000, (to - start) / 1000]),
  ).toEqual([
    ['again', 1, 0, 3],
    ['again', 2, 3, 4],
  ]);
});

test('E-RUN-18 time in which nothing worked is drawn short, waiting for a person included; the order of times stays', () => {
  const view = viewOf([
    { node: 'a', from: 0, to: 10 },
    { node: 'ask', from: 10, to: 3610, waiting: 11 },
    { node: 'b', from: 3610, to: 3620 },
  ]);
  const lanes = lanesOf(view, now);
  const plain = axisOf(lanes, false);
  const short = axisOf(lanes, true);
  expect(short.idle.map(({ from, to }) => [(from - start) / 1000, (to - start) / 1000])).toEqual([[11, 3610]]);
  expect(plain.place(start + 10_000)).toBeLessThan(0.01);
  expect(short.place(start + 10_000)).toBeGreaterThan(0.4);
  for (const axis of [plain, short])
    for (let second = 0; second < 3620; second += 7) {
      const time = start + second * 1000;
      expect(axis.place(time + 7000)).toBeGreaterThan(axis.place(time));
      expect(axis.time(axis.place(time))).toBeCloseTo(time, -1);
    }
});

test('E-RUN-18 E-PERF-13 whatever the run did, a lane draws no more than fits, and every bar is in what is drawn', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(5000), fc.nat(60)), { minLength: 1, maxLength: 400 }),
      fc.integer({ min: 40, max: 1200 }),
      (spans, width) => {
        const lanes = lanesOf(viewOf(spans.map(([from, length]) => ({ node: 'n', from, to: from + length }))), now);
        const bars = lanes.lanes[0]?.bars ?? [];
        const drawn = drawnIn(bars, placeIn(axisOf(lanes, false), lanes, width), width);
        expect(drawn.flatMap(({ items }) => items)).toEqual(bars);
        const narrow = drawn.filter((one) => one.width <= 4);
        narrow.forEach((one, index) => {
          expect(one.left).toBeGreaterThanOrEqual(-4);
          const next = narrow[index + 1];
          const between = drawn.indexOf(one) + 1 < (next === undefined ? drawn.length : drawn.indexOf(next));
          if (next !== undefined && !between) expect(next.left).toBeGreaterThanOrEqual(one.left + 4);
        });
        for (const one of drawn) expect(one.left + one.width).toBeLessThanOrEqual(width + 5);
      },
    ),
  );
  expect(loudest([{ status: 'finished' }, { status: 'failed' }] as never)).toBe('failed');
});

test('E-RUN-18 the critical path goes from the end to the beginning over what was waited for', () => {
  const view = viewOf(
    [
      { node: 'fan', from: 0, to: 1 },
      { node: 'quick', from: 1, to: 3, branch: 'b1' },
      { node: 'slow', from: 1, to: 9, branch: 'b2' },
      { node: 'join', from: 9, to: 10 },
    ],
    [
      ['main', null as never],
      ['b1', 'main'],
      ['b2', 'main'],
    ],
  );
  const lanes = lanesOf(view, now);
  const path = criticalPath(lanes, new Map(view.branches.map(({ branch_id, parent }) => [branch_id, parent])));
  const nodes = lanes.lanes.flatMap(({ bars }) => bars).filter((bar) => path.has(bar.key));
  expect(new Set(nodes.map((bar) => bar.node))).toEqual(new Set(['fan', 'slow', 'join']));
});

test('E-RUN-18 zooming keeps the time under the pointer, moving stays inside the run', () => {
  const whole = { from: 0, to: 1000 };
  const near = zoomed(whole, 2, 250, whole);
  expect(near).toEqual({ from: 125, to: 625 });
  expect(panned(near ?? whole, -500, whole)).toEqual({ from: 0, to: 500 });
  expect(panned(near ?? whole, 900, whole)).toEqual({ from: 500, to: 1000 });
  expect(zoomed(near ?? whole, 0.1, 250, whole)).toBeNull();
});
