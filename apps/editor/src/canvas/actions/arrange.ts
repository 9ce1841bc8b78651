// Layout acts (E-LAYOUT-07): tidy all, a selection or what lies downstream, switch direction, nudge, unpin. Each is animated where it
// moves things by itself, undoable, one step. Text is never touched.
import { notify } from '../../app/notifications.tsx';
import type { Direction, FileId, ItemId, Position } from '../../document/model.ts';
import { getDocument, setLayout, setPositions } from '../../document/store.ts';
import { boxAround, snapToGrid } from '../kernels/geometry.ts';
import type { Box, Point } from '../kernels/geometry.ts';
import { quickPlacement } from '../kernels/quickPlacement.ts';
import { animateTo } from '../layout/animate.ts';
import { elk, LayoutSuperseded } from '../layout/elkClient.ts';
import { layoutGraphOf } from '../layoutGraphOf.ts';
import { canvasOf } from '../mounted.ts';
import type { MountedCanvas } from '../mounted.ts';
import { pinned } from './pinned.ts';

export async function tidyAll(fileId: FileId, direction?: Direction): Promise<void> {
  const canvas = canvasOf(fileId);
  const document = getDocument(fileId);
  if (!canvas || !document) return;
  const way = direction ?? document.direction;
  const { cardList, wireList } = canvas.view.getState();
  const result = await solved(
    () => canvas.controller.solve(way, document.spacing),
    () => quickPlacement(layoutGraphOf(cardList.list, wireList, way, document.spacing)),
  );
  if (!result) return;
  const positions = result as Record<ItemId, Position>;
  if (way === document.direction) await animateTo(canvas.view, positions, way);
  setLayout(
    fileId,
    { positions, ...(direction ? { direction } : {}) },
    direction ? `Lay out ${direction}` : 'Tidy all',
  );
  canvas.view.setState((state) => ({ offerTidy: false, touched: false, fits: state.fits + 1 }));
}

/** Lays out some nodes anew inside the box they occupy; everything else stays. */
export async function tidyNodes(fileId: FileId, ids: ReadonlySet<ItemId>, label: string): Promise<void> {
  const canvas = canvasOf(fileId);
  const document = getDocument(fileId);
  if (!canvas || !document) return;
  const { boxes, cardList, wireList } = canvas.view.getState();
  const cards = cardList.list.filter((card) => ids.has(card.id));
  const before = boxAround(cards.flatMap((card) => boxes.get(card.id) ?? []));
  if (!before || cards.length < 2) return;
  const graph = layoutGraphOf(cards, wireList, document.direction, document.spacing);
  const result = await solved(
    async () => elk.layout(`${fileId} part`, graph),
    () => quickPlacement(graph),
  );
  if (!result) return;
  const sizes = new Map(cards.map((card) => [card.id as string, card.size]));
  const after = boxAround(Object.entries(result).flatMap(([id, at]) => placedBox(at, sizes.get(id))));
  if (!after) return;
  const shift = { x: snapToGrid(before.x - after.x), y: snapToGrid(before.y - after.y) };
  const positions: Record<ItemId, Position> = {};
  for (const [id, at] of Object.entries(result)) positions[id as ItemId] = { x: at.x + shift.x, y: at.y + shift.y };
  await animateTo(canvas.view, positions, document.direction);
  setPositions(fileId, positions, label);
}
function placedBox(at: Point, size: { readonly width: number; readonly height: number } | undefined): Box[] {
  return size ? [{ ...at, ...size }] : [];
}

/** The engine's positions; the quick ones with a notice when it fails; null when something newer was asked for. */
async function solved(
  ask: () => Promise<{ readonly positions: Readonly<Record<string, Point>> }>,
  quick: () => Readonly<Record<string, Point>>,
): Promise<Readonly<Record<string, Point>> | null> {
  try {
    return (await ask()).positions;
  } catch (error) {
    if (error instanceof LayoutSuperseded) return null;
    notify({
      kind: 'warning',
      title: 'Placed the quick way',
      message: error instanceof Error ? error.message : String(error),
      key: 'layout',
    });
    return quick();
  }
}

/** The boxes of the selected cards. */
function selectedBoxes(fileId: FileId, canvas: MountedCanvas): ReadonlyMap<ItemId, Box> {
  const { boxes } = canvas.view.getState();
  const items = getDocument(fileId)?.selection.items ?? [];
  return new Map(items.flatMap((id) => (boxes.has(id) ? [[id, boxes.get(id) as Box] as const] : [])));
}

export function nudge(fileId: FileId, canvas: MountedCanvas, by: Point): void {
  const places = [...selectedBoxes(fileId, canvas)].map(
    ([id, box]) => [id, { x: box.x + by.x, y: box.y + by.y }] as const,
  );
  const { length } = places;
  if (length > 0)
    setPositions(
      fileId,
      pinned(fileId, canvas.view, places),
      `Move ${length} ${length === 1 ? 'node' : 'nodes'}`,
      'nudge',
    );
}

/** Puts the selected cards in line or at equal distances, gliding, as one step (E-CANVAS-31). */
export async function rearrange(
  fileId: FileId,
  canvas: MountedCanvas,
  place: (boxes: ReadonlyMap<string, Box>) => ReadonlyMap<string, Point>,
  label: string,
): Promise<void> {
  const document = getDocument(fileId);
  const boxes = selectedBoxes(fileId, canvas);
  const places = place(boxes);
  if (!document || places === boxes) return;
  // The kernels give back the keys they were given.
  const entries = [...places] as [ItemId, Point][];
  await animateTo(canvas.view, Object.fromEntries(entries) as Record<ItemId, Point>, document.direction);
  setPositions(fileId, pinned(fileId, canvas.view, entries), label);
}

export function unpin(fileId: FileId): void {
  const document = getDocument(fileId);
  if (!document) return;
  const positions: Record<ItemId, Position> = {};
  for (const id of document.selection.items) {
    const at = document.positions[id];
    if (at?.pin) positions[id] = { x: at.x, y: at.y };
  }
  if (Object.keys(positions).length > 0) setPositions(fileId, positions, 'Release pinned positions');
}
