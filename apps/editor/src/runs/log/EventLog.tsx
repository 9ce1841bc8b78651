// The event log of a run (E-RUN-30) up to the moment shown: a virtual list over pages of the log, searched and filtered by the server, counts
// by type of the whole run; each line leads to its moment; it follows the tail until somebody scrolls.
import { ActionIcon, MultiSelect, Switch, TextInput } from '@mantine/core';
import IconDownload from '@tabler/icons-react/dist/esm/icons/IconDownload.mjs';
import type { RunEventEnvelope } from '@iterion/protocol';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import { EmptyNote } from '../../ui/EmptyNote.tsx';
import { JsonView } from '../../ui/JsonView.tsx';
import { download } from '../download.ts';
import { clock } from '../kernels/words.ts';
import { eventWords } from './eventWords.ts';
import { type EventFilter, useEvents } from './useEvents.ts';
import classes from './EventLog.module.css';

interface Props {
  readonly runId: string;
  /** The moment shown: what stands behind it has not happened yet. */
  readonly lastSeq: number;
  readonly node: string | null;
  readonly onMoment: (seq: number) => void;
}

export function EventLog({ runId, lastSeq, node, onMoment }: Props) {
  const [narrow, setNarrow] = useState(false);
  const [types, setTypes] = useState<string[]>([]);
  const [text, setText] = useState('');
  const [absolute, setAbsolute] = useState(false);
  const [tail, setTail] = useState(false);
  const [open, setOpen] = useState<RunEventEnvelope | null>(null);
  const filter: EventFilter = { types, text: text.trim(), node: narrow ? node : null };
  const { events, counts, start } = useEvents(runId, lastSeq, filter);
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: events.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 24,
    overscan: 20,
  });
  const { length } = events;
  useEffect(() => {
    if (tail && length > 0) virtual.scrollToIndex(length - 1);
  }, [tail, length, virtual]);
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return (
    <div className={classes['log']}>
      <div className={classes['tools']}>
        <TextInput
          aria-label="Search events"
          placeholder="Search"
          size="xs"
          className={classes['search'] ?? ''}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <MultiSelect
          aria-label="Types of events"
          placeholder={types.length === 0 ? 'All types' : ''}
          size="xs"
          className={classes['types'] ?? ''}
          clearable
          data={Object.entries(counts)
            .toSorted(([a], [b]) => a.localeCompare(b))
            .map(([type, count]) => ({ value: type, label: `${type} (${count})` }))}
          value={types}
          onChange={setTypes}
        />
        <Switch
          label={node === null ? 'Only a node' : `Only ${node}`}
          className={classes['only'] ?? ''}
          disabled={node === null}
          checked={narrow}
          onChange={(event) => setNarrow(event.currentTarget.checked)}
        />
        <Switch label="Follow" checked={tail} onChange={(event) => setTail(event.currentTarget.checked)} />
        <button type="button" className={classes['plain']} onClick={() => setAbsolute(!absolute)}>
          {absolute ? 'time of day' : 'since start'}
        </button>
        <span className={classes['sum']}>{length === all ? `${all} events` : `${length} of ${all}`}</span>
        <ActionIcon
          aria-label="Download as JSON Lines"
          data-hint="Download as JSON Lines"
          onClick={() => void download({ kind: 'events', run: runId }, `${runId}.jsonl`)}
        >
          <IconDownload size={16} stroke={1.75} aria-hidden />
        </ActionIcon>
      </div>
      {length === 0 ? <EmptyNote>No event to show.</EmptyNote> : null}
      <div
        ref={scroller}
        className={classes['scroll']}
        tabIndex={0}
        role="table"
        aria-label="Events"
        aria-rowcount={length}
        onWheel={() => setTail(false)}
        onPointerDown={() => setTail(false)}
      >
        <div style={{ height: virtual.getTotalSize(), position: 'relative' }} role="rowgroup">
          {virtual.getVirtualItems().map((item) => {
            const event = events[item.index];
            return event ? (
              <div
                key={event.seq}
                role="row"
                aria-rowindex={item.index + 1}
                className={classes['row']}
                style={{ top: item.start }}
                data-open={event.seq === open?.seq || undefined}
                onClick={() => setOpen(event.seq === open?.seq ? null : event)}
              >
                <span role="cell" className={classes['seq']}>
                  <button
                    type="button"
                    className={classes['plain']}
                    aria-label={`Show the moment of event ${event.seq}`}
                    title="Show this moment"
                    onClick={(press) => {
                      press.stopPropagation();
                      onMoment(event.seq);
                    }}
                  >
                    {event.seq}
                  </button>
                </span>
                <span role="cell" className={classes['time']}>
                  {absolute
                    ? clock(event.timestamp)
                    : `+${((Date.parse(event.timestamp) - start) / 1000).toFixed(2)} s`}
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
      {open === null ? null : (
        <section className={classes['raw']} aria-label={`Event ${open.seq}`}>
          <JsonView value={open as never} name={`Event ${open.seq}`} />
        </section>
      )}
    </div>
  );
}
