// The only door to the workspace on disk (S-SEC-08, S-FILE-10). A folder is opened once, its real path is checked before and after, and from
// then on everything happens relative to the open folder, so that swapping a folder for a link in between leads nowhere (attack class 15).
//
// 1. A folder outside the real root is never opened, by whatever links.
// 2. A dot folder is reached only when the caller asks for it (`internal`), and then only without any link on the way.
// 3. A file is opened without following a link at its name; links to files inside are resolved first, links to elsewhere are refused.
import { constants, type BigIntStats, type Stats } from 'node:fs';
import { lstat, mkdir, open, readlink, realpath, stat, type FileHandle } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { Failure, notFound } from '../failure.ts';

/** Linux names an open folder by its descriptor: operations below it cannot be led astray any more. */
const BY_DESCRIPTOR = process.platform === 'linux';

export interface Folder {
  /** Real path, for `realpath` checks and the lock; not for operations. */
  readonly real: string;
  /** Path for an operation on the entry `name`. */
  readonly at: (name: string) => string;
  readonly sync: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** The place of a file: its folder (open; the caller closes it) and its name there, links resolved. */
export interface Spot {
  readonly folder: Folder;
  readonly name: string;
  readonly real: string;
}

export interface Root {
  /** Real path of the workspace. */
  readonly real: string;
}

export async function openRoot(dir: string): Promise<Root> {
  const real = await realpath(dir);
  if (!(await stat(real)).isDirectory()) throw new Error('The workspace is not a folder.');
  return { real };
}

function forbidden(): Failure {
  return new Failure('path_forbidden', 'This path leads out of the workspace.', {
    field: 'path',
    remedy: 'Links must stay inside the workspace and must not lead to names that begin with a dot.',
  });
}

/** Segments of a real path below the root; refuses others and dot names. */
function below(root: Root, real: string): readonly string[] {
  if (real === root.real) return [];
  const way = relative(root.real, real);
  const segments = way.split(sep);
  if (way === '' || segments.some((segment) => segment === '' || segment.startsWith('.'))) throw forbidden();
  return segments;
}

async function realOrMissing(path: string, what: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') throw notFound(what);
    if (code === 'ELOOP' || code === 'ENAMETOOLONG' || code === 'EACCES') throw forbidden();
    throw error;
  }
}

function sameFile(left: BigIntStats, right: BigIntStats): boolean {
  return left.dev === right.dev && left.ino === right.ino;
}

/** Opens a folder of the workspace by its segments. Case must be as the file system reports it (S-API-07). */
export async function openFolder(root: Root, segments: readonly string[]): Promise<Folder> {
  const asked = join(root.real, ...segments);
  const real = await realOrMissing(asked, 'The folder');
  below(root, real);
  if (real !== asked && real.toLowerCase() === asked.toLowerCase()) throw notFound('The folder');
  return openReal(real);
}

/**
 * Opens, creating if need be, a folder of the product's own below the workspace, e.g. `.iterion/trash`; null when it is not there. No link may lie on
 * the way: each step is taken from the open folder above it.
 */
export async function openInternal(root: Root, segments: readonly string[], create: boolean): Promise<Folder | null> {
  let folder = await openReal(root.real);
  for (const segment of segments) {
    const parent = folder;
    const child = await within(parent, async () => {
      if (create) await mkdir(parent.at(segment), { mode: 0o700 }).catch(ignoreExisting);
      const found = await lstatOrNull(parent.at(segment));
      if (found === null) return null;
      if (!found.isDirectory()) throw forbidden();
      return openReal(join(parent.real, segment));
    });
    if (child === null) return null;
    folder = child;
  }
  return folder;
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}

async function openReal(real: string): Promise<Folder> {
  let handle: FileHandle;
  try {
    handle = await open(real, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') throw notFound('The folder');
    if (code === 'ELOOP') throw forbidden();
    throw error;
  }
  try {
    // After opening: what we hold must still be what the name means, reached without links.
    if (BY_DESCRIPTOR) {
      if ((await readlink(`/proc/self/fd/${handle.fd}`)) !== real) throw forbidden();
    } else {
      const [held, named] = await Promise.all([handle.stat({ bigint: true }), lstat(real, { bigint: true })]);
      if (!sameFile(held, named) || (await realpath(real)) !== real) throw forbidden();
    }
  } catch (error) {
    await handle.close();
    throw error;
  }
  const base = BY_DESCRIPTOR ? `/proc/self/fd/${handle.fd}` : real;
  return {
    real,
    at: (name) => join(base, name),
    sync: () => handle.sync(),
    close: () => handle.close(),
  };
}

/** Finds a file's place. A link at its name is resolved when it stays inside (written through, S-FILE-04), refused otherwise. */
export async function findSpot(root: Root, segments: readonly string[]): Promise<Spot> {
  const name = segments.at(-1);
  if (name === undefined) throw forbidden();
  const folder = await openFolder(root, segments.slice(0, -1));
  try {
    const found = await lstatOrNull(folder.at(name));
    if (found?.isSymbolicLink() !== true) return { folder, name, real: join(folder.real, name) };
    const real = await realOrMissing(join(folder.real, name), 'The target of this link');
    const target = below(root, real);
    const targetName = target.at(-1);
    if (targetName === undefined) throw forbidden();
    const targetFolder = await openFolder(root, target.slice(0, -1));
    await folder.close();
    return { folder: targetFolder, name: targetName, real };
  } catch (error) {
    await folder.close();
    throw error;
  }
}

export async function lstatOrNull(path: string): Promise<Stats | null> {
  try {
    return await lstat(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') return null;
    if (code === 'ENAMETOOLONG') throw new Failure('path_forbidden', 'This name is too long.', { field: 'path' });
    throw error;
  }
}

/** Opens a regular file for reading; no link, no device, no pipe. Null when there is none. */
export async function openRegular(spot: Spot): Promise<FileHandle | null> {
  let handle: FileHandle;
  try {
    handle = await open(spot.folder.at(spot.name), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') return null;
    if (code === 'ELOOP' || code === 'ENXIO' || code === 'EACCES' || code === 'EPERM') throw forbidden();
    if (code === 'ENAMETOOLONG') throw new Failure('path_forbidden', 'This name is too long.', { field: 'path' });
    throw error;
  }
  if ((await handle.stat()).isFile()) return handle;
  await handle.close();
  throw new Failure('path_forbidden', 'This is not a regular file.', { field: 'path' });
}

/** Runs `act` with an open folder or spot and closes it whatever happens. */
export async function within<T>(opened: Folder | Spot, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } finally {
    await ('folder' in opened ? opened.folder : opened).close();
  }
}
