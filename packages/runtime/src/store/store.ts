// A run store as a folder (runtime.md §8.1): what can be known of its runs without holding any of them, and the way to open one for
// writing. Nothing here keeps state between calls but a cache of headers.
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Json, RunState } from '@iterion/engine';
import { RuntimeError, messageOf, systemCode } from '../errors.ts';
import { type BlobReference, Blobs } from './blobs.ts';
import type { StoredArtifact, StoredInteraction } from './derived.ts';
import { type Disk, realDisk } from './disk.ts';
import { readDocument, writeWhole } from './document.ts';
import { type FollowOptions, type Follower, followLog } from './follow.ts';
import { type StoredHeader, headerOf, readHeader, worktreeAfter } from './header.ts';
import { type RunPaths, isSafeName, makeFolder, runPaths, runsFolder } from './layout.ts';
import { type LockHolder, readLock } from './lock.ts';
import type { LogPosition } from './logReader.ts';
import { type RunMetadata, readMetadata, updateMetadata } from './metadata.ts';
import { type EventReading, foldRun, readEvents } from './runLog.ts';
import { type Trashed, emptyTrash, restoreRun, trashRun } from './trash.ts';

export interface Store {
  /** Absolute path of the store's folder. */
  readonly folder: string;
  readonly disk: Disk;
  paths(runId: string): RunPaths;
  blobs(runId: string): Blobs;
  /** Ids of all runs, newest first, by folder alone. */
  runIds(): string[];
  /** Headers of all runs, newest first; no log is read unless a run has lost its run.json. */
  headers(): StoredHeader[];
  /** The header of one run; RUN_NOT_FOUND if there is none. */
  header(runId: string): StoredHeader;
  /** The run meant by an id, a unique prefix of one, or `last` (R-CLI-16). */
  find(idOrPrefix: string): string;
  /** Who holds the run, if anybody lives who does. */
  holder(runId: string): LockHolder | undefined;
  events(runId: string, from?: LogPosition, limit?: number): EventReading;
  /** The folded state; STORE_CORRUPT if the log is damaged. */
  state(runId: string): RunState;
  follow(runId: string, options: FollowOptions): Follower;
  /** The source text a run was started with, or that of a later epoch. */
  source(runId: string, epoch?: number): string;
  artifacts(runId: string): StoredArtifact[];
  artifact(runId: string, node: string, version: number): StoredArtifact | undefined;
  interactions(runId: string): StoredInteraction[];
  /** The bytes of a value that is stored apart. */
  blob(runId: string, reference: BlobReference): Buffer | undefined;
  metadata(runId: string): RunMetadata;
  updateMetadata(runId: string, change: RunMetadata): RunMetadata;
  /** Keeps the report of a run with it; returns its path. */
  writeReport(runId: string, markdown: string): string;
  /** Moves a run that nobody holds to the trash. */
  trash(runId: string): Trashed;
  restore(restoreId: string): string;
  emptyTrash(): number;
}

/** Opens a store; its folder is made when the first run is. */
export function openStore(folder: string, options: { disk?: Disk } = {}): Store {
  return new FolderStore(path.resolve(folder), options.disk ?? realDisk);
}

/** Makes the folder of a store, which keeps itself out of git (R-STORE-01). */
export function prepareStore(folder: string): void {
  try {
    makeFolder(runsFolder(folder));
    writeFileSync(path.join(folder, '.gitignore'), '*\n', { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return;
    throw new RuntimeError('EXECUTION_FAILED', `the store ${folder} cannot be written: ${messageOf(error)}`, {
      hint: 'name a folder that may be written with --store-dir or ITERION_STORE_DIR',
      cause: error,
    });
  }
}

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';

/** `run_<unix ms>_<4 base-32 characters>` (R-STORE-02). */
export function newRunId(now = Date.now()): string {
  return `run_${now}_${[...randomBytes(4)].map((byte) => BASE32.charAt(byte % 32)).join('')}`;
}

class FolderStore implements Store {
  readonly folder: string;
  readonly disk: Disk;
  readonly #headers = new Map<string, { stamp: string; header: StoredHeader }>();

  constructor(folder: string, disk: Disk) {
    this.folder = folder;
    this.disk = disk;
  }

  paths(runId: string): RunPaths {
    return runPaths(this.folder, runId);
  }

  blobs(runId: string): Blobs {
    return new Blobs(this.paths(runId).blobs, this.disk);
  }

  runIds(): string[] {
    return listed(runsFolder(this.folder)).filter(isSafeName).sort().reverse();
  }

  headers(): StoredHeader[] {
    return this.runIds()
      .flatMap((runId) => {
        const header = this.#header(runId);
        return header === undefined ? [] : [header];
      })
      .sort((a, b) => (b.created_at ?? '').localeCompare(a.created_at ?? '') || (a.id < b.id ? 1 : -1));
  }

  header(runId: string): StoredHeader {
    const header = this.#header(runId);
    if (header === undefined) throw notFound(runId);
    return header;
  }

  #header(runId: string): StoredHeader | undefined {
    const paths = this.paths(runId);
    const stamp = stampOf(paths.header);
    const cached = this.#headers.get(runId);
    const known = stamp !== undefined && cached?.stamp === stamp;
    const header = known
      ? cached.header
      : stamp === undefined
        ? undefined
        : readHeader(paths.header, this.blobs(runId));
    if (header !== undefined && stamp !== undefined && !known) this.#headers.set(runId, { stamp, header });
    // Who died before the last run.json was written left an old one: there the log is asked (R-STORE-18).
    const doubtful = header === undefined || (header.status === 'running' && this.holder(runId) === undefined);
    return doubtful ? (this.#rebuilt(runId) ?? header) : header;
  }

  /** run.json is missing or damaged: what the log says (R-STORE-17). Undefined if there is no first event yet. */
  #rebuilt(runId: string): StoredHeader | undefined {
    if (!existsSync(this.paths(runId).log)) return undefined;
    try {
      const state = this.state(runId);
      if (state.last_seq < 0) return undefined;
      return headerOf(state, worktreeAfter(this.events(runId).events, null));
    } catch (error) {
      if (error instanceof RuntimeError && error.code === 'STORE_CORRUPT') return undefined;
      throw error;
    }
  }

  find(idOrPrefix: string): string {
    if (idOrPrefix === 'last') {
      const newest = this.headers()[0];
      if (newest === undefined) throw new RuntimeError('RUN_NOT_FOUND', `the store ${this.folder} has no run`);
      return newest.id;
    }
    const ids = this.runIds();
    if (ids.includes(idOrPrefix)) return idOrPrefix;
    const matches = ids.filter((id) => id.startsWith(idOrPrefix));
    const [only] = matches;
    if (only !== undefined && matches.length === 1) return only;
    if (matches.length > 1) {
      throw new RuntimeError('USAGE', `${matches.length} runs begin with ${idOrPrefix}`, {
        hint: `name one of ${matches.slice(0, 5).join(', ')}`,
      });
    }
    throw notFound(idOrPrefix);
  }

  holder(runId: string): LockHolder | undefined {
    const lock = readLock(this.paths(runId).lock);
    return lock?.live === true ? lock.holder : undefined;
  }

  events(runId: string, from?: LogPosition, limit?: number): EventReading {
    const paths = this.paths(runId);
    if (!existsSync(paths.folder)) throw notFound(runId);
    return readEvents(paths, this.blobs(runId), from, limit);
  }

  state(runId: string): RunState {
    const paths = this.paths(runId);
    if (!existsSync(paths.log)) throw notFound(runId);
    return foldRun(paths, this.blobs(runId), runId).state;
  }

  follow(runId: string, options: FollowOptions): Follower {
    return followLog(this.paths(runId), this.blobs(runId), options);
  }

  source(runId: string, epoch?: number): string {
    const paths = this.paths(runId);
    for (let at = epoch ?? this.header(runId).epoch; at > 1; at--) {
      if (existsSync(paths.source(at))) return readFileSync(paths.source(at), 'utf8');
    }
    try {
      return readFileSync(paths.source(1), 'utf8');
    } catch (error) {
      if (systemCode(error) === 'ENOENT') throw notFound(runId);
      throw error;
    }
  }

  artifacts(runId: string): StoredArtifact[] {
    const { artifacts } = this.paths(runId);
    return listed(artifacts)
      .flatMap((node) => listed(path.join(artifacts, node)).map((name) => path.join(artifacts, node, name)))
      .filter((file) => file.endsWith('.json'))
      .map((file) => this.#document(runId, file) as StoredArtifact | undefined)
      .filter((artifact) => artifact !== undefined)
      .sort(
        (a, b) =>
          a.written_at.localeCompare(b.written_at) || a.node_id.localeCompare(b.node_id) || a.version - b.version,
      );
  }

  artifact(runId: string, node: string, version: number): StoredArtifact | undefined {
    return this.#document(runId, this.paths(runId).artifact(node, version)) as StoredArtifact | undefined;
  }

  interactions(runId: string): StoredInteraction[] {
    const { interactions } = this.paths(runId);
    return listed(interactions)
      .filter((name) => name.endsWith('.json'))
      .map((name) => this.#document(runId, path.join(interactions, name)) as StoredInteraction | undefined)
      .filter((interaction) => interaction !== undefined)
      .sort((a, b) => a.requested_at.localeCompare(b.requested_at) || a.id.localeCompare(b.id));
  }

  #document(runId: string, file: string): Json | undefined {
    const value = readDocument(file) as Json | undefined;
    return value === undefined ? undefined : this.blobs(runId).internalize(value, () => undefined);
  }

  blob(runId: string, reference: BlobReference): Buffer | undefined {
    return this.blobs(runId).read(reference);
  }

  metadata(runId: string): RunMetadata {
    return readMetadata(this.paths(runId).meta);
  }

  updateMetadata(runId: string, change: RunMetadata): RunMetadata {
    const paths = this.paths(runId);
    if (!existsSync(paths.folder)) throw notFound(runId);
    return updateMetadata(this.disk, paths.meta, change);
  }

  writeReport(runId: string, markdown: string): string {
    const { folder, report } = this.paths(runId);
    if (!existsSync(folder)) throw notFound(runId);
    writeWhole(this.disk, report, Buffer.from(markdown));
    return report;
  }

  trash(runId: string): Trashed {
    if (!existsSync(this.paths(runId).folder)) throw notFound(runId);
    const holder = this.holder(runId);
    if (holder !== undefined) {
      throw new RuntimeError('RUN_LOCKED', `the run is held by process ${holder.pid} on ${holder.host}`, {
        hint: 'cancel it first',
      });
    }
    return trashRun(this.folder, runId, this.disk);
  }

  restore(restoreId: string): string {
    return restoreRun(this.folder, restoreId, this.disk);
  }

  emptyTrash(): number {
    return emptyTrash(this.folder);
  }
}

/** Names in a folder without temporary files; none if there is no such folder. */
function listed(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => !name.startsWith('.'));
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return [];
    throw error;
  }
}

function stampOf(file: string): string | undefined {
  try {
    const { mtimeMs, size, ino } = statSync(file);
    return `${mtimeMs}:${size}:${ino}`;
  } catch (error) {
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') return undefined;
    throw error;
  }
}

function notFound(runId: string): RuntimeError {
  return new RuntimeError('RUN_NOT_FOUND', `there is no run ${runId}`, { hint: 'list the runs with `inspect`' });
}
