// Dragging cards (positions only, one step on drop): while it lasts, the draft holds where the cards are and a quick three-stretch route for
// every edge that touches one of them (E-EDGE-01).
import type { Direction, ItemId } from '../../document/model.ts';
import { boxAround } from '../kernels/geometry.ts';
import type { Box, Point } from '../kernels/geometry.ts';
import { guidesFor } from '../kernels/guides.ts';
import type { Guide } from '../kernels/guides.ts';
import type { EdgeRoute } from '../kernels/layoutGraph.ts';
import { passingRoute } from '../kernels/routeGraph.ts';
import type { ViewState } from '../view.ts';

/** How near, in pixels of the screen, is meant to be in line. */
const guideThreshold = 6;

/** What is dragged, moved in line with its neighbours where it nearly is (E-CANVAS-31), and the lines that show it. */
export function guided(state: ViewState, dragged: readonly Dragged[], zoom: number): Guiding {
  const own = new Set<string>(dragged.map((node) => node.id));
  const around = boxAround(
    dragged.flatMap(({ id, position }) => {
      const box = state.boxes.get(id as ItemId);
      return box ? [{ ...box, ...position }] : [];
    }),
  );
  if (!around) return { dragged, guides: [] };
  const others = [...state.boxes].flatMap(([id, box]) => (own.has(id) ? [] : [box]));
  const { by, guides } = guidesFor(around, others, guideThreshold / zoom);
  if (guides.length === 0) return { dragged, guides };
  return {
    dragged: dragged.map(({ id, position }) => ({
      id,
      position: { x: Math.round(position.x + by.x), y: Math.round(position.y + by.y) },
    })),
    guides,
  };
}
interface Dragged {
  readonly id: string;
  readonly position: Point;
}
interface Guiding {
  readonly dragged: readonly Dragged[];
  readonly guides: readonly Guide[];
}

export function draftOf(
  state: ViewState,
  dragged: readonly Dragged[],
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
