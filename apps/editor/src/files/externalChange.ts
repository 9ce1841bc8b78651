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
  const document = findByPath(change.from ?? change.path);
  if (!document) return;
  switch (change.kind) {
    case 'created':
    case 'modified':
      if (change.hash !== document.baseHash) void readAgain(document);
      break;
    case 'deleted':
      setDocument(document.id, { disk: 'deleted' });
      break;
    case 'moved':
      movedTo(document.id, change.path);
      notify({ kind: 'info', title: 'File moved', message: `${change.from ?? ''} is now ${change.path}.` });
      break;
    case 'layout':
      break;
    default:
      change.kind satisfies never;
  }
}

/** After a gap: whatever happened to the open files meanwhile. */
function reloaded(entries: ReadonlyMap<string, TreeEntry>): void {
  for (const document of Object.values(useDocuments.getState().documents)) {
    if (document.path === null) continue;
    const entry = entries.get(document.path);
    if (!entry) setDocument(document.id, { disk: 'deleted' });
    else if (entry.hash === undefined || entry.hash !== document.baseHash) void readAgain(document);
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
