// The chips of one edge (E-EDGE-03): condition, loop, data; in the run view how often it was taken. Each is a button that edits in place.
import IconArrowsExchange from '@tabler/icons-react/dist/esm/icons/IconArrowsExchange.mjs';
import IconGitBranch from '@tabler/icons-react/dist/esm/icons/IconGitBranch.mjs';
import IconMathFunction from '@tabler/icons-react/dist/esm/icons/IconMathFunction.mjs';
import IconRepeat from '@tabler/icons-react/dist/esm/icons/IconRepeat.mjs';
import type { Icon } from '@tabler/icons-react';
import { createElement, memo } from 'react';
import type { CSSProperties } from 'react';
import { useEdgeRun } from '../runStatus.ts';
import { useCanvasHost, useView } from '../view.ts';
import type { WireChip, WireView } from '../wires.ts';
import styles from './WireChips.module.css';

export const WireChips = memo(function WireChips({ wire }: { readonly wire: WireView }) {
  const host = useCanvasHost();
  const route = useView((state) => state.draftRoutes?.get(wire.id) ?? state.routes.get(wire.id));
  const selected = useView((state) => state.selected.has(wire.id));
  const dimmed = useView(
    (state) =>
      state.search !== null && state.search.query !== '' && !state.search.matches.some((match) => match.id === wire.id),
  );
  const taken = useEdgeRun(host.status, wire.name)?.taken ?? 0;
  if (!route) return null;
  const first = route.points[0];
  return (
    <>
      {route.label && wire.label && (
        <div
          className={styles.label}
          data-loop={wire.loop || undefined}
          data-selected={selected || undefined}
          data-stale={wire.stale || dimmed || undefined}
          style={{ transform: `translate(${route.label.x}px, ${route.label.y}px)`, ...wire.label }}
        >
          {wire.chips.map((chip) => (
            <Chip key={chip.role} wire={wire} chip={chip} />
          ))}
        </div>
      )}
      {taken > 0 && first && (
        <span
          className={styles.taken}
          style={{ transform: `translate(${first.x + 8}px, ${first.y + 2}px)` }}
          aria-hidden="true"
        >
          ×{taken}
        </span>
      )}
    </>
  );
});

function Chip({ wire, chip }: { readonly wire: WireView; readonly chip: WireChip }) {
  const { view, select, readOnly, menu } = useCanvasHost();
  return (
    <button
      type="button"
      tabIndex={-1}
      className={`${styles.chip} nodrag nopan`}
      data-role={chip.role}
      title={chip.title}
      aria-label={`${chip.text}: ${chip.title}`}
      style={placeOf(chip)}
      onPointerEnter={() => view.setState({ hovered: wire.id })}
      onPointerLeave={() => view.setState({ hovered: null })}
      onPointerDown={(event) => event.stopPropagation()}
      onContextMenu={(event) => {
        event.preventDefault();
        select([wire.id], wire.id);
        menu?.({ anchor: { x: event.clientX, y: event.clientY }, item: wire.id });
      }}
      onClick={(event) => {
        event.stopPropagation();
        select([wire.id], wire.id);
        if (!readOnly) view.setState({ inPlace: { part: chip.role, item: wire.id } });
      }}
    >
      {createElement(iconOf(wire, chip), { size: 12, stroke: 2, 'aria-hidden': true })}
      <span>{chip.text}</span>
    </button>
  );
}

function placeOf({ x, y, width, height }: WireChip): CSSProperties {
  return { left: x, top: y, height, width, '--chip-width': `${width}px` } as CSSProperties;
}

function iconOf(wire: WireView, chip: WireChip): Icon {
  if (chip.role === 'loop') return IconRepeat;
  if (chip.role === 'data') return IconArrowsExchange;
  return wire.expression ? IconMathFunction : IconGitBranch;
}
