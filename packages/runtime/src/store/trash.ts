// Removed runs: moved to `<store>/trash/<id>` with their origin, kept 7 days, restorable by id (S-FILE-09).
import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { RuntimeError } from '../errors.ts';
import { ulid } from './control.ts';
import type { Disk } from './disk.ts';
import { readDocument, writeDocument } from './document.ts';
import { makeFolder, runPaths, safeName, trashFolder } from './layout.ts';

export const TRASH_DAYS = 7;

export interface Trashed {
  readonly restoreId: string;
  /** When it is removed for good, RFC 3339. */
  readonly until: string;
}
interface TrashEntry {
  readonly run_id: string;
  readonly until: string;
}

/** Moves a run's folder to the trash. */
export function trashRun(store: string, runId: string, disk: Disk, now = Date.now()): Trashed {
  const { folder } = runPaths(store, runId);
  const restoreId = ulid(now);
  const until = new Date(now + TRASH_DAYS * 86_400_000).toISOString();
  const place = path.join(trashFolder(store), restoreId);
  makeFolder(place);
  const entry: TrashEntry = { run_id: runId, until };
  writeDocument(disk, path.join(place, 'origin.json'), entry);
  disk.rename(folder, path.join(place, 'run'));
  return { restoreId, until };
}

/** Moves a run back; RUN_NOT_FOUND if the trash has no such entry, RUN_EXISTS if its place is taken. Returns the run id. */
export function restoreRun(store: string, restoreId: string, disk: Disk): string {
  const place = path.join(trashFolder(store), safeName(restoreId, 'restore id'));
  const entry = readDocument(path.join(place, 'origin.json')) as TrashEntry | undefined;
  if (entry === undefined || !existsSync(path.join(place, 'run'))) {
    throw new RuntimeError('RUN_NOT_FOUND', `the trash holds no run under ${restoreId}`, {
      hint: `runs are kept there for ${TRASH_DAYS} days`,
    });
  }
  const { folder } = runPaths(store, entry.run_id);
  if (existsSync(folder))
    throw new RuntimeError('RUN_EXISTS', `a run ${entry.run_id} exists again`, { hint: 'remove that one first' });
  disk.rename(path.join(place, 'run'), folder);
  rmSync(place, { recursive: true, force: true });
  return entry.run_id;
}

/** Removes for good what has been in the trash for longer than it is kept. Returns how many runs. */
export function emptyTrash(store: string, now = Date.now()): number {
  const folder = trashFolder(store);
  if (!existsSync(folder)) return 0;
  let removed = 0;
  for (const name of readdirSync(folder)) {
    const entry = readDocument(path.join(folder, name, 'origin.json')) as TrashEntry | undefined;
    if (entry === undefined || Date.parse(entry.until) > now) continue;
    rmSync(path.join(folder, name), { recursive: true, force: true });
    removed++;
  }
  return removed;
}
