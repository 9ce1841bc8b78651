// One writer attempt per workspace at a time, also across runs (R-FAN-17): a lock file per real path of the workspace. Within a run the
// core lets one writer execute at a time; this keeps two runs apart.
import { createHash } from 'node:crypto';
import { homedir, tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { RuntimeError } from './errors.ts';
import { type Disk, realDisk } from './store/disk.ts';
import { makeFolder } from './store/layout.ts';
import { RunLock } from './store/lock.ts';

const POLL_MS = 50;

export interface WorkspaceLease {
  /** Seconds until the workspace was free, and who held it. */
  readonly waitedS: number;
  readonly holder: string | null;
  release(): void;
}

/** Waits until nobody writes to the workspace; undefined if the signal came first. */
export async function leaseWorkspace(
  workspaceDir: string,
  signal: AbortSignal,
  disk: Disk = realDisk,
): Promise<WorkspaceLease | undefined> {
  const folder = path.join(tmpdir(), `iterion-workspaces-${userInfo().uid >= 0 ? userInfo().uid : hashOf(homedir())}`);
  makeFolder(folder);
  const file = path.join(folder, `${hashOf(workspaceDir)}.lock`);
  const started = performance.now();
  let holder: string | null = null;
  while (!signal.aborted) {
    try {
      const lock = RunLock.acquire(file, 1, disk);
      return { waitedS: (performance.now() - started) / 1000, holder, release: () => lock.release() };
    } catch (error) {
      if (!(error instanceof RuntimeError) || error.code !== 'RUN_LOCKED') throw error;
      holder = holderOf(error) ?? holder;
      await delay(POLL_MS, undefined, { signal }).catch(() => undefined); // aborted: the loop ends
    }
  }
  return undefined;
}

function holderOf(error: RuntimeError): string | null {
  const details = error.details as { pid?: number; host?: string } | undefined;
  return details?.pid === undefined ? null : `process ${details.pid} on ${details.host ?? 'this host'}`;
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 24);
}
