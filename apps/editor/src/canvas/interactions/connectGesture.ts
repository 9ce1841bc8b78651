// Making a connection by pointer (E-EDGE-07): press on the exit port and drag; whatever lies under the pointer is the other end or says
// why not. A press without a drag opens the creator; so does a release on the pane. The click that the browser sends after the
// release is swallowed here, so it can close nothing (E-CANVAS-17).
import { useReactFlow } from '@xyflow/react';
import type { PointerEvent as ReactPointerEvent } from 'react';
import { useMemo } from 'react';
import type { ItemId } from '../../document/model.ts';
import type { Point } from '../kernels/geometry.ts';
import { pointInBox } from '../kernels/geometry.ts';
import type { ConnectActions } from '../acts.ts';
import { useCanvasHost } from '../view.ts';
import type { CanvasHost } from '../view.ts';

/** Pixels before a press counts as a drag. */
const threshold = 4;

export interface PortGesture {
  readonly onPointerDown: (event: ReactPointerEvent<HTMLElement | SVGElement>) => void;
}

export function useExitGesture(from: ItemId): PortGesture {
  const host = useCanvasHost();
  const { screenToFlowPosition } = useReactFlow();
  return useMemo(
    () => ({
      onPointerDown: (event) => {
        if (event.button !== 0 || !host.connecting) return;
        event.stopPropagation();
        follow(host, host.connecting, { from }, event, screenToFlowPosition);
      },
    }),
    [host, from, screenToFlowPosition],
  );
}

/** The handle at an end of a selected edge: drags that end to another node (E-EDGE-11). */
export function useReconnectGesture(edge: ItemId, end: 'source' | 'target'): PortGesture {
  const host = useCanvasHost();
  const { screenToFlowPosition } = useReactFlow();
  return useMemo(
    () => ({
      onPointerDown: (event) => {
        const wire = host.view.getState().wires.get(edge);
        if (event.button !== 0 || !host.connecting || !wire) return;
        event.stopPropagation();
        const fixed = end === 'target' ? wire.source : wire.target;
        follow(host, host.connecting, { from: fixed, reconnect: { edge, end } }, event, screenToFlowPosition);
      },
    }),
    [host, edge, end, screenToFlowPosition],
  );
}

interface Start {
  readonly from: ItemId;
  readonly reconnect?: { readonly edge: ItemId; readonly end: 'source' | 'target' };
}

function follow(
  host: CanvasHost,
  actions: ConnectActions,
  what: Start,
  event: ReactPointerEvent<HTMLElement | SVGElement>,
  toFlow: (client: Point) => Point,
): void {
  const { view } = host;
  const target = event.currentTarget;
  const origin = { x: event.clientX, y: event.clientY };
  const start = toFlow(origin);
  let dragging = false;
  target.setPointerCapture(event.pointerId);

  const move = (now: PointerEvent): void => {
    const client = { x: now.clientX, y: now.clientY };
    if (!dragging && Math.hypot(client.x - origin.x, client.y - origin.y) < threshold) return;
    const at = toFlow(client);
    const over = nodeUnder(host, at);
    const judged = over === null ? null : verdict(actions, what, over);
    const before = view.getState().connecting;
    if (!dragging || !before) {
      dragging = true;
      const { cards } = view.getState();
      const candidates = new Set([...cards.keys()].filter((id) => verdict(actions, what, id) === null));
      view.setState({ connecting: { ...what, start, at, over, reason: judged, candidates } });
    } else view.setState({ connecting: { ...before, at, over, reason: judged } });
  };
  const end = (): void => {
    target.removeEventListener('pointermove', move as EventListener);
    target.removeEventListener('pointerup', up as EventListener);
    target.removeEventListener('pointercancel', end);
    window.removeEventListener('keydown', cancel, true);
    view.setState({ connecting: null });
  };
  const up = (now: PointerEvent): void => {
    const over = nodeUnder(host, toFlow({ x: now.clientX, y: now.clientY }));
    swallowClick(target);
    end();
    if (!dragging) {
      if (!what.reconnect) {
        const client = { x: now.clientX, y: now.clientY };
        actions.create(what.from, client, toFlow(client));
      }
      return;
    }
    if (over !== null) {
      if (what.reconnect) actions.retarget(what.reconnect.edge, what.reconnect.end, over);
      else actions.connect(what.from, over);
      return;
    }
    if (what.reconnect) return;
    const client = { x: now.clientX, y: now.clientY };
    actions.create(what.from, client, toFlow(client));
  };
  const cancel = (key: KeyboardEvent): void => {
    if (key.key !== 'Escape') return;
    key.stopPropagation();
    end();
  };
  target.addEventListener('pointermove', move as EventListener);
  target.addEventListener('pointerup', up as EventListener);
  target.addEventListener('pointercancel', end);
  window.addEventListener('keydown', cancel, true);
}

function verdict(actions: ConnectActions, what: Start, other: ItemId): string | null {
  if (what.reconnect?.end === 'source') return actions.verdict(other, what.from, what.reconnect);
  return actions.verdict(what.from, other, what.reconnect);
}

/** The topmost card under a point of the flow. */
export function nodeUnder(host: CanvasHost, at: Point): ItemId | null {
  let found: ItemId | null = null;
  for (const [id, box] of host.view.getState().boxes) if (pointInBox(at, box, 4)) found = id;
  return found;
}

/** The browser sends a click after the release; it belongs to the gesture, not to what lies there. */
function swallowClick(element: Element): void {
  const swallow = (event: Event): void => {
    event.stopPropagation();
    event.preventDefault();
  };
  window.addEventListener('click', swallow, { capture: true, once: true });
  // No click follows when the release was elsewhere than the press: stop waiting for one after this turn of the loop.
  setTimeout(() => window.removeEventListener('click', swallow, { capture: true }), 50);
  // The port goes when the pointer leaves; the keys that follow (a condition, a loop, Delete) belong to the canvas.
  element.closest<HTMLElement>('[role="application"]')?.focus({ preventScroll: true });
}
