// Pointer on a card (E-CANVAS-02): press selects, Shift adds, Mod toggles; double click renames the title or opens the inspector; the
// menu opens at the pointer. Selecting happens on press so that a drag moves what was just pressed.
import type { PointerEvent as ReactPointerEvent, MouseEvent as ReactMouseEvent } from 'react';
import { useMemo } from 'react';
import type { ItemId } from '../../document/model.ts';
import type { CanvasHost } from '../view.ts';
import { useCanvasHost } from '../view.ts';

export interface CardGestures {
  readonly onPointerDown: (event: ReactPointerEvent) => void;
  readonly onClick: (event: ReactMouseEvent) => void;
  readonly onDoubleClick: (event: ReactMouseEvent) => void;
  readonly onContextMenu: (event: ReactMouseEvent) => void;
  readonly onPointerEnter: () => void;
  readonly onPointerLeave: () => void;
}

export function useCardGestures(id: ItemId): CardGestures {
  const host = useCanvasHost();
  return useMemo(() => itemGestures(host, id), [host, id]);
}

export function itemGestures(host: CanvasHost, id: ItemId): CardGestures {
  const { view } = host;
  // A plain click on one of several selected items selects it alone, but only when no drag followed the press.
  let alone = false;
  return {
    onPointerDown: (event) => {
      alone = false;
      if (event.button === 1) return;
      view.setState({ focused: null });
      const { selected } = view.getState();
      const list = [...selected];
      if (event.shiftKey) host.select(selected.has(id) ? list : [...list, id], id);
      else if (event.ctrlKey || event.metaKey)
        host.select(selected.has(id) ? list.filter((other) => other !== id) : [...list, id]);
      else if (!selected.has(id)) host.select([id], id);
      else {
        alone = event.button === 0 && selected.size > 1;
        host.select(list, id);
      }
    },
    onClick: () => {
      if (alone && view.getState().draft === null) host.select([id], id);
      alone = false;
    },
    onDoubleClick: (event) => {
      event.stopPropagation();
      const onTitle = event.target instanceof Element && event.target.closest('[data-title]') !== null;
      if (onTitle && !host.readOnly && host.renaming) view.setState({ inPlace: { part: 'name', item: id } });
      else host.open?.(id);
    },
    onContextMenu: (event) => {
      event.preventDefault();
      event.stopPropagation();
      host.menu?.({ anchor: { x: event.clientX, y: event.clientY }, item: id });
    },
    onPointerEnter: () => view.setState({ hovered: id }),
    onPointerLeave: () => {
      if (view.getState().hovered === id) view.setState({ hovered: null });
    },
  };
}
