// The events of a run under a filter, up to a moment, read in pages as the run grows. Counts are the server's, of the whole run.
import type { RunEventEnvelope } from '@iterion/protocol';
import { useEffect, useState } from 'react';
import { ApiError, api } from '../../server/api.ts';

export interface EventFilter {
  readonly types: readonly string[];
  readonly text: string;
  readonly node: string | null;
}
interface Read {
  readonly key: string;
  readonly events: readonly RunEventEnvelope[];
  /** Everything up to here was looked at. */
  readonly to: number;
  readonly counts: Readonly<Record<string, number>>;
}
const pageSize = 1000;
const nothing = (key: string): Read => ({ key, events: [], to: -1, counts: {} });

export function useEvents(
  runId: string,
  lastSeq: number,
  { types, text, node }: EventFilter,
): {
  readonly events: readonly RunEventEnvelope[];
  readonly counts: Readonly<Record<string, number>>;
  /** When the run began, in milliseconds since the epoch. */
  readonly start: number;
} {
  const key = JSON.stringify([types, text, node]);
  const [held, setHeld] = useState<Read>(() => nothing(key));
  const [start, setStart] = useState(Number.NaN);
  const read = held.key === key ? held : nothing(key);
  const { to } = read;
  useEffect(() => {
    if (to >= lastSeq) return undefined;
    const abort = new AbortController();
    const [wantedTypes, wantedText, wantedNode] = JSON.parse(key) as [string[], string, string | null];
    // A search begins when typing rests.
    const timer = setTimeout(
      () => {
        const query = {
          limit: pageSize,
          ...(to < 0 ? {} : { after: to }),
          ...(wantedTypes.length === 0 ? {} : { types: wantedTypes.join(',') }),
          ...(wantedText === '' ? {} : { q: wantedText }),
          ...(wantedNode === null ? {} : { node: wantedNode }),
        };
        api.call('runs.events', { params: { id: runId }, query, signal: abort.signal }).then(
          ({ items, counts }) => {
            const reached = items.length < pageSize ? lastSeq : (items.at(-1)?.seq ?? lastSeq);
            setHeld((before) => {
              const known = before.key === key ? before : nothing(key);
              return {
                key,
                events: [...known.events, ...items],
                to: Math.max(reached, items.at(-1)?.seq ?? -1),
                counts,
              };
            });
            const first = items[0];
            if (first?.seq === 0) setStart(Date.parse(first.timestamp));
          },
          (error: unknown) => {
            // Without a server what was read stays (E-RUN-54).
            if (!abort.signal.aborted && !(error instanceof ApiError)) throw error;
          },
        );
      },
      to < 0 && wantedText === '' ? 0 : 200,
    );
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [runId, key, to, lastSeq]);
  // Pages may hold more than the moment has seen.
  const last = read.events.at(-1)?.seq ?? -1;
  const events = last <= lastSeq ? read.events : read.events.filter(({ seq }) => seq <= lastSeq);
  return { events, counts: read.counts, start };
}
