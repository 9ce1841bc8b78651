// What other programs and tabs do to open files (E-FILE-04, E-FILE-05, E-FILE-08).
import type { TreeEntry, WorkspaceChange } from '@iterion/protocol';
import { notify } from '../app/notifications.tsx';
import { findByPath, getDocument, setDocument, useDocuments } from '../document/store.ts';
import type { OpenDocument } from '../document/model.ts';
import { ApiError, api } from '../server/api.ts';
import { reconcile } from './reconcile.ts';
import { movedTo } from './movedTo.ts';
import { onWorkspaceChange } from './workspace.ts';

export function startFileWatching(): void {
  onWorkspaceChange({ changed, reloaded });
}

function changed(change: WorkspaceChange): void {
  const { kind, path, hash } = change;
  if (change.type === 'folder') return;
  if (kind === 'created') created.push({ path, hash: hash ?? null, time: Date.now() });
  const document = findByPath(change.from ?? path);
  if (!document) {
    if (kind === 'created') follow(hash, path);
    return;
  }
  switch (kind) {
    case 'created':
    case 'modified':
      if (hash !== document.baseHash) void readAgain(document);
      else if (document.disk === 'deleted') setDocument(document.id, { disk: 'same' });
      break;
    case 'deleted':
      vanished(document);
      break;
    case 'moved':
      moved(document, path);
      break;
    case 'layout':
      break;
    default:
      kind satisfies never;
  }
}

/** Files that came up lately, for a move that is reported as a new file and a deleted one, in either order. */
const created: { readonly path: string; readonly hash: string | null; readonly time: number }[] = [];
const moveMs = 2000;

function vanished(document: OpenDocument): void {
  created.splice(0, created.length, ...created.filter(({ time }) => Date.now() - time < moveMs));
  const twin = created.find(({ path, hash }) => hash === document.baseHash && path !== document.path);
  if (twin) moved(document, twin.path);
  else setDocument(document.id, { disk: 'deleted' });
}
/** A deleted file that comes up elsewhere with the same content was moved, however slowly that was reported. */
function follow(hash: string | null | undefined, path: string): void {
  const gone = Object.values(useDocuments.getState().documents).find(
    (document) => document.disk === 'deleted' && document.baseHash !== null && document.baseHash === hash,
  );
  if (gone) moved(gone, path);
}
function moved(document: OpenDocument, path: string): void {
  movedTo(document.id, path);
  setDocument(document.id, { disk: 'same' });
  notify({ kind: 'info', title: 'File moved', message: `${document.path ?? ''} is now ${path}.` });
}

/** After a gap: whatever happened to the open files meanwhile. */
function reloaded(entries: ReadonlyMap<string, TreeEntry>): void {
  for (const document of Object.values(useDocuments.getState().documents)) {
    if (document.path === null) continue;
    const entry = entries.get(document.path);
    if (!entry) setDocument(document.id, { disk: 'deleted' });
    else if (entry.hash === undefined || entry.hash !== document.baseHash) void readAgain(document);
    else if (document.disk === 'deleted') setDocument(document.id, { disk: 'same' });
  }
}

async function readAgain({ id, path }: OpenDocument): Promise<void> {
  if (path === null) return;
  try {
    const file = await api.call('file.read', { query: { path } });
    if (getDocument(id)?.disk === 'deleted') setDocument(id, { disk: 'same' });
    await reconcile(id, file);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.code === 'not_found') setDocument(id, { disk: 'deleted' });
    // Any other refusal: the file stays as it is here; the next save compares hashes in any case.
  }
}
