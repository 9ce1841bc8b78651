// Snippets of the user and of the workspace, kept by the server (E-LIB-03): one text each, compared by hash when it changes or goes. Read when
// something first shows them and after each connection; without a server the last list stays.
import type { Snippet } from '@iterion/protocol';
import { useEffect } from 'react';
import { create } from 'zustand';
import { api, ApiError } from '../server/api.ts';
import { isConnected, useConnection } from '../server/connection.ts';
import { idOf, itemOf } from './libraryItem.ts';
import type { LibraryItem } from './libraryItem.ts';

export type Scope = Snippet['scope'];
export interface SnippetItem extends LibraryItem {
  readonly scope: Scope;
  readonly hash: string;
}
interface Snippets {
  readonly items: readonly SnippetItem[];
  /** Why they are not known; null when they are, or were never asked for. */
  readonly failure: string | null;
  readonly isRead: boolean;
}
const useStore = create<Snippets>(() => ({ items: [], failure: null, isRead: false }));

async function readSnippets(): Promise<void> {
  try {
    const { items } = await api.call('snippets.list', {});
    useStore.setState({ items: items.map(shown), failure: null, isRead: true });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    useStore.setState({ failure: error.message });
  }
}
function shown({ scope, id, text, hash }: Snippet): SnippetItem {
  return { ...itemOf(id, text), scope, hash };
}

/** What is kept, up to date with the connection. */
export function useSnippets(): Snippets {
  const connected = useConnection((state) => state.state === 'connected');
  useEffect(() => {
    if (connected) void readSnippets();
  }, [connected]);
  return useStore();
}

/** Keeps a new snippet under a free id made of its title; why it could not be kept, or null. */
export async function addSnippet(scope: Scope, title: string, text: string): Promise<string | null> {
  if (!isConnected()) return 'Snippets are kept by the server, and it does not answer.';
  await readSnippets();
  const taken = new Set(useStore.getState().items.flatMap((item) => (item.scope === scope ? [item.id] : [])));
  const base = idOf(title);
  for (let n = 1; ; n++) {
    const id = n === 1 ? base : `${base}-${n}`;
    if (taken.has(id)) continue;
    const reason = await write(scope, id, text, 'create');
    if (reason !== 'taken') return reason;
  }
}

/** `taken`: something is kept under that id already. */
async function write(scope: Scope, id: string, text: string, base: string): Promise<string | null> {
  try {
    await api.call('snippets.write', { params: { scope, id }, body: { text }, base });
    await readSnippets();
    return null;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return error.code === 'precondition_failed' ? 'taken' : error.message;
  }
}

/** Removes a snippet; why it could not be removed, or null. */
export async function removeSnippet({ scope, id, hash }: SnippetItem): Promise<string | null> {
  try {
    await api.call('snippets.delete', { params: { scope, id }, base: hash });
    return null;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return error.code === 'precondition_failed'
      ? 'It was changed elsewhere meanwhile; here is what it says now.'
      : error.message;
  } finally {
    await readSnippets();
  }
}
/** Puts back what was just removed. */
export async function restoreSnippet({ scope, id, text }: SnippetItem): Promise<string | null> {
  const reason = await write(scope, id, text, 'create');
  return reason === 'taken' ? 'Another snippet has its place now.' : reason;
}
