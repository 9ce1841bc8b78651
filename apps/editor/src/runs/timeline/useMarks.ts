// The marks of one run, read in pages as its log grows.
import type { RunEventEnvelope } from '@iterion/protocol';
import { useEffect, useMemo, useState } from 'react';
import { ApiError, api } from '../../server/api.ts';
import { type Mark, markedTypes, marksOf } from './marks.ts';

const pageSize = 1000;
/** Events come in bursts; one look a moment later sees them all. */
const quietMs = 250;

interface Read {
  readonly events: readonly RunEventEnvelope[];
  /** Everything up to here was looked at. */
  readonly to: number;
}

export function useMarks(runId: string, lastSeq: number): readonly Mark[] {
  const [read, setRead] = useState<Read>({ events: [], to: -1 });
  useEffect(() => {
    if (read.to >= lastSeq) return undefined;
    const abort = new AbortController();
    const timer = setTimeout(
      () => {
        const query = { types: markedTypes, limit: pageSize, ...(read.to < 0 ? {} : { after: read.to }) };
        api.call('runs.events', { params: { id: runId }, query, signal: abort.signal }).then(
          ({ items }) =>
            setRead((before) => ({
              events: [...before.events, ...items],
              to: items.length < pageSize ? Math.max(lastSeq, items.at(-1)?.seq ?? -1) : (items.at(-1)?.seq ?? lastSeq),
            })),
          (error: unknown) => {
            // Without a server there are no further marks; the next event asks again.
            if (!abort.signal.aborted && !(error instanceof ApiError)) throw error;
          },
        );
      },
      read.to < 0 ? 0 : quietMs,
    );
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [runId, lastSeq, read.to]);
  return useMemo(() => marksOf(read.events), [read.events]);
}
