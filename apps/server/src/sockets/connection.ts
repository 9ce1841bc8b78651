// One socket of one browser tab (S-WS-01 … S-WS-12): greeting, subscriptions, batching, back-pressure, limits. Everything that arrives is validated;
// nothing that arrives changes state outside this connection.
import type { WebSocket } from '@fastify/websocket';
import {
  CLOSE,
  LIMITS,
  PROTOCOL,
  TIMES,
  clientMessage,
  parseChannel,
  type ClientMessage,
  type ErrorCode,
  type ServerMessage,
} from '@iterion/protocol';
import type { DocumentSessions } from '../documents/sessions.ts';
import { Failure } from '../failure.ts';
import type { Feed, FeedClass } from './feed.ts';
import { Subscription } from './subscription.ts';

/** Finds what a channel reads from; throws a Failure for one that does not exist. Documents are not feeds. */
export type FeedFinder = (
  channel: string,
) => Promise<{ readonly feed: Feed; readonly kind: FeedClass; readonly release: () => void }>;

export interface ConnectionOptions {
  readonly epoch: string;
  readonly findFeed: FeedFinder;
  readonly documents: (send: (message: ServerMessage) => void) => DocumentSessions;
  readonly onClose: (connection: Connection) => void;
}

interface Held {
  readonly subscription: Subscription;
  readonly release: () => void;
}

/** How long the other side may take to answer a closing handshake. */
const CLOSING_MS = 1000;

export class Connection {
  readonly #socket: WebSocket;
  readonly #options: ConnectionOptions;
  readonly #held = new Map<string, Held>();
  readonly #documents: DocumentSessions;
  readonly #timers = new Set<NodeJS.Timeout>();
  #greeted = false;
  #flushing: NodeJS.Timeout | null = null;
  #lastFlush = 0;
  #silence: NodeJS.Timeout;
  #second = 0;
  #frames = 0;
  #work: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(socket: WebSocket, options: ConnectionOptions) {
    this.#socket = socket;
    this.#options = options;
    this.#documents = options.documents((message) => this.#send(message));
    this.#later(TIMES.helloMs, () => {
      if (!this.#greeted) this.close(CLOSE.protocol, 'no hello');
    });
    this.#silence = setTimeout(() => this.close(CLOSE.silent, 'silent'), TIMES.silenceMs);
    socket.on('message', (data, binary) => this.#receive(data as Buffer, binary));
    socket.on('close', () => this.#end());
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Says goodbye and closes. */
  bye(reason: 'shutdown' | 'restart' | 'replaced' | 'policy', retryAfterMs?: number): void {
    this.#send({ t: 'bye', reason, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) });
    this.close(1001, reason);
  }

  close(code: number, reason: string): void {
    if (this.#closed) return;
    this.#socket.close(code, reason);
    // A page that hangs never answers the closing handshake; it must not hold the server back.
    setTimeout(() => this.#socket.terminate(), CLOSING_MS).unref();
    this.#end();
  }

  #end(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#silence);
    if (this.#flushing !== null) clearTimeout(this.#flushing);
    for (const timer of this.#timers) clearTimeout(timer);
    for (const { release } of this.#held.values()) release();
    this.#held.clear();
    this.#documents.close();
    this.#options.onClose(this);
  }

  #later(ms: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, ms);
    this.#timers.add(timer);
  }

  #receive(data: Buffer, binary: boolean): void {
    if (this.#closed) return;
    this.#silence.refresh();
    const now = Date.now();
    if (now - this.#second >= 1000) {
      this.#second = now;
      this.#frames = 0;
    }
    this.#frames += 1;
    if (this.#frames > LIMITS.socketFramesPerSecond) return this.close(CLOSE.tooFast, 'too many frames');
    if (binary) return this.#refuse('invalid_request', 'Only text frames are understood.');
    const text = data.toString('utf8');
    // Only a document's full text may be large (S-WS-11).
    if (data.length > LIMITS.socketFrameBytes && !/^\s*\{\s*"t"\s*:\s*"doc\.text"/.test(text.slice(0, 64))) {
      return this.close(CLOSE.tooLarge, 'frame too large');
    }
    const parsed = clientMessage.safeParse(jsonOrNull(text));
    if (!parsed.success) return this.#refuse('invalid_request', 'This message is not part of the protocol.');
    // One after another, so that what a tab sends takes effect in the order it was sent.
    const message = parsed.data;
    this.#work = this.#work.then(() => this.#handle(message)).catch((error: unknown) => this.#failed(message, error));
  }

  async #handle(message: ClientMessage): Promise<void> {
    if (this.#closed) return;
    if (message.t !== 'hello' && !this.#greeted) return this.close(CLOSE.protocol, 'hello first');
    switch (message.t) {
      case 'hello':
        return this.#hello(message);
      case 'sub':
        return this.#subscribe(message);
      case 'unsub':
        this.#unsubscribe(message.ch);
        this.#send({ t: 'ok', id: message.id, ch: message.ch });
        return;
      case 'ack':
        this.#held.get(message.ch)?.subscription.acknowledge(message.seq);
        return this.#schedule();
      case 'doc.change':
      case 'doc.text':
        return this.#documents.receive(message);
      case 'ping':
        this.#send({ t: 'pong', n: message.n, serverTime: new Date().toISOString() });
        return;
    }
    message satisfies never;
  }

  #hello(message: Extract<ClientMessage, { t: 'hello' }>): void {
    if (message.protocol < PROTOCOL.min || message.protocol > PROTOCOL.max) {
      return this.close(CLOSE.protocol, 'protocol not supported');
    }
    this.#greeted = true;
    this.#send({
      t: 'welcome',
      protocol: PROTOCOL.max,
      epoch: this.#options.epoch,
      serverTime: new Date().toISOString(),
      limits: LIMITS,
    });
  }

  async #subscribe(message: Extract<ClientMessage, { t: 'sub' }>): Promise<void> {
    const channel = parseChannel(message.ch);
    if (channel === null) throw new Failure('not_found', 'There is no such channel.');
    this.#unsubscribe(message.ch);
    if (this.#held.size + this.#documents.size >= LIMITS.socketChannels) {
      throw new Failure('rate_limited', 'This tab has too many subscriptions.');
    }
    if (channel.kind === 'doc') {
      await this.#documents.open(message.ch, message.opts, () =>
        this.#send({ t: 'ok', id: message.id, ch: message.ch }),
      );
      return;
    }
    const { feed, kind, release } = await this.#options.findFeed(message.ch);
    if (this.#closed) return release();
    const from = message.after === undefined ? null : { after: message.after, epoch: message.epoch };
    const subscription = new Subscription(message.ch, feed, kind, from);
    const unlisten = feed.listen((what) => {
      if (what === 'grown') this.#schedule();
      else if (what === 'reset') {
        subscription.reset('the log was read again');
        this.#schedule();
      } else {
        this.#flush();
        this.#unsubscribe(message.ch);
        this.#send({ t: 'end', ch: message.ch, reason: what.end });
      }
    });
    this.#held.set(message.ch, {
      subscription,
      release: () => {
        unlisten();
        release();
      },
    });
    this.#send({ t: 'ok', id: message.id, ch: message.ch });
    this.#flush();
  }

  #unsubscribe(channel: string): void {
    this.#held.get(channel)?.release();
    this.#held.delete(channel);
    this.#documents.drop(channel);
  }

  /** The first change after a quiet period goes out at once, later ones every 50 ms (S-WS-07). */
  #schedule(): void {
    if (this.#closed || this.#flushing !== null) return;
    const wait = Math.max(0, this.#lastFlush + TIMES.batchMs - Date.now());
    this.#flushing = setTimeout(() => this.#flush(), wait);
  }

  #flush(): void {
    if (this.#closed) return;
    if (this.#flushing !== null) clearTimeout(this.#flushing);
    this.#flushing = null;
    this.#lastFlush = Date.now();
    const held = [...this.#held.values()].sort((left, right) => rank(left) - rank(right));
    let unacknowledged = held.reduce((sum, { subscription }) => sum + subscription.unacknowledged, 0);
    let more = false;
    for (const { subscription } of held) {
      // Above the limit nothing more is sent; feeds keep what matters until it is acknowledged (S-WS-08).
      if (!subscription.pending || unacknowledged > LIMITS.socketUnacknowledgedBytes) continue;
      for (const message of subscription.next(true)) {
        const bytes = this.#send(message);
        const to = message.t === 'ev' ? message.to : message.t === 'snap' ? message.seq : null;
        if (to !== null) {
          subscription.sent(to, bytes);
          unacknowledged += bytes;
        }
      }
      more ||= subscription.pending;
    }
    if (more && unacknowledged <= LIMITS.socketUnacknowledgedBytes) this.#schedule();
  }

  #failed(message: ClientMessage, error: unknown): void {
    const failure = error instanceof Failure ? error : new Failure('internal', 'The server failed on this message.');
    const about = 'id' in message ? { id: message.id, ch: message.ch } : 'ch' in message ? { ch: message.ch } : {};
    this.#refuse(failure.code, failure.message, about);
  }

  #refuse(code: ErrorCode, message: string, about: { readonly id?: number; readonly ch?: string } = {}): void {
    this.#send({ t: 'err', ...about, code, message });
  }

  /** Sends a message; returns its size. */
  #send(message: ServerMessage): number {
    if (this.#closed || this.#socket.readyState !== this.#socket.OPEN) return 0;
    const text = JSON.stringify(message);
    this.#socket.send(text);
    return Buffer.byteLength(text);
  }
}

function rank({ subscription }: Held): number {
  return subscription.kind === 'first' ? 0 : 1;
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // Not JSON: refused by the schema like any other unknown message.
  }
}
