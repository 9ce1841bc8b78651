// The run hub of a store (S-RUN-01 … S-RUN-04, S-RUN-07): every run by its header, in memory and without reading logs; the logs of active and watched
// runs, followed; the channels `runs` and `inbox`. All observers read from here, none displaces another.
import type { Interaction, RunHeader } from '@iterion/protocol';
import { RuntimeError, type Store, type StoredHeader } from '@iterion/runtime';
import { notFound } from '../failure.ts';
import type { Log } from '../log.ts';
import { Journal } from '../sockets/journal.ts';
import { headerOfView, presentHeader, type HeaderSource } from './header.ts';
import { fromStored, presentInteraction } from './interaction.ts';
import { RunLog } from './runLog.ts';

const SCAN_MS = 500;
/** Every so many scans also runs that have finished are looked at. */
const THOROUGH = 10;
/** An unwatched log of a run that has stopped stays open this long. */
const LINGER_MS = 60_000;
const ACTIVE = new Set<RunHeader['status']>(['queued', 'running']);
const ASKING = new Set<RunHeader['status']>(['running', 'paused_waiting_human', 'paused_operator']);
const SNAPSHOT_RUNS = 200;

interface Known {
  readonly stored: StoredHeader;
  readonly header: RunHeader;
  /** What `header` was made of, to tell changes. */
  readonly key: string;
}

export interface HubOptions {
  readonly store: Store;
  /** Real path of the workspace. */
  readonly workspace: string;
  readonly epoch: string;
  readonly log: Log;
}

export class RunHub {
  readonly runs: Journal;
  readonly inbox: Journal;
  readonly #options: HubOptions;
  readonly #known = new Map<string, Known>();
  readonly #logs = new Map<
    string,
    { readonly opening: Promise<RunLog>; log: RunLog | null; users: number; idleSince: number }
  >();
  readonly #asked = new Map<string, Map<string, Interaction>>();
  readonly #due = new Set<string>();
  #revisions = 0;
  #scans = 0;
  #timer: NodeJS.Timeout | null = null;
  #closed = false;

  constructor(options: HubOptions) {
    this.#options = options;
    this.runs = new Journal(options.epoch, () => this.#runsSnapshot());
    this.inbox = new Journal(options.epoch, () => ({ items: this.interactions('open') }));
  }

  get store(): Store {
    return this.#options.store;
  }

  /** Reads the headers and begins to look for changes. */
  start(): void {
    this.scan();
    for (const { header } of this.#known.values()) {
      if (header.interrupted) this.#options.log('info', 'a run was interrupted and can be resumed', { run: header.id });
    }
  }

  /** All headers, newest first. */
  headers(): readonly RunHeader[] {
    return [...this.#known.values()]
      .map(({ header }) => header)
      .sort((a, b) => (a.createdAt < b.createdAt ? 1 : a.createdAt > b.createdAt ? -1 : 0));
  }

  header(id: string): RunHeader {
    const known = this.#known.get(id) ?? (this.#refresh(id), this.#known.get(id));
    if (known === undefined) throw notFound(`The run ${id.slice(0, 100)}`);
    return known.header;
  }

  interactions(state?: Interaction['state'], run?: string): readonly Interaction[] {
    const runs = run === undefined ? [...this.#asked.keys()] : [run];
    return runs
      .flatMap((id) => [...(this.#asked.get(id)?.values() ?? [])])
      .filter((each) => state === undefined || each.state === state)
      .sort((a, b) => (a.createdAt < b.createdAt ? -1 : a.createdAt > b.createdAt ? 1 : 0));
  }

  /** The followed log of a run; call `release` when it is not needed any more. */
  async open(id: string): Promise<{ readonly log: RunLog; readonly release: () => void }> {
    this.header(id);
    const entry = this.#entry(id);
    entry.users += 1;
    try {
      const log = await entry.opening;
      let held = true;
      return {
        log,
        release: () => {
          if (!held) return;
          held = false;
          entry.users -= 1;
          entry.idleSince = Date.now();
        },
      };
    } catch (error) {
      entry.users -= 1;
      throw error;
    }
  }

  /** Uses the log of a run for one answer. */
  async withLog<T>(id: string, act: (log: RunLog) => T | Promise<T>): Promise<T> {
    const { log, release } = await this.open(id);
    try {
      return await act(log);
    } finally {
      release();
    }
  }

  /** A run was deleted. */
  forget(id: string): void {
    this.#logs.get(id)?.log?.close('The run was deleted.');
    this.#logs.delete(id);
    if (this.#known.delete(id)) this.runs.put(id, { kind: 'removed', id });
    for (const asked of this.#asked.get(id)?.values() ?? []) this.inbox.put(asked.id, { ...asked, state: 'void' });
    this.#asked.delete(id);
  }

  /** Looks at one run now instead of at the next scan. */
  touch(id: string): RunHeader {
    this.#logs.get(id)?.log?.catchUp();
    this.#refresh(id, true);
    return this.header(id);
  }

  /** The same, for a run that may be gone. */
  look(id: string): void {
    if (!this.#closed) this.#refresh(id, true);
  }

  close(): void {
    this.#closed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    for (const { log } of this.#logs.values()) log?.close('The server stops.');
    this.#logs.clear();
  }

  /** Looks for new, changed and vanished runs, and lets go of logs that nobody reads. */
  scan(): void {
    if (this.#closed) return;
    const ids = new Set(this.store.runIds());
    const thorough = (this.#scans += 1) % THOROUGH === 0;
    for (const id of ids) {
      // What has ended for good hardly ever changes.
      if (thorough || this.#known.get(id)?.header.status !== 'finished') this.#refresh(id);
    }
    for (const id of this.#known.keys()) if (!ids.has(id)) this.forget(id);
    for (const [id, entry] of this.#logs) {
      const active = ACTIVE.has(this.#known.get(id)?.header.status ?? 'finished');
      if (active || entry.users > 0 || entry.log?.idle !== true || Date.now() - entry.idleSince < LINGER_MS) continue;
      entry.log.close('Nobody reads this run.');
      this.#logs.delete(id);
    }
    this.#timer = setTimeout(() => this.scan(), SCAN_MS);
    this.#timer.unref();
  }

  #refresh(id: string, force = false): void {
    const { store } = this.#options;
    let stored: StoredHeader;
    try {
      stored = store.header(id);
    } catch (error) {
      // Not begun yet, or just deleted.
      if (error instanceof RuntimeError && (error.code === 'RUN_NOT_FOUND' || error.code === 'USAGE')) return;
      throw error;
    }
    const before = this.#known.get(id);
    const unchanged =
      before?.stored === stored && !ACTIVE.has(before.header.status) && this.#logs.get(id) === undefined;
    if (unchanged && !force) return;
    const followed = this.#logs.get(id)?.log ?? null;
    // The log is the truth: header and questions must be of one moment, so a followed log is read up to the header first.
    if (followed !== null && followed.head() < stored.last_seq) followed.catchUp();
    const source: HeaderSource =
      followed !== null && followed.head() >= stored.last_seq ? headerOfView(followed.view) : stored;
    const holder = ACTIVE.has(source.status) || source.status.startsWith('paused') ? store.holder(id) : undefined;
    const metadata = store.metadata(id);
    const unpriced = followed?.unpriced ?? [];
    const facts = { header: source, metadata, holder, workspace: this.#options.workspace, unpriced };
    const key = JSON.stringify(presentHeader({ ...facts, rev: 0 }));
    if (before?.key === key) {
      this.#known.set(id, { ...before, stored });
    } else {
      const header = presentHeader({ ...facts, rev: (this.#revisions += 1) });
      this.#known.set(id, { stored, header, key });
      this.runs.put(id, { kind: 'upsert', header });
    }
    if (ACTIVE.has(source.status) && holder !== undefined) this.#entry(id);
    this.#askedBy(id, source, followed !== null && followed.head() >= stored.last_seq ? followed : null);
  }

  /** Keeps the interactions of a run that is asking or is followed. */
  #askedBy(id: string, source: HeaderSource, followed: RunLog | null): void {
    const known = this.#asked.get(id) ?? new Map<string, Interaction>();
    const interesting =
      followed !== null || known.size > 0 || (source.open_interactions.length > 0 && ASKING.has(source.status));
    if (!interesting) return;
    const asked = followed === null ? this.store.interactions(id).map(fromStored) : followed.view.interactions;
    for (const each of asked) {
      const shown = presentInteraction(id, each);
      if (shown.state === 'open' && !ASKING.has(source.status)) shown.state = 'void';
      const before = known.get(shown.id);
      if (before !== undefined && JSON.stringify(before) === JSON.stringify(shown)) continue;
      known.set(shown.id, shown);
      this.inbox.put(shown.id, shown);
    }
    this.#asked.set(id, known);
  }

  #entry(id: string): { readonly opening: Promise<RunLog>; log: RunLog | null; users: number; idleSince: number } {
    const known = this.#logs.get(id);
    if (known !== undefined) return known;
    const opening = RunLog.open(this.store, id, () => this.#soon(id));
    const entry = { opening, log: null as RunLog | null, users: 0, idleSince: Date.now() };
    this.#logs.set(id, entry);
    opening.then(
      (log) => {
        entry.log = log;
        if (this.#closed || this.#logs.get(id) !== entry) log.close('The server stops.');
        else this.#refresh(id);
      },
      (error: unknown) => {
        this.#logs.delete(id);
        this.#options.log('warn', 'a run cannot be read', {
          run: id,
          error: error instanceof Error ? error.message : 'unknown',
        });
      },
    );
    return entry;
  }

  /** Many events in one turn make one new header. */
  #soon(id: string): void {
    if (this.#due.has(id)) return;
    this.#due.add(id);
    setImmediate(() => {
      this.#due.delete(id);
      if (!this.#closed && this.#logs.get(id)?.log !== null && this.#logs.has(id)) this.#refresh(id);
    });
  }

  #runsSnapshot(): { items: RunHeader[]; counts: Record<string, number> } {
    const all = this.headers();
    const items = all.filter((header, index) => index < SNAPSHOT_RUNS || ACTIVE.has(header.status));
    return { items, counts: countByStatus(all) };
  }
}

export function countByStatus(headers: readonly RunHeader[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status } of headers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}
