// The timeline of a run (E-RUN-18): lanes for the branch tree, a bar per attempt, brackets for laps; zoomed and moved by wheel, dragging and
// commands. A press selects the execution, arrows walk the bars.
import IconArrowAutofitWidth from '@tabler/icons-react/dist/esm/icons/IconArrowAutofitWidth.mjs';
import IconBolt from '@tabler/icons-react/dist/esm/icons/IconBolt.mjs';
import IconMinus from '@tabler/icons-react/dist/esm/icons/IconMinus.mjs';
import IconPlus from '@tabler/icons-react/dist/esm/icons/IconPlus.mjs';
import IconZzz from '@tabler/icons-react/dist/esm/icons/IconZzz.mjs';
import type { View } from '@iterion/engine';
import { useElementSize, useMergedRef } from '@mantine/hooks';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type PointerEvent, useEffect, useMemo, useRef } from 'react';
import { registerCommands } from '../../app/commands.ts';
import { CommandButton } from '../../ui/CommandButton.tsx';
import { EmptyNote } from '../../ui/EmptyNote.tsx';
import { duration } from '../kernels/words.ts';
import { useNow } from '../useNow.ts';
import { axisOf } from './axis.ts';
import { criticalPath } from './criticalPath.ts';
import { type Drawn, type TimeWindow, drawnIn, loudest, placeIn } from './drawn.ts';
import { type Bar, type Lane, type Lap, lanesOf } from './lanes.ts';
import { panned, timelineCommands, useTimelineView, zoomed } from './timelineView.ts';
import classes from './Timeline.module.css';

const laneHeight = 32;
/** The column of the labels, with the space beside it. */
const labelWidth = 148;

interface Props {
  readonly view: View;
  /** Where open bars end; null: now (E-RUN-17). */
  readonly until: number | null;
  readonly selected: string | null;
  readonly execution: string | null;
  readonly onExecution: (node: string, execution: string) => void;
}

export function Timeline({ view, until, selected, execution, onExecution }: Props) {
  const ticking = useNow(until === null ? 500 : null);
  const now = until ?? ticking;
  const lanes = useMemo(() => lanesOf(view, now), [view, now]);
  const { window: chosen, shortensIdle, marksCritical } = useTimelineView();
  const axis = useMemo(() => axisOf(lanes, shortensIdle), [lanes, shortensIdle]);
  const critical = useMemo(
    () =>
      marksCritical
        ? criticalPath(lanes, new Map(view.branches.map(({ branch_id, parent }) => [branch_id, parent])))
        : null,
    [lanes, marksCritical, view.branches],
  );
  const whole = useRef<TimeWindow>(lanes);
  useEffect(() => {
    whole.current = { from: lanes.from, to: lanes.to };
  });
  useEffect(() => {
    useTimelineView.setState({ window: null });
    return registerCommands(timelineCommands(() => whole.current));
  }, [view.run.id]);
  const { ref: measured, width: size } = useElementSize();
  const track = useRef<HTMLDivElement>(null);
  const trackRef = useMergedRef(measured, track);
  const width = Math.max(1, size - labelWidth);
  const shown = chosen ?? lanes;
  const { from, to } = shown;
  const place = useMemo(() => placeIn(axis, { from, to }, width), [axis, from, to, width]);
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: lanes.lanes.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => laneHeight,
    overscan: 4,
  });
  useWheel(scroller, (event) => {
    const left = track.current?.getBoundingClientRect().left ?? 0;
    const x = event.clientX - left - labelWidth;
    const first = axis.place(shown.from);
    const at = axis.time(first + (x / width) * (axis.place(shown.to) - first));
    if (event.ctrlKey || event.metaKey) {
      useTimelineView.setState({ window: zoomed(shown, Math.exp(-event.deltaY / 200), at, lanes) });
      return true;
    }
    const by = event.shiftKey ? event.deltaY : event.deltaX;
    if (by === 0 || chosen === null) return false;
    useTimelineView.setState({ window: panned(chosen, (by / width) * (chosen.to - chosen.from), lanes) });
    return true;
  });
  if (lanes.lanes.length === 0) return <EmptyNote>Nothing has started yet.</EmptyNote>;

  /** Arrows walk the bars in the order of their start; a bar of a few pixels is no target for a pointer alone (E-A11Y-08). */
  const walk = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const bars = lanes.lanes.flatMap((lane) => lane.bars).toSorted((a, b) => a.from - b.from);
    const exact = bars.findIndex((bar) => bar.execution === execution);
    const at = exact >= 0 ? exact : bars.findLastIndex((bar) => bar.node === selected);
    let next = bars[Math.max(0, Math.min(bars.length - 1, at + step))];
    for (let i = at + step; next !== undefined && next.execution === bars[at]?.execution; i += step) next = bars[i];
    if (next === undefined) return;
    onExecution(next.node, next.execution);
    rows.scrollToIndex(lanes.lanes.findIndex((lane) => lane.bars.includes(next)));
    if (chosen !== null && (next.from < chosen.from || next.from > chosen.to))
      useTimelineView.setState({ window: panned(chosen, next.from - (chosen.from + chosen.to) / 2, lanes) });
  };
  const drag = (event: PointerEvent): void => {
    if (chosen === null || event.button !== 0) return;
    const start = event.clientX;
    const move = (now_: globalThis.PointerEvent): void =>
      useTimelineView.setState({
        window: panned(chosen, ((start - now_.clientX) / width) * (chosen.to - chosen.from), lanes),
      });
    const end = (): void => {
      removeEventListener('pointermove', move);
      removeEventListener('pointerup', end);
    };
    addEventListener('pointermove', move);
    addEventListener('pointerup', end);
  };
  return (
    <div className={classes['frame']}>
      <div className={classes['tools']}>
        <CommandButton id="timeline.zoomOut" icon={IconMinus} />
        <CommandButton id="timeline.zoomIn" icon={IconPlus} />
        <CommandButton id="timeline.fit" icon={IconArrowAutofitWidth} />
        <CommandButton id="timeline.idle" icon={IconZzz} pressed={shortensIdle} />
        <CommandButton id="timeline.critical" icon={IconBolt} pressed={marksCritical} />
        <span className={classes['scale']} aria-hidden>
          <span>{duration(shown.from - lanes.from)}</span>
          <span>{duration(shown.to - lanes.from)}</span>
        </span>
      </div>
      <div
        ref={scroller}
        className={classes['timeline']}
        role="grid"
        aria-label="Timeline, arrows walk the nodes"
        aria-rowcount={lanes.lanes.length}
        tabIndex={0}
        onKeyDown={walk}
        onPointerDown={drag}
        data-zoomed={chosen !== null || undefined}
      >
        <div ref={trackRef} style={{ height: rows.getTotalSize(), position: 'relative' }} role="rowgroup">
          {rows.getVirtualItems().map((row) => {
            const lane = lanes.lanes[row.index];
            if (lane === undefined) return null;
            return (
              <div
                key={lane.branch}
                className={classes['lane']}
                role="row"
                aria-rowindex={row.index + 1}
                style={{ transform: `translateY(${row.start}px)`, height: laneHeight }}
              >
                <span
                  className={classes['label']}
                  role="rowheader"
                  style={{ paddingLeft: lane.depth * 12 }}
                  title={lane.branch}
                >
                  {lane.label}
                </span>
                <LaneBars
                  lane={lane}
                  place={place}
                  width={width}
                  idle={axis.idle}
                  isSelected={(bar) => (execution === null ? bar.node === selected : bar.execution === execution)}
                  critical={critical}
                  onExecution={onExecution}
                />
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

interface LaneProps {
  readonly lane: Lane;
  readonly place: (time: number) => number;
  readonly width: number;
  readonly idle: readonly TimeWindow[];
  readonly isSelected: (bar: Bar) => boolean;
  readonly critical: ReadonlySet<string> | null;
  readonly onExecution: Props['onExecution'];
}

function LaneBars({ lane, place, width, idle, isSelected, critical, onExecution }: LaneProps) {
  const laps = useMemo(() => drawnIn(lane.laps, place, width), [lane, place, width]);
  const bars = useMemo(() => drawnIn(lane.bars, place, width), [lane, place, width]);
  return (
    <span className={classes['bars']} role="gridcell">
      {drawnIn(idle, place, width).map(({ left, width: own, items: [gap] }) => (
        <span
          key={gap.from}
          className={classes['idle']}
          style={{ left, width: own }}
          title={`Nothing worked for ${duration(gap.to - gap.from)}`}
        />
      ))}
      {laps.map((lap) => (
        <span
          key={lap.items[0].key}
          className={classes['lap']}
          style={{ left: lap.left, width: lap.width }}
          title={lapWords(lap)}
        />
      ))}
      {bars.map(({ left, width: own, items }) => {
        const [first] = items;
        return (
          <span
            key={first.key}
            className={classes['bar']}
            data-status={loudest(items)}
            data-selected={items.some(isSelected) || undefined}
            data-critical={(critical !== null && items.some((bar) => critical.has(bar.key))) || undefined}
            style={{ left, width: own }}
            title={items.length === 1 ? barWords(first) : manyWords(items)}
            onClick={() => onExecution(first.node, first.execution)}
          >
            {own >= labelledPx && first.status !== 'delay' ? <span>{first.node}</span> : null}
          </span>
        );
      })}
    </span>
  );
}

/** Narrower ones hold no words. */
const labelledPx = 28;

function barWords(bar: Bar): string {
  const which = `${bar.node}${bar.iteration > 0 ? `, iteration ${bar.iteration + 1}` : ''}${bar.attempt > 1 ? `, attempt ${bar.attempt}` : ''}`;
  const state = bar.status === 'delay' ? 'waits for its next attempt' : bar.status;
  return `${which}: ${state}, ${duration(bar.to - bar.from)}`;
}
function manyWords(bars: readonly [Bar, ...Bar[]]): string {
  const nodes = [...new Set(bars.map((bar) => bar.node))];
  const named = nodes.length > 3 ? `${nodes.slice(0, 3).join(', ')} …` : nodes.join(', ');
  const took = bars.reduce((last, bar) => Math.max(last, bar.to), 0) - bars[0].from;
  const when = took === 0 ? 'at one instant' : `in ${duration(took)}; zoom in to tell them apart`;
  return `${bars.length} bars of ${named} ${when}`;
}
function lapWords({ items }: Drawn<Lap>): string {
  const [first] = items;
  return items.length === 1 ? `Pass ${first.number} of loop ${first.loop}` : `${items.length} passes of ${first.loop}`;
}

/** Listens to the wheel in a way that can keep the page from zooming; `act` says whether it used the event. */
function useWheel(element: { readonly current: HTMLElement | null }, act: (event: WheelEvent) => boolean): void {
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(() => {
    const on = (event: WheelEvent): void => {
      if (latest.current(event)) event.preventDefault();
    };
    const target = element.current;
    target?.addEventListener('wheel', on, { passive: false });
    return () => target?.removeEventListener('wheel', on);
  });
}
