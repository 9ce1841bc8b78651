// Where the product keeps what belongs to a user and not to a workspace: configuration (trust) and state (running servers). Folders 0700, files 0600.
import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, unlink } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

export interface UserFolders {
  readonly config: string;
  readonly state: string;
}

/** By the conventions of the platform. */
export function userFolders(env: NodeJS.ProcessEnv = process.env): UserFolders {
  const home = homedir();
  if (process.platform === 'darwin') {
    const base = join(home, 'Library', 'Application Support', 'iterion');
    return { config: base, state: join(base, 'state') };
  }
  if (process.platform === 'win32') {
    const local = env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local');
    return { config: join(env['APPDATA'] ?? local, 'iterion'), state: join(local, 'iterion', 'state') };
  }
  return {
    config: join(env['XDG_CONFIG_HOME'] ?? join(home, '.config'), 'iterion'),
    state: join(env['XDG_STATE_HOME'] ?? join(home, '.local', 'state'), 'iterion'),
  };
}

/** Writes a private file whole or not at all. */
export async function writePrivate(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  const handle = await open(temporary, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(temporary, path);
}

/** The text of a private file; null when there is none. */
export async function readPrivate(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

export async function removePrivate(path: string): Promise<void> {
  await unlink(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
}
