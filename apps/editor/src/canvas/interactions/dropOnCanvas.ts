// Things dragged onto the canvas from the library (E-CANVAS-19, E-LIB-04): a kind goes to the place, onto an edge or onto a node; a
// pattern or snippet is pasted there. While it hovers, the edge or node that would take it is marked.
import type { DragEvent } from 'react';
import type { FileId, ItemId } from '../../document/model.ts';
import type { DropHandlers, NewKind } from '../acts.ts';
import { distanceToRoute } from '../kernels/edgePath.ts';
import type { Point } from '../kernels/geometry.ts';
import { canvasOf } from '../mounted.ts';
import type { CanvasHost } from '../view.ts';
import { nodeUnder } from './connectGesture.ts';

export const kindType = 'application/x-iterion-kind';
export const fragmentType = 'application/x-iterion-fragment';
const edgeReach = 16;

export function dropHandlers(fileId: FileId, host: CanvasHost): DropHandlers {
  const { view } = host;
  const at = (event: DragEvent): Point =>
    canvasOf(fileId)?.toFlow({ x: event.clientX, y: event.clientY }) ?? { x: 0, y: 0 };
  const clear = (): void => view.setState({ dropEdge: null, dropNode: null });
  return {
    onDragOver: (event) => {
      const { types } = event.dataTransfer;
      if (!types.includes(kindType) && !types.includes(fragmentType)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
      if (!types.includes(kindType)) return;
      const point = at(event);
      const node = nodeUnder(host, point);
      view.setState({ dropNode: node, dropEdge: node === null ? edgeUnder(host, point) : null });
    },
    onDragLeave: clear,
    onDrop: (event) => {
      const kind = event.dataTransfer.getData(kindType);
      const fragment = event.dataTransfer.getData(fragmentType);
      const { dropEdge, dropNode } = view.getState();
      clear();
      if (kind === '' && fragment === '') return;
      event.preventDefault();
      const point = at(event);
      if (fragment !== '') {
        void import('../../library/insertItem.ts').then(({ insertDropped }) =>
          insertDropped(fileId, fragment, { at: point }),
        );
        return;
      }
      const what = JSON.parse(kind) as NewKind;
      if (dropNode !== null && dropNode !== 'node:' && 'kind' in what)
        view.setState({ dropChoice: { anchor: { x: event.clientX, y: event.clientY }, item: dropNode, what } });
      else {
        const place = dropEdge === null ? { at: point } : { onEdge: dropEdge, at: point };
        void import('../actions/addNode.ts').then(({ addNode }) => addNode(fileId, what, place));
      }
    },
  };
}

function edgeUnder(host: CanvasHost, point: Point): ItemId | null {
  let found: ItemId | null = null;
  let best = edgeReach;
  const { routes, wires } = host.view.getState();
  for (const wire of wires.values()) {
    const route = routes.get(wire.id);
    if (!route || wire.name === '') continue;
    const distance = distanceToRoute(point, route.points);
    if (distance < best) {
      best = distance;
      found = wire.id;
    }
  }
  return found;
}
