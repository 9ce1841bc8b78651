import { expect, test } from 'vitest';
import { apply, blank, fold } from './apply.ts';
import type { RunEvent } from './events.ts';
import { eventsOf, FAN, ran } from './testing/scenario.ts';

test('A-2 R-STORE-05 an unknown type only moves last_seq', () => {
  const host = ran('a -> done');
  const strange = { ...host.log[0], seq: 99, type: 'invented_later', data: { more: 1 } } as unknown as RunEvent;
  const { last_seq, clock, ...before } = host.state;
  const { last_seq: seq, clock: _, ...after } = apply(host.state, strange);
  expect([last_seq < 99, seq]).toEqual([true, 99]);
  expect(after).toEqual(before);
  expect(clock).toBeDefined();
});

test('RS-2 R-CORE-06 a log folds without the graph and without a header', () => {
  const host = ran(
    'fan -> a; fan -> b; a -> j; b -> j; j -> done',
    {},
    { declare: `${FAN}join j:\n` },
    {
      header: { inputs: { x: 1 }, env: { A: 'b', S: null }, simulated: { seed: '7' }, file_path: '/w/x.iter' },
    },
  );
  expect(fold(host.log)).toEqual(host.state);
  expect(host.state).toMatchObject({
    inputs: { x: 1 },
    env: { A: 'b', S: null },
    simulated: { seed: '7' },
    source: { file_path: '/w/x.iter' },
  });
});

test('A-1 events that fit no state leave it sound', () => {
  const host = ran('fan -> a; fan -> b; a -> j; b -> j; j -> done', {}, { declare: `${FAN}join j:\n` });
  for (const event of host.log) {
    const { status } = apply(blank(), event);
    expect(typeof status).toBe('string');
    expect(apply(host.state, event).last_seq).toBe(event.seq);
  }
});

test('R-FAN-09 a settled fan-out leaves nothing behind but what was merged', () => {
  const host = ran(
    'fan -> a; fan -> b; a -> m; b -> m; m -> fan when again as l(5); m -> done',
    { m: '{again:true}' },
    {
      declare: `${FAN}agent m:\n  model: "m/m"\n  await: wait_all\n`,
    },
  );
  expect(eventsOf(host, 'branch_started')).toHaveLength(12);
  expect(host.state.branches.n).toBe(1);
  expect(host.state.fan_outs.n).toBe(0);
});

test('R-BUDGET-03 active time is the time between start or resume and the next stop', () => {
  const host = ran('a -> h; h -> b -> done', { a: '@5', b: '@3' }, { declare: 'human h:\n' });
  expect(host.state.clock).toMatchObject({ active_ms: 5000, since: null });
  host.runTo(100).answer('r_h', { a: 'x', answer: 'x' });
  expect(host.state.clock.active_ms).toBe(8000);
});
