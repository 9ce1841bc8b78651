// React Flow's nodes from cards and positions, one object per card for as long as nothing about it changes: React Flow and the memoised
// card both compare by identity, so a drag of one node touches one object (E-CANVAS-09).
import type { Node } from '@xyflow/react';
import type { Direction, ItemId } from '../document/model.ts';
import type { CardView } from './cards.ts';
import type { Point } from './kernels/geometry.ts';

export type FlowNode = Node<{ card: CardView; direction: Direction }, 'card'>;

interface Made {
  readonly card: CardView;
  readonly direction: Direction;
  readonly x: number;
  readonly y: number;
  readonly selected: boolean;
  readonly draggable: boolean;
  readonly node: FlowNode;
}

export interface FlowNodesInput {
  readonly cards: readonly CardView[];
  readonly positionOf: (id: ItemId) => Point | undefined;
  readonly selected: ReadonlySet<ItemId>;
  readonly direction: Direction;
  readonly draggable: boolean;
}

/** A function that remembers what it made last. */
export function flowNodesMaker(): (input: FlowNodesInput) => FlowNode[] {
  let made = new Map<ItemId, Made>();
  let last: FlowNode[] = [];
  return ({ cards, positionOf, selected, direction, draggable }) => {
    const next = new Map<ItemId, Made>();
    const nodes: FlowNode[] = [];
    for (const card of cards) {
      const at = positionOf(card.id);
      if (!at) continue;
      const isSelected = selected.has(card.id);
      const before = made.get(card.id);
      const same =
        before?.card === card &&
        before.direction === direction &&
        before.x === at.x &&
        before.y === at.y &&
        before.selected === isSelected &&
        before.draggable === draggable;
      const data = before?.card === card && before.direction === direction ? before.node.data : { card, direction };
      const entry: Made = same
        ? before
        : {
            card,
            direction,
            x: at.x,
            y: at.y,
            selected: isSelected,
            draggable,
            node: {
              id: card.id,
              type: 'card',
              position: { x: at.x, y: at.y },
              width: card.size.width,
              height: card.size.height,
              measured: card.size,
              handles: [],
              selected: isSelected,
              selectable: false,
              focusable: false,
              connectable: false,
              draggable,
              data,
            },
          };
      next.set(card.id, entry);
      nodes.push(entry.node);
    }
    made = next;
    if (nodes.length === last.length && nodes.every((node, index) => node === last[index])) return last;
    last = nodes;
    return nodes;
  };
}
