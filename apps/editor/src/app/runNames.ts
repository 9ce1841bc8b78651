// Names of the newest runs, for the palette; asked for only when someone looks for a run.
import { useEffect, useState } from 'react';
import { ApiError, api } from '../server/api.ts';
import type { RunName } from './paletteMode.ts';

const none: readonly RunName[] = [];

export function useRunNames(wanted: boolean): readonly RunName[] {
  const [names, setNames] = useState(none);
  useEffect(() => {
    if (!wanted) return undefined;
    const abort = new AbortController();
    void readNames(abort.signal).then(setNames, (error: unknown) => {
      // Without a server there are no runs to name; the palette then lists none.
      if (!abort.signal.aborted && !(error instanceof ApiError)) throw error;
    });
    return () => abort.abort();
  }, [wanted]);
  return names;
}

async function readNames(signal: AbortSignal): Promise<RunName[]> {
  const { items } = await api.call('runs.list', { query: { limit: 100 }, signal });
  return items.map((run) => ({ id: run.id, name: run.name ?? run.id, detail: `${run.workflow} · ${run.status}` }));
}
