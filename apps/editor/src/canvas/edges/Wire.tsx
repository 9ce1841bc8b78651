// One edge (E-EDGE-05, E-EDGE-06): line, arrow, diamond for a condition, a 12 px wide area to aim at. Memoised on its own view; its
// route and everything passing come from the keyed store.
import { memo, useMemo } from 'react';
import type { Direction } from '../../document/model.ts';
import { itemGestures } from '../interactions/cardGestures.ts';
import { roundedPath } from '../kernels/edgePath.ts';
import type { Point } from '../kernels/geometry.ts';
import { useEdgeRun } from '../runStatus.ts';
import { useCanvasHost, useView } from '../view.ts';
import type { WireView } from '../wires.ts';
import { InsertButton } from './InsertButton.tsx';
import styles from './Wire.module.css';

const arrow = 8;

export const Wire = memo(function Wire({
  wire,
  direction,
}: {
  readonly wire: WireView;
  readonly direction: Direction;
}) {
  const host = useCanvasHost();
  const gestures = useMemo(() => itemGestures(host, wire.id), [host, wire.id]);
  const route = useView((state) => state.draftRoutes?.get(wire.id) ?? state.routes.get(wire.id));
  const look = useWireLook(wire);
  const problem = useView((state) => {
    const problems = state.problems.get(wire.id);
    if (!problems) return undefined;
    return problems.errors > 0 ? 'error' : problems.warnings > 0 ? 'warning' : undefined;
  });
  const run = useEdgeRun(host.status, wire.name);
  const taken = run?.taken ?? 0;
  const start = route?.points[0];
  const end = route?.points.at(-1);
  if (!route || !start || !end) return null;
  const down = direction === 'down';
  const stop = down ? { x: end.x, y: end.y - arrow } : { x: end.x - arrow, y: end.y };
  const line = roundedPath([...route.points.slice(0, -1), stop]);
  return (
    <g
      id={`card-${wire.id}`}
      className={styles.wire}
      data-look={look}
      data-loop={wire.loop || undefined}
      data-stale={wire.stale || undefined}
      data-problem={problem}
      data-run={host.status ? (run?.onPath ? 'path' : taken > 0 ? 'taken' : 'open') : undefined}
      role="img"
      aria-label={[wire.title, taken > 0 ? `taken ${taken} times` : '', run?.note ?? ''].filter(Boolean).join(', ')}
    >
      <path className={styles.hit} d={line} {...gestures}>
        {run?.note === undefined ? null : <title>{run.note}</title>}
      </path>
      <path className={styles.halo} d={line} />
      <path className={styles.line} d={line} />
      {run?.pulse === undefined ? null : <path key={run.pulse} className={styles.pulse} d={line} />}
      <path className={styles.arrow} d={arrowAt(end, down)} />
      {wire.conditional && <path className={styles.diamond} d={diamondAt(start, down)} />}
      {look.includes('own') && !host.readOnly && <InsertButton wire={wire} route={route} />}
    </g>
  );
});

function useWireLook(wire: WireView): string {
  return useView((state) => {
    const words: string[] = [];
    if (state.selected.has(wire.id)) words.push('selected');
    if (state.focused === wire.id) words.push('focused');
    if (state.dropEdge === wire.id) words.push('target');
    const { hovered } = state;
    if (hovered === wire.id) words.push('own');
    if (hovered === wire.id || (hovered !== null && (hovered === wire.source || hovered === wire.target)))
      words.push('hovered');
    if (state.search && state.search.query !== '' && !state.search.matches.some((match) => match.id === wire.id))
      words.push('dimmed');
    return words.join(' ');
  });
}

function arrowAt(end: Point, down: boolean): string {
  const { x, y } = end;
  return down
    ? `M${x} ${y}L${x - 4.5} ${y - arrow}L${x + 4.5} ${y - arrow}Z`
    : `M${x} ${y}L${x - arrow} ${y - 4.5}L${x - arrow} ${y + 4.5}Z`;
}
function diamondAt(start: Point, down: boolean): string {
  const { x, y } = start;
  return down ? `M${x} ${y}l4 5l-4 5l-4 -5Z` : `M${x} ${y}l5 4l5 -4l-5 -4Z`;
}
