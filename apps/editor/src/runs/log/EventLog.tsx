// The event log of a run (E-RUN-30): a virtual list over pages of the log, narrowed to the selected node on wish.
import { Switch } from '@mantine/core';
import type { RunEventEnvelope } from '@iterion/protocol';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import { api } from '../../server/api.ts';
import { EmptyNote } from '../../ui/EmptyNote.tsx';
import { eventWords } from './eventWords.ts';
import classes from './EventLog.module.css';

const pageSize = 1000;

export function EventLog({
  runId,
  lastSeq,
  node,
}: {
  readonly runId: string;
  readonly lastSeq: number;
  readonly node: string | null;
}) {
  const events = useEvents(runId, lastSeq);
  const [narrow, setNarrow] = useState(false);
  const shown = narrow && node !== null ? events.filter((event) => event.node_id === node) : events;
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 24,
    overscan: 20,
  });
  const start = Date.parse(events[0]?.timestamp ?? '');
  return (
    <div className={classes['log']}>
      <div className={classes['tools']}>
        <span>{shown.length} events</span>
        <Switch
          label={node === null ? 'Selected node only' : `Only ${node}`}
          disabled={node === null}
          checked={narrow}
          onChange={(event) => setNarrow(event.currentTarget.checked)}
        />
      </div>
      {shown.length === 0 ? <EmptyNote>No event to show.</EmptyNote> : null}
      <div
        ref={scroller}
        className={classes['scroll']}
        tabIndex={0}
        role="table"
        aria-label="Events"
        aria-rowcount={shown.length}
      >
        <div style={{ height: virtual.getTotalSize(), position: 'relative' }} role="rowgroup">
          {virtual.getVirtualItems().map((item) => {
            const event = shown[item.index];
            return event ? (
              <div
                key={event.seq}
                role="row"
                aria-rowindex={item.index + 1}
                className={classes['row']}
                style={{ top: item.start }}
              >
                <span role="cell" className={classes['seq']}>
                  {event.seq}
                </span>
                <span role="cell" className={classes['time']}>
                  +{((Date.parse(event.timestamp) - start) / 1000).toFixed(2)} s
                </span>
                <span role="cell" className={classes['type']}>
                  {event.type}
                </span>
                <span role="cell" className={classes['node']}>
                  {event.node_id ?? ''}
                  {event.branch_id === undefined ? '' : ` · ${event.branch_id}`}
                </span>
                <span role="cell" className={classes['words']}>
                  {eventWords(event)}
                </span>
              </div>
            ) : null;
          })}
        </div>
      </div>
    </div>
  );
}

/** All events up to `lastSeq`, read in pages as the run grows. */
function useEvents(runId: string, lastSeq: number): readonly RunEventEnvelope[] {
  const [events, setEvents] = useState<readonly RunEventEnvelope[]>([]);
  const held = events.at(-1)?.seq ?? -1;
  useEffect(() => {
    if (held >= lastSeq) return undefined;
    const abort = new AbortController();
    api
      .call('runs.events', {
        params: { id: runId },
        query: { limit: pageSize, ...(held < 0 ? {} : { after: held }) },
        signal: abort.signal,
      })
      .then(
        ({ items }) =>
          setEvents((before) => [...before, ...items.filter((event) => event.seq > (before.at(-1)?.seq ?? -1))]),
        (error: unknown) => {
          if (!abort.signal.aborted) throw error;
        },
      );
    return () => abort.abort();
  }, [runId, held, lastSeq]);
  return lastSeq >= held ? events : events.filter((event) => event.seq <= lastSeq);
}
