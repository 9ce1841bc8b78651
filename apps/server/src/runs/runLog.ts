// One run, followed through its log (S-RUN-02, S-RUN-03): its fold for people, its newest events for streams, and a sparse index for pages. Own runs
// and those of other processes are read the same way, so they look the same to everyone. Implements the feed of `run:<id>` (S-WS-06): sequence
// numbers are the log's and survive restarts.
//
// 1. `head`, `read` and `snapshot` always speak of the same prefix of the log.
// 2. A damaged line or a hole in `seq` stops the log; what precedes it stays readable.
import { LIMITS } from '@iterion/protocol';
import { emptyView, viewAll, type RunEvent, type View } from '@iterion/engine';
import type { Follower, Store } from '@iterion/runtime';
import type { Batch, Feed } from '../sockets/feed.ts';
import { presentEvent } from './payloads.ts';

const ROUND = 2_000;
const MARK_EVERY = 500;

type LogPosition = NonNullable<Parameters<Store['events']>[1]>;

export class RunLog implements Feed {
  readonly id: string;
  readonly epoch: string;
  readonly #store: Store;
  readonly #listeners = new Set<Parameters<Feed['listen']>[0]>();
  /** Called with new events after they are folded. */
  readonly #onEvents: (events: readonly RunEvent[]) => void;
  #view: View;
  /** As clients see them: without large values. */
  #recent: { readonly event: RunEvent; readonly bytes: number }[] = [];
  #next: LogPosition = { offset: 0, seq: 0 };
  #marks: LogPosition[] = [{ offset: 0, seq: 0 }];
  #counts: Record<string, number> = {};
  #unpriced = new Set<string>();
  #follower: Follower | null = null;
  #damage: string | null = null;
  #closed = false;

  private constructor(store: Store, id: string, onEvents: (events: readonly RunEvent[]) => void) {
    this.#store = store;
    this.id = id;
    this.epoch = `run:${id}`;
    this.#onEvents = onEvents;
    this.#view = emptyView();
  }

  /** Reads what there is, in rounds that leave the thread free in between, then follows. */
  static async open(store: Store, id: string, onEvents: (events: readonly RunEvent[]) => void): Promise<RunLog> {
    const log = new RunLog(store, id, onEvents);
    while (log.#readOn()) await new Promise((resolve) => setImmediate(resolve));
    if (log.#damage !== null) return log;
    log.#follower = store.follow(id, {
      from: log.#next,
      onEvents: (events, next) => {
        log.#take(events, next);
      },
      onCorrupt: (reason) => {
        log.#damage = reason;
        log.#end(`The log is damaged: ${reason}.`);
      },
    });
    return log;
  }

  /** Reads now what has been written since; what follows then is not taken twice. */
  catchUp(): void {
    while (!this.#closed && this.#damage === null && this.#readOn());
  }

  /** One round; true when there may be more. */
  #readOn(): boolean {
    const reading = this.#store.events(this.id, this.#next, ROUND);
    this.#take(reading.events, reading.next);
    if (reading.corrupt === undefined) return reading.events.length === ROUND;
    this.#damage = reading.corrupt.reason;
    return false;
  }

  get view(): View {
    return this.#view;
  }

  /** Events by type, of the whole run. */
  get counts(): Readonly<Record<string, number>> {
    return this.#counts;
  }

  get unpriced(): readonly string[] {
    return [...this.#unpriced];
  }

  get damage(): string | null {
    return this.#damage;
  }

  /** Nobody reads this run's stream. */
  get idle(): boolean {
    return this.#listeners.size === 0;
  }

  head(): number {
    return this.#view.last_seq;
  }

  read(after: number, limit: number): Batch | null {
    const first = this.#recent[0]?.event.seq;
    if (first === undefined || after + 1 < first || after >= this.head()) return null;
    const items: RunEvent[] = [];
    let sum = 0;
    for (const { event, bytes } of this.#recent.slice(after + 1 - first, after + 1 - first + limit)) {
      sum += bytes;
      if (items.length > 0 && sum > LIMITS.socketBatchBytes) break;
      items.push(event);
    }
    return { to: after + items.length, items };
  }

  snapshot(): { readonly seq: number; readonly state: unknown } {
    return { seq: this.head(), state: this.#view };
  }

  listen(listener: Parameters<Feed['listen']>[0]): () => void {
    this.#listeners.add(listener);
    const damage = this.#damage;
    if (damage !== null) setImmediate(() => listener({ end: `The log is damaged: ${damage}.` }));
    return () => this.#listeners.delete(listener);
  }

  /** Events `from … to` in order, from the log on disk. */
  *events(from: number, to: number = this.head()): Generator<RunEvent> {
    let position = this.#markBefore(Math.max(0, from));
    while (position.seq <= to) {
      const reading = this.#store.events(this.id, position, Math.min(ROUND, to - position.seq + 1));
      for (const event of reading.events) if (event.seq >= from && event.seq <= to) yield event;
      if (reading.events.length === 0) return;
      position = reading.next;
    }
  }

  event(seq: number): RunEvent | undefined {
    return this.events(seq, seq).next().value ?? undefined;
  }

  /** The view as it was at `seq`. */
  viewAt(seq: number): View {
    if (seq >= this.head()) return this.#view;
    return viewAll(emptyView(), this.events(0, seq));
  }

  /** The run was deleted, or the server stops. */
  close(reason: string): void {
    this.#end(reason);
  }

  #take(given: readonly RunEvent[], next: LogPosition): void {
    const events = given.filter(({ seq }) => seq > this.head());
    if (this.#closed || events.length === 0) return;
    this.#next = next;
    this.#view = viewAll(this.#view, events);
    for (const event of events) {
      const shown = presentEvent(event);
      this.#recent.push({ event: shown, bytes: Buffer.byteLength(JSON.stringify(shown)) });
      this.#counts[event.type] = (this.#counts[event.type] ?? 0) + 1;
      if (event.type === 'cost_unknown') this.#unpriced.add(event.data.model);
    }
    // Between one and two times what may be missing, so that it is not copied for every event.
    if (this.#recent.length > 2 * LIMITS.socketCatchUpItems)
      this.#recent = this.#recent.slice(-LIMITS.socketCatchUpItems);
    const last = this.#marks.at(-1);
    if (last !== undefined && next.seq - last.seq >= MARK_EVERY) this.#marks.push(next);
    this.#onEvents(events);
    for (const listener of this.#listeners) listener('grown');
  }

  #markBefore(seq: number): LogPosition {
    return this.#marks.findLast((mark) => mark.seq <= seq) ?? { offset: 0, seq: 0 };
  }

  #end(reason: string): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#follower?.stop();
    for (const listener of this.#listeners) listener({ end: reason });
    this.#listeners.clear();
  }
}
