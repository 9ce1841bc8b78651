// Popovers about items of a file that do not need its canvas: the menu (E-CANVAS-30) and the name of what is on no card (E-CANVAS-21). Open
// them from here; ItemPopovers shows them.
import { create } from 'zustand';
import type { FileId, ItemId } from '../../document/model.ts';
import type { Point } from '../kernels/geometry.ts';
import type { MenuRequest } from '../view.ts';

export type ItemPopover =
  | ({ readonly show: 'menu'; readonly fileId: FileId } & MenuRequest)
  | { readonly show: 'name'; readonly fileId: FileId; readonly anchor: Point; readonly item: ItemId };

export const useItemPopover = create<{ readonly open: ItemPopover | null }>(() => ({ open: null }));

export function openMenu(fileId: FileId, request: MenuRequest): void {
  useItemPopover.setState({ open: { show: 'menu', fileId, ...request } });
}
export function openName(fileId: FileId, item: ItemId, anchor: Point): void {
  useItemPopover.setState({ open: { show: 'name', fileId, item, anchor } });
}
export function closeItemPopover(): void {
  useItemPopover.setState({ open: null });
}

let place: Point | null = null;
/** Runs a command of a menu that was opened at a place of the pane; what it adds goes there. */
export function runAt(at: Point | undefined, run: () => void): void {
  place = at ?? null;
  try {
    run();
  } finally {
    place = null;
  }
}
/** In flow coordinates, while a command of such a menu begins. */
export function placeOfMenu(): Point | null {
  return place;
}
