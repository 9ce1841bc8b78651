// Names of the newest runs, for the palette; asked for only when someone looks for a run.
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api } from '../server/api.ts';
import type { RunName } from './paletteEntries.ts';

export function useRunNames(wanted: boolean): readonly RunName[] {
  const query = useQuery({
    queryKey: ['run-names'],
    queryFn: async () => (await api.call('runs.list', { query: { limit: 100 } })).items,
    enabled: wanted,
    staleTime: 5000,
  });
  return useMemo(
    () =>
      (query.data ?? []).map((run) => ({
        id: run.id,
        name: run.name ?? run.id,
        detail: `${run.workflow} · ${run.status}`,
      })),
    [query.data],
  );
}
