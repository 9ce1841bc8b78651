// What moving cards writes. Apart from the other layout acts, which are loaded after the first graph (E-PERF-02).
import type { FileId, ItemId, Position } from '../../document/model.ts';
import { getDocument } from '../../document/store.ts';
import type { Point } from '../kernels/geometry.ts';
import type { ViewStore } from '../view.ts';

/**
 * Positions chosen by hand, pinned. A card moves itself; the card of a collapsed group moves the members that it stands for.
 */
export function pinned(
  fileId: FileId,
  view: ViewStore,
  places: Iterable<readonly [ItemId, Point]>,
): Record<ItemId, Position> {
  const document = getDocument(fileId);
  const { boxes } = view.getState();
  const result: Record<ItemId, Position> = {};
  for (const [id, to] of places) {
    const group = document?.projection.items.get(id);
    const from = boxes.get(id);
    if (!document || !from || group?.type !== 'declaration' || group.space !== 'group') {
      result[id] = { x: to.x, y: to.y, pin: true };
      continue;
    }
    for (const member of group.data.members) {
      const at = document.positions[member];
      if (at) result[member] = { x: at.x + to.x - from.x, y: at.y + to.y - from.y, pin: true };
    }
  }
  return result;
}
