// Cards gliding to new places (E-VIS-12): 240 ms, at most 250 cards, none where motion is unwanted. The draft carries the way; the
// positions themselves change once, at the end, by whoever asked.
import { isStill } from '../../app/still.ts';
import type { Direction, ItemId } from '../../document/model.ts';
import { draftOf } from '../interactions/dragNodes.ts';
import type { Point } from '../kernels/geometry.ts';
import type { ViewStore } from '../view.ts';

const durationMs = 240;
const maxMoved = 250;

export async function animateTo(
  view: ViewStore,
  targets: Readonly<Record<ItemId, Point>>,
  direction: Direction,
): Promise<void> {
  const { boxes } = view.getState();
  const moves = (Object.entries(targets) as [ItemId, Point][]).flatMap(([id, to]) => {
    const from = boxes.get(id);
    return from && (from.x !== to.x || from.y !== to.y) ? [{ id, from: { x: from.x, y: from.y }, to }] : [];
  });
  if (moves.length === 0 || moves.length > maxMoved || isStill()) return;
  const started = performance.now();
  await new Promise<void>((resolve) => {
    const step = (now: number): void => {
      const part = Math.min(1, (now - started) / durationMs);
      const eased = 1 - (1 - part) ** 3;
      const dragged = moves.map(({ id, from, to }) => ({
        id,
        position: { x: from.x + (to.x - from.x) * eased, y: from.y + (to.y - from.y) * eased },
      }));
      view.setState(draftOf(view.getState(), dragged, direction));
      if (part < 1) requestAnimationFrame(step);
      else resolve();
    };
    requestAnimationFrame(step);
  });
  view.setState({ draft: null, draftRoutes: null });
}
