// The tree of the workspace for the files panel (E-FILE-01): folders first, then by name; no dot names, no node_modules, no linked folders.
import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { LIMITS, type TreeEntry } from '@iterion/protocol';
import { Failure } from '../failure.ts';
import { findSpot, openFolder, within, type Root } from './folder.ts';
import { joinPath, parsePath } from './path.ts';

const DEPTH = 12;
const TEXT =
  /\.(?:md|txt|json|jsonl|ya?ml|toml|csv|tsv|ini|cfg|conf|sh|js|mjs|cjs|ts|tsx|jsx|py|rb|go|rs|java|c|h|cpp|html|css|svg|xml|sql|log|diff|patch)$/i;

/** What a file is to the editor, by its name alone. */
export function kindOf(path: string): TreeEntry['kind'] {
  if (/\.iter$/i.test(path)) return 'workflow';
  if (/\.bot$/i.test(path)) return 'bot';
  if (/\.recipe\.json$/i.test(path) || /(?:^|\/)recipes\/[^/]+\.json$/i.test(path)) return 'recipe';
  return TEXT.test(path) || !/\.[^/]*$/.test(path) ? 'text' : 'other';
}

/** Names that the tree and the watcher pass by. */
export function ignoredName(name: string): boolean {
  return name.startsWith('.') || name === 'node_modules';
}

export interface TreeQuery {
  readonly dir: string | undefined;
  readonly depth: number | undefined;
  readonly all: boolean;
  readonly cursor: string | undefined;
  /** Entries of a page; what one answer may hold by default. */
  readonly limit?: number;
}

export async function listTree(root: Root, query: TreeQuery): Promise<{ entries: TreeEntry[]; cursor?: string }> {
  const start = query.dir === undefined || query.dir === '' ? [] : parsePath(query.dir);
  const after = query.cursor === undefined ? 0 : readCursor(query.cursor);
  const entries: TreeEntry[] = [];
  const deepest = Math.min(query.depth ?? DEPTH, DEPTH);
  const waiting: (readonly string[])[] = [start];
  let seen = 0;
  // Depth first in listing order: a folder's own entries come before those of its subfolders.
  while (waiting.length > 0) {
    const segments = waiting.pop() ?? [];
    const children = await listFolder(root, segments, query.all, segments === start);
    for (const child of children) {
      seen += 1;
      if (seen <= after) continue;
      if (entries.length === (query.limit ?? LIMITS.listMax)) return { entries, cursor: writeCursor(seen - 1) };
      entries.push(child);
    }
    if (segments.length - start.length + 1 >= deepest) continue;
    for (const child of children.toReversed()) if (child.type === 'folder') waiting.push(child.path.split('/'));
  }
  return { entries };
}

async function listFolder(
  root: Root,
  segments: readonly string[],
  all: boolean,
  required: boolean,
): Promise<TreeEntry[]> {
  let folder;
  try {
    folder = await openFolder(root, segments);
  } catch (error) {
    // A subfolder may vanish while we walk; the folder asked for may not.
    if (!required && error instanceof Failure) return [];
    throw error;
  }
  return within(folder, async () => {
    const found = await readdir(folder.at('.'), { withFileTypes: true });
    const entries = await Promise.all(
      found
        .filter((entry) => !ignoredName(entry.name))
        .map((entry) => describe(root, [...segments, entry.name], entry, folder.at(entry.name), all)),
    );
    return entries.filter((entry) => entry !== null).sort(inOrder);
  });
}

async function describe(
  root: Root,
  segments: readonly string[],
  entry: Dirent,
  at: string,
  all: boolean,
): Promise<TreeEntry | null> {
  const path = joinPath(segments);
  const kind = kindOf(path);
  if (!entry.isDirectory() && !all && (kind === 'text' || kind === 'other')) return null;
  try {
    if (entry.isSymbolicLink()) {
      // Only links to files inside the workspace are shown; linked folders are passed by.
      const spot = await findSpot(root, segments);
      return await within(spot, () => entryOf(path, spot.folder.at(spot.name), kind, true));
    }
    return await entryOf(path, at, kind, false);
  } catch (error) {
    if (error instanceof Failure || (error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

async function entryOf(
  path: string,
  at: string,
  kind: TreeEntry['kind'],
  filesOnly: boolean,
): Promise<TreeEntry | null> {
  const stats = await stat(at);
  const mtime = stats.mtime.toISOString();
  if (stats.isDirectory()) return filesOnly ? null : { path, type: 'folder', size: 0, mtime, kind: null };
  return stats.isFile() ? { path, type: 'file', size: stats.size, mtime, kind } : null;
}

function inOrder(left: TreeEntry, right: TreeEntry): number {
  if (left.type !== right.type) return left.type === 'folder' ? -1 : 1;
  return left.path < right.path ? -1 : 1;
}

function writeCursor(seen: number): string {
  return Buffer.from(`t${seen}`).toString('base64url');
}

function readCursor(cursor: string): number {
  const seen = /^t(\d{1,9})$/.exec(Buffer.from(cursor, 'base64url').toString('utf8'))?.[1];
  if (seen === undefined)
    throw new Failure('invalid_request', 'This cursor was not given by the server.', { field: 'cursor' });
  return Number(seen);
}
