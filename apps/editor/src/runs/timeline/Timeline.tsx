// The timeline of a run (E-RUN-18): lanes for the branch tree, a bar per attempt; a click selects the node.
import type { View } from '@iterion/engine';
import type { KeyboardEvent } from 'react';
import { EmptyNote } from '../../ui/EmptyNote.tsx';
import { duration } from '../kernels/words.ts';
import { useNow } from '../useNow.ts';
import { lanesOf } from './lanes.ts';
import classes from './Timeline.module.css';

export function Timeline({
  view,
  until,
  selected,
  onExecution,
}: {
  readonly view: View;
  /** Where open bars end; null: now (E-RUN-17). */
  readonly until: number | null;
  readonly selected: string | null;
  readonly onExecution: (node: string, execution: string) => void;
}) {
  const ticking = useNow(until === null ? 500 : null);
  const now = until ?? ticking;
  const { lanes, from, to } = lanesOf(view, now);
  if (lanes.length === 0) return <EmptyNote>Nothing has started yet.</EmptyNote>;
  const place = (at: number): number => ((at - from) / (to - from)) * 100;
  const bars = lanes.flatMap((lane) => lane.bars).toSorted((a, b) => a.from - b.from);
  /** Arrows walk the bars in the order of their start; a bar of a few pixels is no target for a pointer alone (E-A11Y-08). */
  const walk = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const at = bars.findIndex((bar) => bar.node === selected);
    const next = bars[Math.max(0, Math.min(bars.length - 1, at + step))];
    if (next !== undefined) onExecution(next.node, next.execution);
  };
  return (
    <div
      className={classes['timeline']}
      role="grid"
      aria-label="Timeline, arrows walk the nodes"
      tabIndex={0}
      onKeyDown={walk}
    >
      {lanes.map((lane) => (
        <div key={lane.branch} className={classes['lane']} role="row">
          <span
            className={classes['label']}
            role="rowheader"
            style={{ paddingLeft: lane.depth * 12 }}
            title={lane.branch}
          >
            {lane.label}
          </span>
          <span className={classes['bars']} role="gridcell">
            {lane.bars.map((bar) => (
              <span
                key={bar.key}
                className={classes['bar']}
                data-status={bar.status}
                data-selected={bar.node === selected || undefined}
                style={{
                  // What took no time at the very end stays on the track: 12 px are the least a bar takes.
                  left: `min(${place(bar.from)}%, 100% - 12px)`,
                  width: `max(3px, ${place(bar.to) - place(bar.from)}%)`,
                }}
                title={`${bar.node}${bar.iteration > 0 ? `, iteration ${bar.iteration + 1}` : ''}${bar.attempt > 1 ? `, attempt ${bar.attempt}` : ''}: ${bar.status}, ${duration(bar.to - bar.from)}`}
                onClick={() => onExecution(bar.node, bar.execution)}
              >
                <span>{bar.node}</span>
              </span>
            ))}
          </span>
        </div>
      ))}
      <div className={classes['scale']} aria-hidden>
        <span>0 s</span>
        <span>{duration(to - from)}</span>
      </div>
    </div>
  );
}
