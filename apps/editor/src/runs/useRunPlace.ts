// What of a run the address names (E-SHELL-03): node, execution, panel. Writing one keeps the others, and the moment.
import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'wouter';

export const runTabs = ['timeline', 'events', 'artifacts', 'report'] as const;
export type RunTab = (typeof runTabs)[number];

export interface RunPlace {
  readonly node: string | null;
  /** Its execution; null for the newest. */
  readonly execution: string | null;
  readonly tab: RunTab;
}

export interface RunPlaceActs {
  readonly place: RunPlace;
  readonly setNode: (node: string | null) => void;
  readonly setExecution: (node: string, execution: string) => void;
  readonly setTab: (tab: RunTab) => void;
}

export function useRunPlace(): RunPlaceActs {
  const [search, setSearch] = useSearchParams();
  const set = useCallback(
    (values: { readonly [key: string]: string | null }) =>
      setSearch(
        (before) => {
          const query = new URLSearchParams(before);
          for (const [key, value] of Object.entries(values)) {
            if (value === null) query.delete(key);
            else query.set(key, value);
          }
          return query;
        },
        { replace: true },
      ),
    [setSearch],
  );
  const node = search.get('node');
  const execution = search.get('exec');
  const wanted = search.get('tab');
  const tab = runTabs.find((known) => known === wanted) ?? 'timeline';
  const setNode = useCallback((next: string | null) => set({ node: next, exec: null }), [set]);
  const setExecution = useCallback((of: string, next: string) => set({ node: of, exec: next }), [set]);
  const setTab = useCallback((next: RunTab) => set({ tab: next }), [set]);
  return useMemo(
    () => ({ place: { node, execution, tab }, setNode, setExecution, setTab }),
    [node, execution, tab, setNode, setExecution, setTab],
  );
}
