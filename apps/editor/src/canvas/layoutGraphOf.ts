// Cards and wires as the layout kernels see them: sizes, ends, label sizes.
import type { Direction, ItemId, Spacing } from '../document/model.ts';
import { startId } from './cards.ts';
import type { CardView } from './cards.ts';
import type { LayoutGraph } from './kernels/layoutGraph.ts';
import type { WireView } from './wires.ts';

export function layoutGraphOf(
  cards: readonly CardView[],
  wires: readonly WireView[],
  direction: Direction,
  spacing: Spacing,
): LayoutGraph {
  const known = new Set<ItemId>(cards.map((card) => card.id));
  return {
    nodes: cards.map((card) => ({
      id: card.id,
      ...card.size,
      ...(card.id === startId
        ? { layer: 'first' as const }
        : card.kind === 'done' || card.kind === 'fail'
          ? { layer: 'last' as const }
          : {}),
    })),
    edges: wires
      .filter((wire) => known.has(wire.source) && known.has(wire.target))
      .map((wire) => ({
        id: wire.id,
        from: wire.source,
        to: wire.target,
        back: wire.back,
        ...(wire.label ? { label: wire.label } : {}),
      })),
    direction,
    spacing,
  };
}
