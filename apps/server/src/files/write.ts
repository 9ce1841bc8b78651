// Compare and swap of a file's bytes (S-FILE-04, S-FILE-05). Precondition, temporary file beside the target, fsync, precondition again,
// rename or exclusive link, fsync of the folder. A failure leaves the old file and no temporary file.
import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { link, open, rename, unlink } from 'node:fs/promises';
import { Failure } from '../failure.ts';
import type { Base } from '../routes/handler.ts';
import { conflict, hashOf, readContent, type Content } from './content.ts';
import type { Spot } from './folder.ts';

export interface Written {
  readonly created: boolean;
  readonly hash: string;
  readonly size: number;
  readonly mtime: Date;
}

/** The precondition against what is on disk now. */
function agree(base: Base, current: Content | null): void {
  if (base === 'create' ? current !== null : current?.hash !== base.hash) throw conflict(current);
}

/** Writes `bytes` if the file is still what `base` says. `between` runs after the temporary file is complete; tests put races there. */
export async function compareAndSwap(
  spot: Spot,
  base: Base,
  bytes: Buffer,
  between: () => Promise<void> = () => Promise.resolve(),
): Promise<Written> {
  const before = await readContent(spot);
  agree(base, before);
  // Names have at most 255 bytes, a character at most four.
  const temporary = `.${spot.name.slice(0, 50)}.${randomBytes(6).toString('hex')}.tmp`;
  const from = spot.folder.at(temporary);
  const to = spot.folder.at(spot.name);
  try {
    const mtime = await writeNew(from, bytes, before?.mode ?? 0o644);
    await between();
    agree(base, await readContent(spot));
    if (before === null) {
      // A link fails when the name has been taken meanwhile; a rename would overwrite it.
      await link(from, to);
      await unlink(from);
    } else {
      await rename(from, to);
    }
    await spot.folder.sync();
    return { created: before === null, hash: hashOf(bytes), size: bytes.length, mtime };
  } catch (error) {
    await unlink(from).catch(ignoreMissing);
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw conflict(await readContent(spot));
    throw storage(error);
  }
}

async function writeNew(path: string, bytes: Buffer, mode: number): Promise<Date> {
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
  const handle = await open(path, flags, mode);
  try {
    await handle.writeFile(bytes);
    await handle.chmod(mode);
    await handle.sync();
    return (await handle.stat()).mtime;
  } finally {
    await handle.close();
  }
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}

/** File system errors that the client can act upon; others pass. */
export function storage(error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new Failure(
      'storage_full',
      'The disk is full; nothing was changed.',
      { remedy: 'Free some space and save again.' },
      { cause: error },
    );
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new Failure(
      'path_forbidden',
      'The server may not write here.',
      { remedy: 'Check the permissions of the folder, or save elsewhere.' },
      { cause: error },
    );
  }
  return error;
}
