import type { ServerMessage } from '@iterion/protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Outgoing, Subscriptions } from './subscriptions.ts';
import { reconnectDelay } from './reconnectDelay.ts';

/** A client that folds numbers: state is the list of items so far. */
function client(channel = 'run:1') {
  const sent: Outgoing[] = [];
  const subscriptions = new Subscriptions((message) => sent.push(message));
  let state: unknown[] = [];
  subscriptions.add(channel, {
    snapshot: (snapshot) => {
      state = [...(snapshot as unknown[])];
    },
    items: (items) => state.push(...items),
  });
  return { sent, subscriptions, state: () => state };
}
const snap = (seq: number, log: readonly number[]): ServerMessage => ({
  t: 'snap',
  ch: 'run:1',
  seq,
  epoch: 'e',
  state: log.slice(0, seq + 1),
});
const ev = (from: number, to: number, log: readonly number[]): ServerMessage => ({
  t: 'ev',
  ch: 'run:1',
  from,
  to,
  items: log.slice(from, to + 1),
  live: true,
});
const log = Array.from({ length: 40 }, (_, index) => index * 10);

test('S-WS-06 a subscription begins with a snapshot and goes on with what follows', () => {
  const { subscriptions, state, sent } = client();
  expect(sent).toEqual([{ t: 'sub', id: 1, ch: 'run:1' }]);
  subscriptions.receive(ev(0, 1, log));
  expect(state()).toEqual([]);
  subscriptions.receive(snap(2, log));
  subscriptions.receive(ev(3, 4, log));
  expect(state()).toEqual(log.slice(0, 5));
});

test('S-WS-05 a hole leads to a renewed subscription from where we are, and nothing is applied meanwhile', () => {
  const { subscriptions, state, sent } = client();
  subscriptions.receive(snap(2, log));
  subscriptions.receive(ev(5, 6, log));
  expect(state()).toEqual(log.slice(0, 3));
  expect(sent.at(-1)).toEqual({ t: 'sub', id: 2, ch: 'run:1', after: 2, epoch: 'e' });
  subscriptions.receive(ev(7, 8, log));
  expect(sent).toHaveLength(2);
  subscriptions.receive(ev(3, 8, log));
  expect(state()).toEqual(log.slice(0, 9));
});

test('S-WS-03 a snapshot in parts counts when all are there', () => {
  const { subscriptions, state } = client();
  const text = JSON.stringify(log.slice(0, 3));
  const part = (n: number, piece: string): ServerMessage => ({
    t: 'snap',
    ch: 'run:1',
    seq: 2,
    epoch: 'e',
    state: piece,
    part: n,
    parts: 2,
  });
  subscriptions.receive(part(0, text.slice(0, 4)));
  expect(state()).toEqual([]);
  subscriptions.receive(part(1, text.slice(4)));
  expect(state()).toEqual(log.slice(0, 3));
});

test('S-WS-08 progress is acknowledged once for each channel that moved', () => {
  const { subscriptions, sent } = client();
  subscriptions.receive(snap(2, log));
  subscriptions.acknowledge();
  subscriptions.acknowledge();
  expect(sent.filter((message) => message.t === 'ack')).toEqual([{ t: 'ack', ch: 'run:1', seq: 2 }]);
});

test('S-WS-04 a second listener gets a snapshot of its own, the last one to leave ends the channel', () => {
  const { subscriptions, sent, state } = client();
  subscriptions.receive(snap(2, log));
  let other: unknown;
  const end = subscriptions.add('run:1', { snapshot: (value) => (other = value) });
  expect(sent.at(-1)).toEqual({ t: 'sub', id: 2, ch: 'run:1' });
  subscriptions.receive(snap(3, log));
  expect(other).toEqual(log.slice(0, 4));
  expect(state()).toEqual(log.slice(0, 4));
  end();
  expect(sent.at(-1)?.t).toBe('sub');
});

test('S-WS-13 any interleaving of snapshots, batches, duplicates and reconnects ends in the fold of the log', () => {
  const action = fc.record({
    kind: fc.constantFrom('ev', 'again', 'skip', 'snap', 'reconnect'),
    width: fc.integer({ min: 1, max: 5 }),
  });
  fc.assert(
    fc.property(fc.array(action, { maxLength: 30 }), (actions) => {
      const { sent, subscriptions, state } = client();
      let cursor = -1; // last number the server sent on the present subscription
      /** The server answers every subscription it has not answered yet, as S-WS-06 says. */
      let answered = 0;
      const answer = (): void => {
        for (; answered < sent.length; answered++) {
          const message = sent[answered];
          if (message?.t !== 'sub') continue;
          subscriptions.receive({ t: 'ok', id: message['id'] as number, ch: 'run:1' });
          if (message['after'] === undefined) {
            cursor = Math.max(cursor, 3);
            subscriptions.receive(snap(cursor, log));
          } else {
            const after = message['after'] as number;
            cursor = Math.max(cursor, after);
            if (cursor > after) subscriptions.receive(ev(after + 1, cursor, log));
          }
        }
      };
      answer();
      for (const { kind, width } of actions) {
        const to = Math.min(log.length - 1, cursor + width);
        if (kind === 'reconnect') subscriptions.renewAll();
        else if (kind === 'snap') subscriptions.receive(snap(cursor, log));
        else if (kind === 'again') subscriptions.receive(ev(Math.max(0, cursor - width), cursor, log));
        else if (to > cursor) {
          // `skip`: this frame is lost on the way.
          if (kind === 'ev') subscriptions.receive(ev(cursor + 1, to, log));
          cursor = to;
        }
        answer();
      }
      // One more live frame shows a hole that a lost frame left.
      if (cursor < log.length - 1) {
        subscriptions.receive(ev(cursor + 1, cursor + 1, log));
        cursor += 1;
      } else subscriptions.renewAll();
      answer();
      expect(state()).toEqual(log.slice(0, cursor + 1));
    }),
  );
});

test('S-WS-10 reconnecting waits 0.5 s, then longer by 1.7, at most 10 s, spread by a fifth', () => {
  expect(reconnectDelay(0, 0.5)).toBe(500);
  expect(reconnectDelay(1, 0.5)).toBe(850);
  expect(reconnectDelay(50, 0.5)).toBe(10_000);
  expect(reconnectDelay(0, 0)).toBe(400);
  expect(reconnectDelay(0, 1)).toBeCloseTo(600);
});
