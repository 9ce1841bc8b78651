// What shows the popovers about items of the shown file (itemPopovers.ts); at most one is open. It is there before any is asked for, so that
// keys typed right after F2 are the name's.
import type { FileId } from '../../document/model.ts';
import { ContextMenu } from './ContextMenu.tsx';
import { closeItemPopover, useItemPopover } from './itemPopovers.ts';
import { NamePopover } from './NamePopover.tsx';

export function ItemPopovers({ fileId }: { readonly fileId: FileId }) {
  const open = useItemPopover((state) => state.open);
  if (open?.fileId !== fileId) return null;
  const key = `${open.show} ${open.item} ${open.anchor.x} ${open.anchor.y}`;
  return open.show === 'menu' ? (
    <ContextMenu key={key} request={open} onClose={closeItemPopover} />
  ) : (
    <NamePopover key={key} fileId={open.fileId} item={open.item} anchor={open.anchor} onClose={closeItemPopover} />
  );
}
