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
/** More of it at the foot, where tools and minimap stand. */
const footRoom = 24;
/** What margins give way to before cards become paint. */
const leastMargin = 12;
/** Below this cards are paint (E-CANVAS-11), and *go to* zooms in. */
const readableZoom = 0.4;

/** The whole box in the pane, at most at `limit`. */
export function fitBox(box: Box, pane: Size, limit = 1): ViewportState {
  const roomy = fitWithin(box, pane, limit, fitMargin, footRoom);
  if (roomy.zoom >= Math.min(limit, readableZoom)) return roomy;
  const tight = fitWithin(box, pane, Math.min(limit, readableZoom), leastMargin, 0);
  return tight.zoom >= readableZoom ? tight : roomy;
}
function fitWithin(box: Box, pane: Size, limit: number, margin: number, foot: number): ViewportState {
  const room = {
    width: Math.max(1, pane.width - 2 * margin),
    height: Math.max(1, pane.height - 2 * margin - foot),
  };
  const zoom = Math.max(minZoom, Math.min(limit, room.width / box.width, room.height / box.height));
  return centreOn(box, { width: pane.width, height: pane.height - foot }, zoom);
}
/**
 * Where a graph is looked at first, and on *Fit all*: the whole of it (E-CANVAS-14). One that is too long for the smallest zoom is shown
 * from its start on; the minimap shows the rest.
 */
export function wholeView(box: Box, start: Box, pane: Size, direction: 'down' | 'right'): ViewportState {
  const whole = fitBox(box, pane);
  const down = direction === 'down';
  const fits = down ? box.height * whole.zoom <= pane.height : box.width * whole.zoom <= pane.width;
  if (fits) return whole;
  const middle = (room: number, from: number, length: number): number =>
    Math.round(room / 2 - (from + length / 2) * whole.zoom);
  const head = (from: number): number => Math.round(fitMargin / 2 - from * whole.zoom);
  const across = down ? box.width * whole.zoom <= pane.width : box.height * whole.zoom <= pane.height;
  const centred = across ? box : start;
  return {
    x: down ? middle(pane.width, centred.x, centred.width) : head(box.x),
    y: down ? head(box.y) : middle(pane.height, centred.y, centred.height),
    zoom: whole.zoom,
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
