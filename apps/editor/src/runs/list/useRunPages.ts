// The runs under a query, in pages of the server, kept current (E-RUN-60): headers change in place; runs that are new wait until somebody wants
// them while the pointer is over the list, so that nothing moves under it.
import type { RunHeader } from '@iterion/protocol';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { ApiError, api } from '../../server/api.ts';
import { useFollowRuns, useRuns } from '../runsChannel.ts';
import type { ListQuery } from './runQuery.ts';

interface Pages {
  readonly key: string;
  readonly items: readonly RunHeader[];
  readonly counts: Readonly<Record<string, number>>;
  readonly cursor: string | null;
  /** What the first page holds by now. */
  readonly newest: readonly RunHeader[];
}
export interface RunPages {
  readonly loaded: boolean;
  readonly items: readonly RunHeader[];
  readonly counts: Readonly<Record<string, number>>;
  /** Runs that the query would show now and the list does not. */
  readonly fresh: number;
  readonly more: (() => void) | null;
  readonly adopt: () => void;
}
const pageSize = 100;
const quietMs = 300;

/** The newest page before what was read earlier. */
function together({ newest, items }: Pages): readonly RunHeader[] {
  const ids = new Set(newest.map(({ id }) => id));
  return [...newest, ...items.filter(({ id }) => !ids.has(id))];
}

/** `held`: nothing may move or come in now. Whoever begins to hold adopts what is shown first. */
export function useRunPages(query: ListQuery, held: boolean): RunPages {
  useFollowRuns();
  const headers = useRuns((state) => state.headers);
  const channelReady = useRuns((state) => state.loaded);
  const key = JSON.stringify(query);
  const [pages, setPages] = useState<Pages | null>(null);
  const known = pages?.key === key;

  // Asked again whenever something changed: counts and the newest page are the server's.
  useEffect(() => {
    if (!channelReady) return undefined;
    const abort = new AbortController();
    const timer = setTimeout(
      () => {
        const asked = JSON.parse(key) as ListQuery;
        api.call('runs.list', { query: { ...asked, limit: pageSize }, signal: abort.signal }).then(
          ({ items, counts, cursor }) =>
            setPages((before) =>
              before?.key === key
                ? { ...before, counts, newest: items }
                : { key, items, counts, cursor: cursor ?? null, newest: items },
            ),
          (error: unknown) => {
            // Without a server the list stays as it was (E-RUN-54).
            if (!abort.signal.aborted && !(error instanceof ApiError)) throw error;
          },
        );
      },
      known ? quietMs : 0,
    );
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [key, headers, channelReady, known]);

  const adopt = useCallback(() => {
    setPages((before) => (before === null ? before : { ...before, items: together(before) }));
  }, []);
  const shown = useMemo(() => new Set(pages?.items.map(({ id }) => id)), [pages?.items]);
  const fresh = pages === null || !held ? 0 : pages.newest.filter(({ id }) => !shown.has(id)).length;

  const cursor = known ? (pages?.cursor ?? null) : null;
  const more = useCallback(() => {
    const asked = JSON.parse(key) as ListQuery;
    void api
      .call('runs.list', { query: { ...asked, limit: pageSize, ...(cursor === null ? {} : { cursor }) } })
      .then(({ items, cursor: next }) =>
        setPages((before) => {
          if (before?.key !== key) return before;
          const ids = new Set(before.items.map(({ id }) => id));
          return {
            ...before,
            items: [...before.items, ...items.filter(({ id }) => !ids.has(id))],
            cursor: next ?? null,
          };
        }),
      );
  }, [key, cursor]);

  // What changed is shown as it is now; what was removed goes.
  const newestById = useMemo(() => new Map(pages?.newest.map((header) => [header.id, header])), [pages?.newest]);
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());
  useEffect(
    () =>
      useRuns.subscribe((state, before) => {
        const removed = [...before.headers.keys()].filter((id) => !state.headers.has(id));
        if (removed.length > 0) setGone((all) => new Set([...all, ...removed]));
      }),
    [],
  );
  const items = useMemo(
    () =>
      (pages === null ? [] : held ? pages.items : together(pages))
        .map((header) => headers.get(header.id) ?? newestById.get(header.id) ?? header)
        .filter(({ id }) => headers.has(id) || !gone.has(id)),
    [pages, held, headers, newestById, gone],
  );
  return { loaded: known, items, counts: pages?.counts ?? {}, fresh, more: cursor === null ? null : more, adopt };
}
