// Arithmetic of the viewport: fitting a box, bringing one into view with as little movement as possible (E-CANVAS-06), keeping the
// centre when the pane changes its size (E-SHELL-06).
import type { Box, Size } from './geometry.ts';

export interface ViewportState {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}
export const minZoom = 0.05;
export const maxZoom = 4;
const fitMargin = 48;
/** *Go to* zooms in when the present zoom is below this. */
const readableZoom = 0.4;

/** The whole box in the pane, at most at `limit`. */
export function fitBox(box: Box, pane: Size, limit = 1): ViewportState {
  const room = { width: Math.max(1, pane.width - 2 * fitMargin), height: Math.max(1, pane.height - 2 * fitMargin) };
  const zoom = Math.max(minZoom, Math.min(limit, room.width / box.width, room.height / box.height));
  return centreOn(box, pane, zoom);
}
/**
 * Where a graph is looked at first: the whole of it (E-CANVAS-14) as long as titles can be read then, else the zoom where they can, from
 * its start on: fitting a thousand nodes shows none. The minimap shows the rest.
 */
export function firstView(
  box: Box,
  start: Box,
  pane: Size,
  direction: 'down' | 'right',
  leastZoom: number,
): ViewportState {
  const whole = fitBox(box, pane);
  if (whole.zoom >= leastZoom) return whole;
  const along = (room: number, from: number, length: number): number =>
    length * leastZoom <= room - 2 * fitMargin
      ? room / 2 - (from + length / 2) * leastZoom
      : fitMargin / 2 - from * leastZoom;
  const across = (room: number, from: number, length: number, middle: number): number =>
    length * leastZoom <= room - fitMargin ? room / 2 - (from + length / 2) * leastZoom : room / 2 - middle * leastZoom;
  const down = direction === 'down';
  return {
    x: Math.round(
      down ? across(pane.width, box.x, box.width, start.x + start.width / 2) : along(pane.width, box.x, box.width),
    ),
    y: Math.round(
      down ? along(pane.height, box.y, box.height) : across(pane.height, box.y, box.height, start.y + start.height / 2),
    ),
    zoom: leastZoom,
  };
}
function centreOn(box: Box, pane: Size, zoom: number): ViewportState {
  return {
    x: Math.round(pane.width / 2 - (box.x + box.width / 2) * zoom),
    y: Math.round(pane.height / 2 - (box.y + box.height / 2) * zoom),
    zoom,
  };
}
/** The same viewport when the box is already 48 px inside, else the nearest one in which it is. */
export function bringIntoView(box: Box, pane: Size, now: ViewportState): ViewportState {
  if (now.zoom < readableZoom) return centreOn(box, pane, readableZoom);
  const shift = (start: number, length: number, offset: number, room: number): number => {
    const low = start * now.zoom + offset;
    const high = (start + length) * now.zoom + offset;
    if (high - low > room - 2 * fitMargin) return room / 2 - (low + high) / 2;
    if (low < fitMargin) return fitMargin - low;
    return high > room - fitMargin ? room - fitMargin - high : 0;
  };
  const dx = shift(box.x, box.width, now.x, pane.width);
  const dy = shift(box.y, box.height, now.y, pane.height);
  return dx === 0 && dy === 0 ? now : { x: now.x + dx, y: now.y + dy, zoom: now.zoom };
}
/** The flow point at the centre of the old pane stays at the centre of the new one. */
export function keepCentre(now: ViewportState, before: Size, after: Size): ViewportState {
  return {
    x: now.x + (after.width - before.width) / 2,
    y: now.y + (after.height - before.height) / 2,
    zoom: now.zoom,
  };
}
export function zoomAtCentre(now: ViewportState, pane: Size, zoom: number): ViewportState {
  const next = Math.max(minZoom, Math.min(maxZoom, zoom));
  const scale = next / now.zoom;
  return {
    x: pane.width / 2 - (pane.width / 2 - now.x) * scale,
    y: pane.height / 2 - (pane.height / 2 - now.y) * scale,
    zoom: next,
  };
}
