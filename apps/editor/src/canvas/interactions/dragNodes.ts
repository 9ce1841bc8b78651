// Dragging cards (positions only, one step on drop): while it lasts, the draft holds where the cards are and a quick three-stretch route for
// every edge that touches one of them (E-EDGE-01).
import type { Direction, ItemId } from '../../document/model.ts';
import type { Box, Point } from '../kernels/geometry.ts';
import type { EdgeRoute } from '../kernels/layoutGraph.ts';
import { passingRoute } from '../kernels/routeGraph.ts';
import type { ViewState } from '../view.ts';

export function draftOf(
  state: ViewState,
  dragged: readonly { readonly id: string; readonly position: Point }[],
  direction: Direction,
): Pick<ViewState, 'draft' | 'draftRoutes'> {
  const draft = new Map<ItemId, Point>(dragged.map((node) => [node.id as ItemId, node.position]));
  const draftRoutes = new Map<ItemId, EdgeRoute>();
  const at = (id: ItemId): Box | undefined => {
    const box = state.boxes.get(id);
    const moved = draft.get(id);
    return box && moved ? { ...box, ...moved } : box;
  };
  for (const wire of state.wires.values()) {
    if (!draft.has(wire.source) && !draft.has(wire.target)) continue;
    const source = at(wire.source);
    const target = at(wire.target);
    if (source && target) draftRoutes.set(wire.id, passingRoute(wire, source, target, direction));
  }
  return { draft, draftRoutes };
}
