// The moment that is shown (E-RUN-17): live, or the fold up to a sequence number, which the URL carries. Past moments come from the
// server's snapshots, which are the same fold; the last ones looked at are kept.
import type { View } from '@iterion/engine';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useSearchParams } from 'wouter';
import { api } from '../../server/api.ts';

export interface Moment {
  /** null: live. */
  readonly seq: number | null;
  readonly view: View;
  readonly go: (seq: number | null) => void;
}
const kept = 64;

export function useMoment(runId: string, live: View): Moment {
  const [search, setSearch] = useSearchParams();
  const wanted = Number(search.get('seq') ?? Number.NaN);
  const seq = Number.isSafeInteger(wanted) && wanted >= 0 && wanted < live.last_seq ? wanted : null;
  const cache = useRef(new Map<number, View>());
  const [past, setPast] = useState<{ readonly seq: number; readonly view: View } | null>(null);

  const go = useCallback(
    (next: number | null) =>
      setSearch(
        (before) => {
          const query = new URLSearchParams(before);
          if (next === null) query.delete('seq');
          else query.set('seq', String(Math.max(0, next)));
          return query;
        },
        { replace: true },
      ),
    [setSearch],
  );
  useEffect(() => {
    if (seq === null) return undefined;
    const known = cache.current.get(seq);
    if (known !== undefined) {
      setPast({ seq, view: known });
      return undefined;
    }
    const abort = new AbortController();
    const timer = setTimeout(() => {
      api.call('runs.snapshot', { params: { id: runId }, query: { at: seq }, signal: abort.signal }).then(
        ({ state }) => {
          const view = state as unknown as View;
          cache.current.set(seq, view);
          if (cache.current.size > kept) cache.current.delete(cache.current.keys().next().value ?? -1);
          setPast({ seq, view });
        },
        (error: unknown) => {
          if (!abort.signal.aborted) throw error;
        },
      );
    }, 30);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [runId, seq]);
  const view = seq === null ? live : past !== null ? past.view : live;
  return { seq, view, go };
}
