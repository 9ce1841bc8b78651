// A feed of keyed items in memory, for `workspace`, `runs` and `inbox`. A newer item replaces an older one of the same key, so a range may carry
// fewer items than its width (S-WS-05). It keeps the last 5,000 numbers; whoever is further behind gets a snapshot.
import { LIMITS } from '@iterion/protocol';
import type { Batch, Feed } from './feed.ts';

export class Journal implements Feed {
  readonly epoch: string;
  readonly #snapshot: () => unknown;
  #head = -1;
  /** By key, in the order of their newest sequence number. */
  readonly #newest = new Map<string, { readonly seq: number; readonly item: unknown }>();
  readonly #listeners = new Set<Parameters<Feed['listen']>[0]>();

  constructor(epoch: string, snapshot: () => unknown) {
    this.epoch = epoch;
    this.#snapshot = snapshot;
  }

  put(key: string, item: unknown): void {
    this.#head += 1;
    this.#newest.delete(key);
    this.#newest.set(key, { seq: this.#head, item });
    for (const [old, { seq }] of this.#newest) {
      if (seq > this.#head - LIMITS.socketCatchUpItems) break;
      this.#newest.delete(old);
    }
    for (const listener of this.#listeners) listener('grown');
  }

  head(): number {
    return this.#head;
  }

  read(after: number, limit: number): Batch | null {
    if (after < this.#head - LIMITS.socketCatchUpItems || after > this.#head) return null;
    const items: unknown[] = [];
    for (const { seq, item } of this.#newest.values()) {
      if (seq <= after) continue;
      if (items.length === limit) return { to: seq - 1, items };
      items.push(item);
    }
    return { to: this.#head, items };
  }

  snapshot(): { readonly seq: number; readonly state: unknown } {
    return { seq: this.#head, state: this.#snapshot() };
  }

  listen(listener: Parameters<Feed['listen']>[0]): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
