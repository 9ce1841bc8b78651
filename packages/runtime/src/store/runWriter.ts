// One run, open for writing: lock, log, checkpoint and the files derived from the log (runtime.md §8.2–8.6).
//  O1  Only the holder of the lock writes; the token is checked before every durability point (R-STORE-20).
//  O2  fold(log) is the state: checkpoint + tail and the whole log give the same (R-STORE-17).
//  O3  Derived files and run.json are written only from durable events, run.json last (R-STORE-13).
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { type RunEvent, type RunState, entriesOf, getIn } from '@iterion/engine';
import { RuntimeError } from '../errors.ts';
import { DerivedFiles } from './derived.ts';
import type { Disk } from './disk.ts';
import { writeWhole } from './document.ts';
import { EventLog, type FsyncMode } from './eventLog.ts';
import { type RunWorktree, readHeader, worktreeAfter, writeHeader } from './header.ts';
import type { RunPaths } from './layout.ts';
import { RunLock, readLock } from './lock.ts';
import { Blobs } from './blobs.ts';
import { type Repair, repairTail } from './repair.ts';
import { readLog } from './logReader.ts';
import { foldRun, readEvents } from './runLog.ts';

const CHECKPOINT_INTERVAL_MS = 1_000;
const TEMPORARY_LIFE_MS = 60_000;

export interface WriterOptions {
  readonly disk: Disk;
  readonly fsync: FsyncMode;
}

export class RunWriter {
  readonly paths: RunPaths;
  readonly blobs: Blobs;
  readonly lock: RunLock;
  readonly #disk: Disk;
  readonly #sync: boolean;
  readonly #log: EventLog;
  readonly #derived: DerivedFiles;
  #undelivered: RunEvent[] = [];
  #worktree: RunWorktree | null = null;
  #checkpointBytes = 0;
  #closed: Promise<void> | undefined;
  #checkpointLog = 0;
  #checkpointTime = 0;

  private constructor(paths: RunPaths, lock: RunLock, length: number, options: WriterOptions) {
    this.paths = paths;
    this.lock = lock;
    this.#disk = options.disk;
    this.#sync = options.fsync !== 'off';
    this.blobs = new Blobs(paths.blobs, options.disk, { sync: this.#sync });
    this.#log = new EventLog(paths.log, length, options);
    this.#derived = new DerivedFiles({ paths, disk: options.disk, blobs: this.blobs, sync: this.#sync });
  }

  /**
   * Makes the folder of a new run with its source text; RUN_EXISTS if there is one (R-STORE-02). A folder whose run never got to its
   * first event is no run: it is used again.
   */
  static create(paths: RunPaths, source: string, options: WriterOptions): RunWriter {
    if (hasEvents(paths)) throw runExists(paths);
    options.disk.makeFolder(paths.folder);
    const lock = RunLock.acquire(paths.lock, 1, options.disk);
    try {
      if (hasEvents(paths)) throw runExists(paths);
      if (existsSync(paths.log)) options.disk.remove(paths.log);
      writeWhole(options.disk, paths.source(1), Buffer.from(source), { sync: options.fsync !== 'off' });
      return new RunWriter(paths, lock, 0, options);
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  /** Opens an existing run: lock → repair → fold (R-RESUME-02). STORE_CORRUPT if its log is damaged in the middle. */
  static open(
    paths: RunPaths,
    runId: string,
    options: WriterOptions,
  ): { writer: RunWriter; state: RunState; repair: Repair | null } {
    if (!existsSync(paths.log))
      throw new RuntimeError('RUN_NOT_FOUND', `there is no run ${runId}`, { hint: 'list the runs with `inspect`' });
    const header = readHeader(paths.header, new Blobs(paths.blobs, options.disk));
    const lock = RunLock.acquire(
      paths.lock,
      Math.max(header?.epoch ?? 0, readLock(paths.lock)?.holder.epoch ?? 0) + 1,
      options.disk,
    );
    try {
      const before = foldRun(paths, new Blobs(paths.blobs, options.disk), runId);
      const repair = repairTail(
        paths.log,
        before.end,
        before.state.last_seq + 1,
        paths.torn(lock.holder.epoch),
        options.disk,
      );
      // A completed last line is one more event: read it like the others.
      const folded = repair?.completed === true ? foldRun(paths, new Blobs(paths.blobs, options.disk), runId) : before;
      const writer = new RunWriter(paths, lock, folded.end, options);
      removeOldTemporaries(paths.folder, options.disk);
      const current = header?.last_seq === folded.state.last_seq;
      writer.#worktree =
        current || header?.worktree === null
          ? (header?.worktree ?? null)
          : worktreeAfter(readEvents(paths, writer.blobs).events, null);
      writer.#restoreDerived(folded.state);
      if (!current) writer.checkpoint(folded.state, 'now'); // R-STORE-18
      return { writer, state: folded.state, repair };
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  get logBytes(): number {
    return this.#log.length;
  }

  /** Appends events; they are not durable yet. */
  append(events: readonly RunEvent[]): void {
    this.lock.check();
    this.#log.append(events.map((event) => this.blobs.line(event)));
    this.#undelivered.push(...events);
    this.#worktree = worktreeAfter(events, this.#worktree);
  }

  /** Makes everything appended durable (R-STORE-12), then writes the files that belong to it (R-STORE-13). */
  async durable(): Promise<void> {
    this.lock.check();
    this.#log.checkLength();
    const events = this.#undelivered;
    this.#undelivered = [];
    await this.#log.durable();
    this.#derived.write(events);
  }

  /** Writes run.json if it is due (R-STORE-16); `now` at a start, pause, stop or finish. Everything up to `state` must be durable. */
  checkpoint(state: RunState, when: 'now' | 'due'): void {
    if (when === 'due' && !this.checkpointDue) return;
    const to = { file: this.paths.header, disk: this.#disk, blobs: this.blobs, sync: this.#sync };
    this.#checkpointBytes = writeHeader(to, state, this.#worktree, this.#log.length);
    this.#checkpointLog = this.#log.length;
    this.#checkpointTime = performance.now();
  }

  /** True if `checkpoint(…, 'due')` would write. */
  get checkpointDue(): boolean {
    return (
      performance.now() - this.#checkpointTime >= CHECKPOINT_INTERVAL_MS &&
      this.#log.length - this.#checkpointLog >= this.#checkpointBytes
    );
  }

  /** Keeps the source text of an accepted change (§8.1). */
  writeSource(epoch: number, source: string): void {
    writeWhole(this.#disk, this.paths.source(epoch), Buffer.from(source), { sync: this.#sync });
  }

  /** Closes the log and gives the lock back; once. */
  close(): Promise<void> {
    return (this.#closed ??= this.#close());
  }

  async #close(): Promise<void> {
    try {
      await this.#log.close();
    } finally {
      this.lock.release();
    }
  }

  /** Writes artifact and interaction files that a crash has kept from being written (R-STORE-13). */
  #restoreDerived(state: RunState): void {
    const artifactGone = entriesOf(state.artifact_versions).some(([node, count]) =>
      Array.from({ length: count }, (_, version) => version).some(
        (version) => !existsSync(this.paths.artifact(node, version)),
      ),
    );
    const interactionOld = entriesOf(state.interactions).some(([id, { status }]) => {
      if (!existsSync(this.paths.interaction(id))) return true;
      return status !== 'open'; // the file may lack the answer
    });
    if (artifactGone || interactionOld) {
      this.#derived.write(readEvents(this.paths, this.blobs).events, { missingOnly: true });
    }
    for (const [branch, { position, scope }] of entriesOf(state.branches)) {
      if (position.k !== 'finished' || position.published) continue;
      const output = getIn(scope.outputs, position.node);
      if (output !== undefined)
        this.#derived.remember(branch, `${branch}:${position.node}:${position.iteration}`, output);
    }
  }
}

/** True if the log holds a complete line. */
function hasEvents(paths: RunPaths): boolean {
  const { end, corrupt } = readLog(paths.log, undefined, 1);
  return end > 0 || corrupt !== undefined;
}

/** What crashes in the middle of a write left behind; young ones may belong to a process that is about to learn that the run is held. */
function removeOldTemporaries(folder: string, disk: Disk): void {
  for (const name of readdirSync(folder)) {
    if (!/^\.(?:tmp-|lock\.tmp-)/.test(name)) continue;
    const file = path.join(folder, name);
    if (Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Infinity) > TEMPORARY_LIFE_MS)
      disk.remove(file);
  }
}

function runExists(paths: RunPaths): RuntimeError {
  return new RuntimeError('RUN_EXISTS', `a run already lies in ${paths.folder}`, {
    hint: 'choose another --run-id, or `resume` that run',
  });
}
