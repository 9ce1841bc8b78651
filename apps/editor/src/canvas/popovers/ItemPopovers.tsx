// What shows the popovers about items (itemPopovers.ts); at most one is open.
import { ContextMenu } from './ContextMenu.tsx';
import { closeItemPopover, useItemPopover } from './itemPopovers.ts';
import { NamePopover } from './NamePopover.tsx';

export function ItemPopovers() {
  const open = useItemPopover((state) => state.open);
  if (open === null) return null;
  const key = `${open.show} ${open.item} ${open.anchor.x} ${open.anchor.y}`;
  return open.show === 'menu' ? (
    <ContextMenu key={key} request={open} onClose={closeItemPopover} />
  ) : (
    <NamePopover key={key} fileId={open.fileId} item={open.item} anchor={open.anchor} onClose={closeItemPopover} />
  );
}
