// Dragging rows of a list onto others with the browser's own drag and drop. What is dragged is known to this page only.
import { type DragEvent, useState } from 'react';

const type = 'application/x-iterion-row';
interface Droppable {
  readonly id: string;
  readonly movable?: boolean;
  readonly takesDrops?: boolean;
}

/** `over` is the row that would take the drop, '' for the list itself. */
export function useRowDrag(onDrop: ((id: string, onto: string | null) => void) | undefined) {
  const [over, setOver] = useState<string | null>(null);
  if (!onDrop) return { over: null, row: () => ({}), tree: {} };
  const on = (target: string) => ({
    onDragOver: (event: DragEvent) => {
      if (!event.dataTransfer.types.includes(type)) return;
      event.preventDefault();
      event.stopPropagation();
      event.dataTransfer.dropEffect = 'move';
      setOver(target);
    },
    onDrop: (event: DragEvent) => {
      const id = event.dataTransfer.getData(type);
      setOver(null);
      if (id === '') return;
      event.preventDefault();
      event.stopPropagation();
      onDrop(id, target === '' ? null : target);
    },
  });
  return {
    over,
    row: (row: Droppable) => ({
      ...(row.movable === true
        ? {
            draggable: true,
            onDragStart: (event: DragEvent) => {
              event.dataTransfer.setData(type, row.id);
              event.dataTransfer.effectAllowed = 'move';
            },
            onDragEnd: () => setOver(null),
          }
        : {}),
      ...(row.takesDrops === true ? on(row.id) : {}),
    }),
    tree: { ...on(''), onDragLeave: () => setOver(null) },
  };
}
