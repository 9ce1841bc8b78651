// Who may write to a run (R-STORE-20): `.lock` names the holder, is touched every 2 s and carries a token that the holder checks before
// every durability point.
//  K1  At most one process believes to hold the lock at a time, provided that clocks of hosts differ by less than the patience.
//  K2  A lock file is never seen half-written: it is linked or renamed into place.
//  K3  A takeover replaces exactly the stale lock it has judged: `.lock.<epoch>` is exclusive, and the old token is checked while holding it.
import { randomBytes } from 'node:crypto';
import { type BigIntStats, readFileSync, readdirSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { RuntimeError, systemCode } from '../errors.ts';
import { processStart } from '../process.ts';
import { type Disk, writeAll } from './disk.ts';

/** How often a holder shows that it lives. */
const TOUCH_INTERVAL_MS = 2_000;
/** Silence after which a lock of another host is stale. */
export const FOREIGN_PATIENCE_MS = 60_000;

export interface LockHolder {
  readonly pid: number;
  readonly process_start: string;
  readonly host: string;
  readonly epoch: number;
  readonly token: string;
  readonly acquired_at: string;
}

/** What stands in the lock file, and whether its holder still lives. Undefined if the run is not held. */
export function readLock(file: string): { holder: LockHolder; live: boolean } | undefined {
  const holder = readHolder(file);
  const touched = holder === undefined ? undefined : statOf(file)?.mtimeMs;
  if (holder === undefined || touched === undefined) return undefined;
  return { holder, live: isLive(holder, Number(touched)) };
}

function readHolder(file: string): LockHolder | undefined {
  try {
    return parseHolder(readFileSync(file, 'utf8'));
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function statOf(file: string): BigIntStats | undefined {
  return statSync(file, { bigint: true, throwIfNoEntry: false });
}

/** Which file lies there, in which version: whatever replaces, rewrites or touches it gives another text. */
function identityOf(file: string): string | undefined {
  const stat = statOf(file);
  return stat && `${stat.dev}:${stat.ino}:${stat.size}:${stat.mtimeNs}:${stat.ctimeNs}`;
}

function parseHolder(text: string): LockHolder {
  let value: Partial<LockHolder> = {};
  try {
    value = JSON.parse(text) as Partial<LockHolder>;
  } catch {
    // Not ours or damaged: judged like the lock of an unknown host, by the time it was touched.
  }
  return {
    pid: value.pid ?? 0,
    process_start: value.process_start ?? '',
    host: value.host ?? '',
    epoch: value.epoch ?? 0,
    token: value.token ?? '',
    acquired_at: value.acquired_at ?? '',
  };
}

function isLive(holder: LockHolder, touchedMs: number): boolean {
  if (holder.host === hostname()) return processStart(holder.pid) === holder.process_start;
  return Date.now() - touchedMs < FOREIGN_PATIENCE_MS;
}

/** A held lock. */
export class RunLock {
  readonly holder: LockHolder;
  readonly #file: string;
  readonly #disk: Disk;
  #timer: NodeJS.Timeout | undefined;
  #released = false;
  /** The file as it was when it last held our token: while it is the same file, unchanged, it need not be read again. */
  #seen: string | undefined;

  private constructor(file: string, holder: LockHolder, disk: Disk) {
    this.#file = file;
    this.holder = holder;
    this.#disk = disk;
    this.#timer = setInterval(() => this.#touch(), TOUCH_INTERVAL_MS);
    this.#timer.unref();
  }

  /** Takes the lock for an epoch of at least `epoch`; RUN_LOCKED if a live process holds it. */
  static acquire(file: string, epoch: number, disk: Disk): RunLock {
    const current = readLock(file);
    if (current === undefined) {
      const holder = newHolder(epoch);
      if (place(disk, file, holder)) return new RunLock(file, holder, disk);
      throw locked(readLock(file)?.holder);
    }
    if (current.live) throw locked(current.holder);
    return RunLock.#takeOver(file, current.holder, epoch, disk);
  }

  static #takeOver(file: string, stale: LockHolder, epoch: number, disk: Disk): RunLock {
    // All rivals count from the stale lock's epoch, so that they meet at the same claim.
    for (let number = stale.epoch + 1; ; number++) {
      const claim = `${file}.${number}`;
      const holder = newHolder(Math.max(epoch, number));
      if (!place(disk, claim, holder)) {
        const rival = readLock(claim);
        if (rival === undefined || rival.live) throw locked(rival?.holder ?? readLock(file)?.holder);
        continue; // the rival died between claim and rename; its epoch is spent
      }
      // Only one process can have this claim, so the lock cannot change hands between this check and the rename.
      if (readLock(file)?.holder.token !== stale.token) {
        disk.remove(claim);
        throw locked(readLock(file)?.holder);
      }
      disk.rename(claim, file);
      removeSpentClaims(file, number, disk);
      return new RunLock(file, holder, disk);
    }
  }

  /** Throws RUN_LOCKED if another process has taken the run over. */
  check(): void {
    if (this.#released) throw new RuntimeError('RUN_LOCKED', 'this process has released the run');
    const before = identityOf(this.#file);
    if (before !== undefined && before === this.#seen) return;
    const current = readHolder(this.#file);
    if (current?.token !== this.holder.token) throw locked(current);
    this.#seen = before;
  }

  /** Gives the run back. Does nothing if somebody else holds it by now. */
  release(): void {
    if (this.#released) return;
    this.#released = true;
    clearInterval(this.#timer);
    this.#timer = undefined;
    if (readHolder(this.#file)?.token === this.holder.token) this.#disk.remove(this.#file);
  }

  #touch(): void {
    try {
      if (readHolder(this.#file)?.token === this.holder.token) this.#disk.touch(this.#file);
    } catch (error) {
      if (systemCode(error) !== 'ENOENT') throw error; // taken over and released meanwhile: `check` reports it
    }
  }
}

function newHolder(epoch: number): LockHolder {
  return {
    pid: process.pid,
    process_start: processStart(process.pid) ?? '',
    host: hostname(),
    epoch,
    token: randomBytes(16).toString('hex'),
    acquired_at: new Date().toISOString(),
  };
}

/** Creates `file` with its content in one step; false if it exists. */
function place(disk: Disk, file: string, holder: LockHolder): boolean {
  const temporary = `${file}.tmp-${holder.token}`;
  const fd = disk.create(temporary);
  try {
    writeAll(disk, fd, Buffer.from(`${JSON.stringify(holder)}\n`));
  } finally {
    disk.close(fd);
  }
  try {
    disk.link(temporary, file);
    return true;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    throw error;
  } finally {
    disk.remove(temporary);
  }
}

function removeSpentClaims(file: string, number: number, disk: Disk): void {
  const folder = path.dirname(file);
  const prefix = `${path.basename(file)}.`;
  for (const name of readdirSync(folder)) {
    const claimed = name.startsWith(prefix) ? Number(name.slice(prefix.length)) : Number.NaN;
    if (!Number.isInteger(claimed) || claimed >= number) continue;
    try {
      disk.remove(path.join(folder, name));
    } catch (error) {
      if (systemCode(error) !== 'ENOENT') throw error;
    }
  }
}

function locked(holder: LockHolder | undefined): RuntimeError {
  const who = holder === undefined ? 'another process' : `process ${holder.pid} on ${holder.host}`;
  return new RuntimeError('RUN_LOCKED', `the run is held by ${who}`, {
    hint: 'wait until it ends, or `cancel` the run: the request is passed to its holder',
    ...(holder === undefined ? {} : { details: { pid: holder.pid, host: holder.host, epoch: holder.epoch } }),
  });
}
