// The files of the workspace as the watcher reports them, live (E-FILE-01). Without a server the last list stays.
import type { TreeEntry, WorkspaceChange } from '@iterion/protocol';
import { create } from 'zustand';
import { subscribe } from '../server/socket.ts';
import { tabId } from '../server/tab.ts';

interface WorkspaceState {
  readonly loaded: boolean;
  readonly entries: ReadonlyMap<string, TreeEntry>;
}
export const useWorkspace = create<WorkspaceState>(() => ({ loaded: false, entries: new Map() }));

interface WorkspaceListener {
  /** A change that this tab did not cause (S-FILE-08). */
  readonly changed: (change: WorkspaceChange) => void;
  /** The list was read anew: after the first connection and after a gap. */
  readonly reloaded: (entries: ReadonlyMap<string, TreeEntry>) => void;
}
const listeners = new Set<WorkspaceListener>();
export function onWorkspaceChange(listener: WorkspaceListener): void {
  listeners.add(listener);
  const { loaded, entries } = useWorkspace.getState();
  if (loaded) listener.reloaded(entries);
}

export function startWorkspace(): void {
  subscribe('workspace', {
    snapshot: (state) => {
      const { entries } = state as { readonly entries: readonly TreeEntry[] };
      const byPath = new Map(entries.map((entry) => [entry.path, entry]));
      useWorkspace.setState({ loaded: true, entries: byPath });
      for (const listener of listeners) listener.reloaded(byPath);
    },
    items: (items) => {
      const changes = items as readonly WorkspaceChange[];
      useWorkspace.setState(({ entries }) => ({ entries: changes.reduce(applied, new Map(entries)) }));
      for (const change of changes) {
        if (change.by === tabId) continue;
        for (const listener of listeners) listener.changed(change);
      }
    },
  });
}

function applied(entries: Map<string, TreeEntry>, change: WorkspaceChange): Map<string, TreeEntry> {
  const known = entries.get(change.from ?? change.path);
  if (change.kind === 'layout') return entries;
  if (change.from !== undefined) entries.delete(change.from);
  if (change.kind === 'deleted') entries.delete(change.path);
  else {
    entries.set(change.path, {
      path: change.path,
      type: change.type ?? known?.type ?? 'file',
      size: known?.size ?? 0,
      mtime: change.mtime ?? known?.mtime ?? new Date().toISOString(),
      kind: change.type === 'folder' ? null : kindOf(change.path),
      ...(typeof change.hash === 'string' ? { hash: change.hash } : {}),
    });
  }
  return entries;
}

function kindOf(path: string): TreeEntry['kind'] {
  if (path.endsWith('.iter')) return 'workflow';
  if (path.endsWith('.bot')) return 'bot';
  return /recipes?\/.*\.json$/.test(path) ? 'recipe' : 'text';
}
