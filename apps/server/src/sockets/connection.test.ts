// Batching and back-pressure of one connection (S-WS-07, S-WS-08), on a socket of which only the wire is imitated, with time in hand.
import { EventEmitter } from 'node:events';
import type { WebSocket } from '@fastify/websocket';
import { LIMITS, TIMES, type ClientMessage, type ServerMessage } from '@iterion/protocol';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { DocumentSessions } from '../documents/sessions.ts';
import { Connection } from './connection.ts';
import type { FeedClass } from './feed.ts';
import { Journal } from './journal.ts';

class Wire extends EventEmitter {
  readonly OPEN = 1;
  readyState = 1;
  readonly sent: ServerMessage[] = [];
  code = 0;
  send(text: string): void {
    this.sent.push(JSON.parse(text) as ServerMessage);
  }
  close(code: number): void {
    this.readyState = 3;
    this.code = code;
  }
}

let wire: Wire;
let journals: Record<string, { feed: Journal; kind: FeedClass }>;
beforeEach(() => {
  vi.useFakeTimers();
  wire = new Wire();
  journals = {
    workspace: { feed: new Journal('e', () => ({})), kind: 'first' },
    'run:a': { feed: new Journal('run:a', () => ({})), kind: 'run' },
  };
  const connection = new Connection(wire as unknown as WebSocket, {
    epoch: 'e',
    findFeed: (name) =>
      Promise.resolve({ ...(journals[name] as { feed: Journal; kind: FeedClass }), release: () => undefined }),
    documents: (send) =>
      new DocumentSessions(
        {
          diagnose: () => [],
          diagnoseEnvironment: () => [],
          textOf: () => Promise.resolve(null),
          watch: () => () => undefined,
        },
        send,
      ),
    onClose: () => undefined,
  });
  expect(connection.closed).toBe(false);
});
afterEach(() => {
  vi.useRealTimers();
});

async function say(message: ClientMessage): Promise<void> {
  wire.emit('message', Buffer.from(JSON.stringify(message)), false);
  await vi.advanceTimersByTimeAsync(0);
}
const evs = (): Extract<ServerMessage, { t: 'ev' }>[] => wire.sent.filter((message) => message.t === 'ev');

describe('S-WS-07 batches', () => {
  test('S-WS-07 the first item after a quiet period goes at once, later ones every 50 ms in one frame', async () => {
    await say({ t: 'hello', protocol: 1, client: { id: 'x', version: '0' } });
    await say({ t: 'sub', id: 1, ch: 'workspace' });
    await vi.advanceTimersByTimeAsync(1_000);
    const { feed } = journals['workspace'] as { feed: Journal };
    feed.put('a', 1);
    await vi.advanceTimersByTimeAsync(0);
    expect(evs()).toHaveLength(1);
    for (const key of ['b', 'c', 'd']) {
      feed.put(key, key);
      await vi.advanceTimersByTimeAsync(10);
    }
    expect(evs()).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(TIMES.batchMs);
    expect(evs()).toHaveLength(2);
    expect(evs()[1]).toMatchObject({ from: 1, to: 3, items: ['b', 'c', 'd'] });
  });
});

describe('S-WS-08 back-pressure', () => {
  test('S-WS-08 above 4 MiB unacknowledged nothing more is sent; after the acknowledgement it goes on, the first class before runs', async () => {
    await say({ t: 'hello', protocol: 1, client: { id: 'x', version: '0' } });
    await say({ t: 'sub', id: 1, ch: 'run:a' });
    await say({ t: 'sub', id: 2, ch: 'workspace' });
    const run = (journals['run:a'] as { feed: Journal }).feed;
    const workspace = (journals['workspace'] as { feed: Journal }).feed;
    const piece = 'x'.repeat(1024 * 1024);
    for (let n = 0; n < 8; n += 1) {
      run.put(`k${n}`, piece);
      await vi.advanceTimersByTimeAsync(TIMES.batchMs);
    }
    const before = evs().length;
    expect(before).toBe(Math.floor(LIMITS.socketUnacknowledgedBytes / piece.length));
    for (const value of [1, 2, 3]) workspace.put('same', value);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(evs()).toHaveLength(before);
    const last = evs().at(-1);
    await say({ t: 'ack', ch: 'run:a', seq: last?.to ?? -1 });
    await vi.advanceTimersByTimeAsync(1_000);
    const after = evs().slice(before);
    expect(after[0]).toMatchObject({ ch: 'workspace', items: [3] });
    expect(after[1]).toMatchObject({ ch: 'run:a', from: (last?.to ?? -1) + 1, to: 7 });
  });

  test('S-WS-09 after 60 s of silence the socket is closed with 4408; a ping keeps it', async () => {
    await say({ t: 'hello', protocol: 1, client: { id: 'x', version: '0' } });
    await vi.advanceTimersByTimeAsync(50_000);
    await say({ t: 'ping', n: 1 });
    await vi.advanceTimersByTimeAsync(50_000);
    expect(wire.code).toBe(0);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(wire.code).toBe(4408);
  });

  test('S-WS-02 without hello within 5 s the socket is closed', async () => {
    await vi.advanceTimersByTimeAsync(TIMES.helloMs);
    expect(wire.code).toBe(4406);
  });
});
