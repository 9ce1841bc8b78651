// Collapsed groups (E-CANVAS-28): their members give way to one card, edges to and from them end at that card, edges inside are not drawn,
// and edges that now run between the same two cards are one. Pure.
import type { ItemId } from '../document/model.ts';
import type { DeclarationView, Projection } from '../document/projection.ts';
import type { Box } from './kernels/geometry.ts';
import { boxAround } from './kernels/geometry.ts';
import { groupSize } from './cardSizes.ts';

export type GroupView = Extract<DeclarationView, { readonly space: 'group' }>;

export interface Folding {
  readonly groups: readonly GroupView[];
  readonly collapsed: ReadonlySet<ItemId>;
  /** Member of a collapsed group to the group that stands for it. A node in several is in the first. */
  readonly standIn: ReadonlyMap<ItemId, ItemId>;
}
export const nothingFolded: Folding = { groups: [], collapsed: new Set(), standIn: new Map() };

export function foldingOf(projection: Projection, isCollapsed: (group: ItemId) => boolean): Folding {
  const groups = projection.declarations.filter((view) => view.space === 'group');
  if (groups.length === 0) return nothingFolded;
  const collapsed = new Set<ItemId>();
  const standIn = new Map<ItemId, ItemId>();
  for (const group of groups) {
    if (!isCollapsed(group.id)) continue;
    const own = group.data.members.filter((member) => projection.items.has(member) && !standIn.has(member));
    if (own.length === 0) continue;
    collapsed.add(group.id);
    for (const member of own) standIn.set(member, group.id);
  }
  return { groups, collapsed, standIn };
}

/** Where a collapsed group's card stands: in the middle of its members. Null while a member has no place. */
export function groupBox(members: readonly ItemId[], boxOf: (id: ItemId) => Box | undefined): Box | null {
  const boxes = members.map(boxOf);
  if (boxes.some((box) => box === undefined)) return null;
  const around = boxAround(boxes as Box[]); // none is undefined
  if (!around) return null;
  return {
    x: Math.round(around.x + (around.width - groupSize.width) / 2),
    y: Math.round(around.y + (around.height - groupSize.height) / 2),
    ...groupSize,
  };
}
