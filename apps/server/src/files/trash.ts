// Deleted files live on in `.iterion/trash/<id>/` with their origin, seven days, restorable by id (S-FILE-09).
import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, link, mkdir, readdir, readFile, rename, rm, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TIMES } from '@iterion/protocol';
import { z } from 'zod';
import { notFound } from '../failure.ts';
import { openInternal, within, type Folder, type Root, type Spot } from './folder.ts';

const TRASH = ['.iterion', 'trash'] as const;
const entrySchema = z.object({ path: z.string(), deletedAt: z.number() });
export type TrashEntry = z.infer<typeof entrySchema>;

export interface Discarded {
  readonly restoreId: string;
  readonly until: string;
}

/** Moves a file (and its sidecar) into the trash. */
export async function discard(
  root: Root,
  path: string,
  spot: Spot,
  sidecar: Spot | null,
  now: number,
): Promise<Discarded> {
  const restoreId = `t${now.toString(36)}-${randomBytes(6).toString('hex')}`;
  const folder = await trashFolder(root, restoreId, true);
  if (folder === null) throw new Error('The trash could not be created.');
  await within(folder, async () => {
    await writeFile(folder.at('entry.json'), JSON.stringify({ path, deletedAt: now }), { flag: 'wx', mode: 0o600 });
    await moveAcross(spot.folder.at(spot.name), folder.at('content'));
    if (sidecar !== null) await moveAcross(sidecar.folder.at(sidecar.name), folder.at('layout'));
  });
  return { restoreId, until: new Date(now + TIMES.trashMs).toISOString() };
}

/** Opens an entry that is still kept; the caller closes the folder. */
export async function openDiscarded(
  root: Root,
  restoreId: string,
  now: number,
): Promise<{ folder: Folder; entry: TrashEntry }> {
  if (!/^t[0-9a-z]{1,16}-[0-9a-f]{12}$/.test(restoreId)) throw notFound('The deleted file');
  const folder = await trashFolder(root, restoreId, false);
  if (folder === null) throw notFound('The deleted file');
  try {
    const entry = entrySchema.parse(JSON.parse(await readFile(folder.at('entry.json'), 'utf8')));
    if (entry.deletedAt + TIMES.trashMs < now) throw notFound('The deleted file');
    return { folder, entry };
  } catch (error) {
    await folder.close();
    throw error;
  }
}

/** Puts a file to a place where nothing must be (throws EEXIST otherwise). */
export async function putBack(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    await copyFile(from, to, constants.COPYFILE_EXCL);
  }
  await unlink(from);
}

export async function forgetEntry(root: Root, restoreId: string): Promise<void> {
  const trash = await openInternal(root, TRASH, false);
  if (trash === null) return;
  await within(trash, () => rm(trash.at(restoreId), { recursive: true, force: true }));
}

/** Removes what is older than seven days. */
export async function emptyTrash(root: Root, now: number): Promise<void> {
  const trash = await openInternal(root, TRASH, false);
  if (trash === null) return;
  await within(trash, async () => {
    for (const name of await readdir(trash.at('.'))) {
      const at = Number.parseInt(/^t([0-9a-z]{1,16})-[0-9a-f]{12}$/.exec(name)?.[1] ?? '', 36);
      if (at + TIMES.trashMs < now) await rm(trash.at(name), { recursive: true, force: true });
    }
  });
}

async function trashFolder(root: Root, restoreId: string, create: boolean): Promise<Folder | null> {
  if (!create) return openInternal(root, [...TRASH, restoreId], false);
  const trash = await openInternal(root, TRASH, true);
  if (trash === null) return null;
  await within(trash, () => mkdir(join(trash.at(restoreId)), { mode: 0o700 }));
  return openInternal(root, [...TRASH, restoreId], false);
}

async function moveAcross(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    await copyFile(from, to);
    await unlink(from);
  }
}
