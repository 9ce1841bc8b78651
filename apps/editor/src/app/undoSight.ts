// Undoing what cannot be seen is told, with a way there (E-UNDO-03). Where the change is: the item whose text it touches, else the place in
// the text. Seen is what the canvas or the source shows now, or what the inspector is about.
import type { Step } from '../document/history.ts';
import type { FileId, ItemId } from '../document/model.ts';
import { getDocument } from '../document/store.ts';
import { canvasOf } from '../canvas/mounted.ts';
import { notify } from './notifications.tsx';
import { preferences } from './preferences.ts';
import { itemAt, reveal, revealItem } from './reveal.ts';
import { isInSource } from './sourceSight.ts';

/** Call it after the step was taken back (`undone`) or done again. */
export function tellIfOutOfSight(fileId: FileId, step: Step, way: 'undone' | 'redone'): void {
  const offset = (way === 'undone' ? step.inverse : step.changes).at(-1)?.[0]?.start ?? null;
  const moved = Object.keys(step.layoutAfter.positions ?? {})[0] as ItemId | undefined;
  const item = offset === null ? moved : itemAt(fileId, offset);
  if (offset === null && item === undefined) return;
  if (isSeen(fileId, item, offset)) return;
  const show = (): void => {
    if (item) revealItem(fileId, item);
    else if (offset !== null) reveal({ fileId, range: { start: offset, end: offset } });
  };
  notify({
    kind: 'info',
    title: `${way === 'undone' ? 'Undone' : 'Done again'}: ${lowerFirst(step.label)}`,
    key: 'undone',
    actions: [{ label: 'Show', run: show }],
  });
}

function isSeen(fileId: FileId, item: ItemId | undefined, offset: number | null): boolean {
  const document = getDocument(fileId);
  if (offset !== null && isInSource(fileId, offset)) return true;
  if (item === undefined) return false;
  if (preferences().inspector && document?.selection.primary === item) return true;
  return document?.mode !== 'text' && isOnCanvas(fileId, item);
}

function isOnCanvas(fileId: FileId, item: ItemId): boolean {
  const canvas = canvasOf(fileId);
  const pane = canvas?.element()?.getBoundingClientRect();
  if (!canvas || !pane) return false;
  const { boxes, routes } = canvas.view.getState();
  const box = boxes.get(item);
  const points = box
    ? [
        { x: box.x, y: box.y },
        { x: box.x + box.width, y: box.y + box.height },
      ]
    : (routes.get(item)?.points ?? []);
  return points.some((point) => {
    const { x, y } = canvas.toClient(point);
    return x >= pane.left && x <= pane.right && y >= pane.top && y <= pane.bottom;
  });
}

/** "Undone: delete 3 nodes": a label inside a sentence. Names keep their letters. */
export function lowerFirst(label: string): string {
  return label.charAt(0).toLowerCase() + label.slice(1);
}
