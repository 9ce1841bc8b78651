// The canvases on the screen, by file: commands that come from the outline, the palette or the library find the view store, the layout
// controller and the pane of the canvas here. Without one they still edit; only what needs a place on the screen is left out.
import type { FileId, ItemId } from '../document/model.ts';
import type { Controller } from './controller.ts';
import { boxAround } from './kernels/geometry.ts';
import type { Point } from './kernels/geometry.ts';
import type { ViewState, ViewStore } from './view.ts';

export interface MountedCanvas {
  readonly view: ViewStore;
  readonly controller: Controller;
  readonly element: () => HTMLElement | null;
  readonly toFlow: (client: Point) => Point;
  readonly toClient: (flow: Point) => Point;
}

const canvases = new Map<FileId, MountedCanvas>();

export function mountCanvas(fileId: FileId, canvas: MountedCanvas): () => void {
  canvases.set(fileId, canvas);
  const next = awaited;
  awaited = null;
  if (next?.fileId === fileId) runWhenReady(canvas, next.run);
  return () => {
    if (canvases.get(fileId) === canvas) canvases.delete(fileId);
  };
}
export function canvasOf(fileId: FileId): MountedCanvas | undefined {
  return canvases.get(fileId);
}

/** What waits for a canvas that is about to be shown; the newest counts. */
let awaited: { readonly fileId: FileId; readonly run: (canvas: MountedCanvas) => void } | null = null;
/** Runs once the file's canvas is on the screen and its cards have places. */
export function whenMounted(fileId: FileId, run: (canvas: MountedCanvas) => void): void {
  awaited = { fileId, run };
}
function runWhenReady(canvas: MountedCanvas, run: (canvas: MountedCanvas) => void): void {
  if (canvas.view.getState().ready) {
    setTimeout(() => run(canvas));
    return;
  }
  const stop = canvas.view.subscribe((state) => {
    if (!state.ready) return;
    stop();
    run(canvas);
  });
}

/** Where a popover about an item stands: at the item when it is on the screen, else in the middle of the pane. */
export function anchorOf(canvas: MountedCanvas, item: ItemId | null): Point {
  const pane = canvas.element()?.getBoundingClientRect();
  const middle = pane ? { x: pane.left + pane.width / 2, y: pane.top + pane.height / 3 } : { x: 200, y: 200 };
  const flow = item === null ? null : spotOf(canvas.view.getState(), item);
  const at = flow && canvas.toClient(flow);
  const inside = at && pane && at.x > pane.left && at.x < pane.right && at.y > pane.top && at.y < pane.bottom;
  return inside ? at : middle;
}

/** Below a card, below the label of an edge, at the head of a group's frame, which begins above its members. */
function spotOf({ boxes, routes, openGroups }: ViewState, item: ItemId): Point | null {
  const box = boxes.get(item);
  if (box) return { x: box.x + box.width / 2, y: box.y + box.height + 12 };
  const members = openGroups.find((group) => group.id === item)?.members ?? [];
  const frame = boxAround(members.flatMap((id) => boxes.get(id) ?? []));
  if (frame) return { x: frame.x - 8, y: frame.y - 16 };
  const route = routes.get(item);
  const label = route?.label ?? route?.points[0];
  return label ? { x: label.x, y: label.y + 20 } : null;
}

/** Where a panel of that width stands beside a node, so that both can be seen: after it, else before it, else below. */
export function anchorBeside(canvas: MountedCanvas, item: ItemId, width: number): Point {
  const box = canvas.view.getState().boxes.get(item);
  if (!box) return anchorOf(canvas, item);
  const gap = 16;
  const pane = canvas.element()?.getBoundingClientRect();
  const start = canvas.toClient({ x: box.x, y: box.y });
  const end = canvas.toClient({ x: box.x + box.width, y: box.y });
  const isSeen = pane && start.x < pane.right && end.x > pane.left && start.y < pane.bottom && start.y >= pane.top;
  if (!isSeen) return anchorOf(canvas, item);
  if (end.x + gap + width <= window.innerWidth) return { x: end.x + gap, y: start.y };
  if (start.x - gap - width >= 0) return { x: start.x - gap - width, y: start.y };
  return anchorOf(canvas, item);
}
