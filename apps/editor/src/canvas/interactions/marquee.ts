// A drag on the pane in select mode (E-CANVAS-02): a rectangle that selects the nodes it touches (with Alt: those fully inside) and the
// edges between them. With Shift it adds. A press without a drag clears.
import type { PointerEvent as ReactPointerEvent } from 'react';
import type { ItemId } from '../../document/model.ts';
import { boxContains, boxesTouch, boxOfCorners } from '../kernels/geometry.ts';
import type { Box, Point } from '../kernels/geometry.ts';
import type { CanvasHost } from '../view.ts';

const threshold = 4;

export function startMarquee(
  host: CanvasHost,
  event: ReactPointerEvent<HTMLElement>,
  toFlow: (client: Point) => Point,
): void {
  const { view } = host;
  const origin = toFlow({ x: event.clientX, y: event.clientY });
  const pressed = { x: event.clientX, y: event.clientY };
  const kept = event.shiftKey ? [...view.getState().selected] : [];
  let dragging = false;

  const move = (now: PointerEvent): void => {
    if (!dragging && Math.hypot(now.clientX - pressed.x, now.clientY - pressed.y) < threshold) return;
    dragging = true;
    const area = boxOfCorners(origin, toFlow({ x: now.clientX, y: now.clientY }));
    view.setState({ marquee: area });
    host.select([...new Set([...kept, ...itemsIn(host, area, now.altKey)])]);
  };
  const end = (): void => {
    window.removeEventListener('pointermove', move);
    window.removeEventListener('pointerup', up);
    window.removeEventListener('pointercancel', end);
    view.setState({ marquee: null });
  };
  const up = (): void => {
    if (!dragging && kept.length === 0) host.select([], null);
    end();
  };
  window.addEventListener('pointermove', move);
  window.addEventListener('pointerup', up);
  window.addEventListener('pointercancel', end);
}

function itemsIn(host: CanvasHost, area: Box, whole: boolean): ItemId[] {
  const { boxes, wires } = host.view.getState();
  const nodes = [...boxes]
    .filter(([, box]) => (whole ? boxContains(area, box) : boxesTouch(area, box)))
    .map(([id]) => id);
  return [...nodes, ...edgesBetween(new Set(nodes), wires.values())];
}

function edgesBetween(
  nodes: ReadonlySet<ItemId>,
  wires: Iterable<{ readonly id: ItemId; readonly source: ItemId; readonly target: ItemId }>,
): ItemId[] {
  const between: ItemId[] = [];
  for (const wire of wires) if (nodes.has(wire.source) && nodes.has(wire.target)) between.push(wire.id);
  return between;
}
