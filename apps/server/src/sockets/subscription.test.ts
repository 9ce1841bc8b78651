// The stream of a channel as a client sees it (S-WS-05, S-WS-06, S-WS-08, S-WS-13): whatever happens between them, the client's state is the log's.
import { LIMITS, type ServerMessage } from '@iterion/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Batch, Feed } from './feed.ts';
import { Journal } from './journal.ts';
import { Subscription } from './subscription.ts';

/** A log whose items are their own numbers; it keeps only the last `window` of them for reading. */
class CountingFeed implements Feed {
  readonly epoch: string;
  readonly window: number;
  length: number;

  constructor(length: number, window: number, epoch = 'run:x') {
    this.length = length;
    this.window = window;
    this.epoch = epoch;
  }
  head(): number {
    return this.length - 1;
  }
  read(after: number, limit: number): Batch | null {
    if (after < this.head() - this.window) return null;
    const items = Array.from({ length: Math.min(limit, this.head() - after) }, (_, index) => after + 1 + index);
    return { to: after + items.length, items };
  }
  snapshot(): { seq: number; state: unknown } {
    return { seq: this.head(), state: Array.from({ length: this.length }, (_, index) => index) };
  }
  listen(): () => void {
    return () => undefined;
  }
}

/** A client that keeps to S-WS-05: it applies what follows on what it has, and asks again otherwise. */
class ModelClient {
  state: number[] = [];
  last = -1;
  epoch: string | undefined;
  confused = false;
  #parts: string[] = [];

  receive(message: ServerMessage): void {
    if (message.t === 'snap') {
      if (message.parts === undefined) this.state = [...(message.state as number[])];
      else {
        this.#parts[message.part ?? 0] = message.state as string;
        if (message.part !== message.parts - 1) return;
        this.state = JSON.parse(this.#parts.join('')) as number[];
        this.#parts = [];
      }
      this.last = message.seq;
      this.epoch = message.epoch;
      this.confused = false;
    } else if (message.t === 'ev') {
      if (message.to <= this.last) return;
      if (message.from !== this.last + 1) this.confused = true;
      if (this.confused) return;
      this.state.push(...(message.items as number[]));
      this.last = message.to;
    }
  }
  subscribe(feed: Feed): Subscription {
    this.confused = false; // ignored until answered; the answer starts where this says
    const from = this.epoch === undefined ? null : { after: this.last, epoch: this.epoch };
    return new Subscription('run:x', feed, 'run', from);
  }
}

type Step = 'grow' | 'burst' | 'flush' | 'lose' | 'double' | 'reconnect' | 'restart' | 'reset';

describe('S-WS-13 streams', () => {
  test('S-WS-13 any interleaving of growth, batches, lost and doubled frames, disconnects and restarts ends in fold(log)', () => {
    const steps = fc.array(
      fc.constantFrom<Step>('grow', 'burst', 'flush', 'lose', 'double', 'reconnect', 'restart', 'reset'),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 40 }), fc.boolean(), (sequence, window, early) => {
        let feed = new CountingFeed(early ? 0 : 7, window);
        const client = new ModelClient();
        let subscription = client.subscribe(feed);
        const flush = (how: 'keep' | 'lose' | 'double'): void => {
          for (const message of subscription.next(true)) {
            if (how !== 'lose') client.receive(message);
            if (how === 'double') client.receive(message);
          }
        };
        for (const step of sequence) {
          if (step === 'grow') feed.length += 1;
          else if (step === 'burst') feed.length += window + 3;
          else if (step === 'reconnect') subscription = client.subscribe(feed);
          else if (step === 'restart') {
            feed = new CountingFeed(feed.length, window);
            subscription = client.subscribe(feed);
          } else if (step === 'reset') subscription.reset('test');
          else flush(step === 'flush' ? 'keep' : step);
        }
        for (let round = 0; subscription.pending || client.last < feed.head() || client.confused; round += 1) {
          expect(round).toBeLessThan(10);
          flush('keep');
          if (!subscription.pending && (client.last < feed.head() || client.confused))
            subscription = client.subscribe(feed);
        }
        expect(client.state).toEqual(Array.from({ length: feed.length }, (_, index) => index));
      }),
      { numRuns: 500 },
    );
  });

  test('S-WS-05 ev.from is the previous to + 1, at most 500 items a frame', () => {
    const feed = new CountingFeed(0, 5000);
    const subscription = new Subscription('run:x', feed, 'run', { after: -1, epoch: feed.epoch });
    feed.length = 1_234;
    let last = -1;
    while (subscription.pending) {
      for (const message of subscription.next(true)) {
        if (message.t !== 'ev') throw new Error(message.t);
        expect(message.from).toBe(last + 1);
        expect(message.items.length).toBeLessThanOrEqual(LIMITS.socketBatchItems);
        last = message.to;
      }
    }
    expect(last).toBe(1_233);
  });

  test('S-WS-06 more than 5,000 behind, or another epoch, is a snapshot', () => {
    const feed = new CountingFeed(LIMITS.socketCatchUpItems + 2, 1e9);
    const kind = (after: number, epoch: string): string | undefined =>
      new Subscription('run:x', feed, 'run', { after, epoch }).next(true)[0]?.t;
    expect(kind(0, 'run:x')).toBe('snap');
    expect(kind(1, 'run:x')).toBe('ev');
    expect(kind(1, 'other')).toBe('snap');
    expect(kind(feed.head() + 1, 'run:x')).toBe('snap');
  });

  test('S-WS-03 a snapshot over 1 MiB comes in parts that make the whole', () => {
    const feed = new CountingFeed(300_000, 10);
    const messages = new Subscription('run:x', feed, 'run', null).next(true);
    expect(messages.length).toBeGreaterThan(1);
    const client = new ModelClient();
    for (const message of messages) client.receive(message);
    expect(client.state).toHaveLength(300_000);
  });

  test('S-WS-08 what is sent counts until it is acknowledged', () => {
    const feed = new CountingFeed(3, 10);
    const subscription = new Subscription('run:x', feed, 'run', null);
    subscription.sent(2, 100);
    subscription.sent(5, 50);
    expect(subscription.unacknowledged).toBe(150);
    subscription.acknowledge(2);
    expect(subscription.unacknowledged).toBe(50);
  });
});

describe('S-WS-05 journals', () => {
  test('S-WS-05 a newer item of a key replaces the older; the range keeps its width', () => {
    const journal = new Journal('e', () => ({}));
    for (const [key, value] of [
      ['a', 1],
      ['b', 2],
      ['a', 3],
    ] as const)
      journal.put(key, value);
    expect(journal.read(-1, 500)).toEqual({ to: 2, items: [2, 3] });
    expect(journal.read(1, 500)).toEqual({ to: 2, items: [3] });
    expect(journal.read(-1, 1)).toEqual({ to: 1, items: [2] });
  });

  test('S-WS-13 reading a journal in any pieces ends with the newest value of every key', () => {
    const puts = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.nat()), { maxLength: 60 });
    fc.assert(
      fc.property(puts, fc.integer({ min: 1, max: 5 }), (items, limit) => {
        const journal = new Journal('e', () => ({}));
        const seen = new Map<string, unknown>();
        let at = -1;
        const read = (): void => {
          const batch = journal.read(at, limit);
          if (batch === null) throw new Error('lost');
          for (const item of batch.items as [string, unknown][]) seen.set(item[0], item[1]);
          at = batch.to;
        };
        for (const item of items) {
          journal.put(item[0], item);
          if (item[1] % 3 === 0) read();
        }
        while (at < journal.head()) read();
        expect(seen).toEqual(new Map(items));
      }),
    );
  });
});
