import { type RunEvent, emptyView, viewAll } from '@iterion/engine';
import { expect, test } from 'vitest';
import { type FrameSource, createFrames, frameSize } from './frames.ts';

/** A log of one node that goes round in a loop. */
function log(length: number): RunEvent[] {
  const place = (seq: number) => ({
    seq,
    timestamp: new Date(1_700_000_000_000 + seq * 10).toISOString(),
    run_id: 'r',
    node_id: 'a',
    iteration: Math.floor((seq - 1) / 2),
    attempt: 1,
  });
  const started = {
    workflow: 'w',
    graph_hash: '',
    entry: 'a',
    vars: {},
    inputs: {},
    env: {},
    limits: {},
    seed: '',
    epoch: 1,
    workspace_safety: 'serialize',
  };
  return Array.from({ length }, (_, seq) => {
    if (seq === 0) return { ...place(0), type: 'run_started', data: started };
    return seq % 2 === 1
      ? { ...place(seq), type: 'node_started', data: { kind: 'agent', input: null, counted: true } }
      : { ...place(seq), type: 'node_finished', data: { output: seq } };
  }) as unknown as RunEvent[];
}

function sourceOf(events: readonly RunEvent[], asked: string[]): FrameSource {
  return {
    snapshot: async (seq) => {
      asked.push(`snapshot ${seq}`);
      return viewAll(emptyView(), events.slice(0, seq + 1));
    },
    events: async (after, limit) => {
      asked.push(`events ${after} ${limit}`);
      return events.slice(after + 1, after + 1 + limit);
    },
  };
}

test('E-RUN-17 every moment is the fold of the events up to it, in whatever order moments are visited', async () => {
  const events = log(2_500);
  const frames = createFrames(sourceOf(events, []));
  for (const seq of [2_499, 0, 999, 1_000, 1_001, 1_999, 2_000, 3, 1_500, 1_499, 1]) {
    await frames.load(seq);
    expect(frames.peek(seq), `seq ${seq}`).toEqual(viewAll(emptyView(), events.slice(0, seq + 1)));
    expect(frames.event(seq)).toBe(events[seq]);
  }
});

test('E-RUN-17 a step inside a frame asks nobody; a log that grew is read on from where it was', async () => {
  const events = log(1_200);
  const asked: string[] = [];
  const frames = createFrames(sourceOf(events, asked));
  await frames.load(1_100);
  expect(asked).toEqual(['snapshot 999', `events 999 ${frameSize}`]);
  for (let seq = 1_000; seq < 1_200; seq += 1) expect(frames.peek(seq)?.last_seq).toBe(seq);
  expect(frames.peek(1_200), 'not written yet').toBeNull();
  events.push(...log(1_300).slice(1_200));
  await frames.load(1_250);
  expect(asked.slice(2)).toEqual([`events 1199 ${frameSize - 200}`]);
  expect(frames.peek(1_299)).toEqual(viewAll(emptyView(), events));
});

test('E-RUN-17 a step in a log of 100,000 events costs a small part of folding the log anew', async () => {
  const events = log(100_000);
  const frames = createFrames(sourceOf(events, []));
  const timed = (act: () => unknown): number => {
    const before = performance.now();
    act();
    return performance.now() - before;
  };
  const whole = timed(() => viewAll(emptyView(), events));
  await frames.load(99_500);
  frames.peek(99_500);
  const times = Array.from({ length: 200 }, (_, index) =>
    // Forwards and backwards: back is a fold of the frame from its start.
    timed(() => frames.peek(99_500 + (index % 2 === 0 ? index : -index))),
  ).toSorted((a, b) => a - b);
  expect(times[100]).toBeLessThan(whole / 5);
});
