// Text files that are no workflows, for the tree when people want to see them (E-FILE-01). The watcher tells of workflows only, so these are
// asked for: when they are switched on, when something changes in the workspace, and when the window comes back.
import type { TreeEntry } from '@iterion/protocol';
import { useEffect, useState } from 'react';
import { ApiError, api } from '../server/api.ts';
import { useConnection } from '../server/connection.ts';

const none: readonly TreeEntry[] = [];

export function useOtherFiles(wanted: boolean, known: ReadonlyMap<string, TreeEntry>): readonly TreeEntry[] {
  const connected = useConnection((state) => state.state === 'connected');
  const [found, setFound] = useState(none);
  useEffect(() => {
    if (!wanted || !connected) return undefined;
    let isCurrent = true;
    const look = (): void =>
      void listAll().then((entries) => {
        if (isCurrent && entries) setFound(entries.filter(({ type, kind }) => type === 'file' && kind === 'text'));
      });
    look();
    window.addEventListener('focus', look);
    return () => {
      isCurrent = false;
      window.removeEventListener('focus', look);
    };
  }, [wanted, connected, known]);
  return wanted ? found : none;
}

/** null when the server did not answer; the list of before stays. */
async function listAll(): Promise<TreeEntry[] | null> {
  const entries: TreeEntry[] = [];
  try {
    for (let cursor: string | undefined; ;) {
      const page = await api.call('tree.list', { query: { all: 'true', ...(cursor === undefined ? {} : { cursor }) } });
      entries.push(...page.entries);
      cursor = page.cursor;
      if (cursor === undefined) return entries;
    }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return null;
  }
}
