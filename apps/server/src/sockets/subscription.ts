// One channel of one connection: its place in the feed and what the client has not acknowledged yet (S-WS-05 … S-WS-08).
//
// 1. `ev.from` is always the previous `to + 1`; the first `from` after a snapshot is its `seq + 1`.
// 2. A snapshot is taken and numbered in one synchronous step with the reader's place.
import { LIMITS, type ServerMessage } from '@iterion/protocol';
import type { Feed, FeedClass } from './feed.ts';

export class Subscription {
  readonly channel: string;
  readonly feed: Feed;
  readonly kind: FeedClass;
  #at: number | null;
  #reset: string | null = null;
  /** Frames that were sent and not acknowledged: up to which number, and how large. */
  #waiting: { readonly to: number; readonly bytes: number }[] = [];

  constructor(
    channel: string,
    feed: Feed,
    kind: FeedClass,
    from: { readonly after: number; readonly epoch: string | undefined } | null,
  ) {
    this.channel = channel;
    this.feed = feed;
    this.kind = kind;
    const known = from !== null && (from.epoch === undefined || from.epoch === feed.epoch) && from.after <= feed.head();
    this.#at = known && feed.head() - from.after <= LIMITS.socketCatchUpItems ? from.after : null;
  }

  /** Bytes on their way. */
  get unacknowledged(): number {
    return this.#waiting.reduce((sum, frame) => sum + frame.bytes, 0);
  }

  acknowledge(seq: number): void {
    this.#waiting = this.#waiting.filter((frame) => frame.to > seq);
  }

  /** Starts over with a snapshot, saying why. */
  reset(reason: string): void {
    this.#at = null;
    this.#reset = reason;
  }

  get pending(): boolean {
    return this.#at === null || this.#at < this.feed.head();
  }

  /** The next messages to send: a snapshot, one batch, or none. */
  next(live: boolean): ServerMessage[] {
    if (this.#at === null) return this.#snapshot();
    const head = this.feed.head();
    if (head <= this.#at) return [];
    const batch =
      head - this.#at > LIMITS.socketCatchUpItems ? null : this.feed.read(this.#at, LIMITS.socketBatchItems);
    if (batch === null) return this.#snapshot();
    const from = this.#at + 1;
    this.#at = batch.to;
    return [{ t: 'ev', ch: this.channel, from, to: batch.to, items: [...batch.items], live }];
  }

  sent(to: number, bytes: number): void {
    this.#waiting.push({ to, bytes });
  }

  #snapshot(): ServerMessage[] {
    const reason = this.#reset;
    this.#reset = null;
    const { seq, state } = this.feed.snapshot();
    this.#at = seq;
    const base = { t: 'snap' as const, ch: this.channel, seq, epoch: this.feed.epoch };
    const messages: ServerMessage[] = reason === null ? [] : [{ t: 'reset', ch: this.channel, reason }];
    const text = JSON.stringify(state);
    if (text.length <= LIMITS.socketSnapshotPartBytes) return [...messages, { ...base, state }];
    const parts = Math.ceil(text.length / LIMITS.socketSnapshotPartBytes);
    for (let part = 0; part < parts; part += 1) {
      const from = part * LIMITS.socketSnapshotPartBytes;
      messages.push({ ...base, state: text.slice(from, from + LIMITS.socketSnapshotPartBytes), part, parts });
    }
    return messages;
  }
}
