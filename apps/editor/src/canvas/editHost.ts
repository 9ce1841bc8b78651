// What the canvas may do to an open document: select, move, rename, connect. Each act is one step.
import { runCommand } from '../app/commands.ts';
import type { FileId, ItemId, Position } from '../document/model.ts';
import { getDocument, select, setPositions } from '../document/store.ts';
import { renamingOf } from '../inspector/references/renaming.ts';
import { connect, retarget, whyNotConnect } from './actions/connect.ts';
import type { Point } from './kernels/geometry.ts';
import { dropHandlers } from './interactions/dropOnCanvas.ts';
import { openMenu } from './popovers/itemPopovers.ts';
import type { CanvasHost, ViewStore } from './view.ts';

export function editHost(fileId: FileId, view: ViewStore): CanvasHost {
  return {
    view,
    readOnly: false,
    select: (items, primary) => {
      if (items.length > 0) view.setState({ touched: true });
      select(fileId, items, primary);
    },
    move: (positions) => {
      view.setState({ touched: true });
      const placed: Record<ItemId, Position> = {};
      for (const [id, at] of positions)
        for (const [own, to] of movesOf(fileId, view, id, at)) placed[own] = { ...to, pin: true };
      const count = positions.size;
      const only = count === 1 ? view.getState().cards.get([...positions.keys()][0] ?? 'node:')?.name : undefined;
      setPositions(fileId, placed, only === undefined ? `Move ${count} nodes` : `Move ${only}`);
    },
    connecting: {
      verdict: (from, to, reconnect) => whyNotConnect(fileId, from, to, reconnect?.edge),
      connect: (from, to) => connect(fileId, from, to),
      retarget: (edge, end, to) => retarget(fileId, edge, end, to),
      create: (from, client, at) => view.setState({ creator: { anchor: client, at, from } }),
    },
    pane: {
      onDoubleClick: (client, at) => view.setState({ creator: { anchor: client, at } }),
      drop: dropHandlers(fileId, { view, readOnly: false, select: () => {} }),
    },
    open: () => runCommand('node.open'),
    renaming: (item) => renamingOf(fileId, item),
    menu: (request) => openMenu(fileId, request),
  };
}

/** A card moves itself; the card of a collapsed group moves the members that it stands for. */
function movesOf(fileId: FileId, view: ViewStore, id: ItemId, to: Point): readonly (readonly [ItemId, Point])[] {
  const document = getDocument(fileId);
  const group = document?.projection.items.get(id);
  const from = view.getState().boxes.get(id);
  if (!document || !from || group?.type !== 'declaration' || group.space !== 'group') return [[id, to]];
  return group.data.members.flatMap((member) => {
    const at = document.positions[member];
    return at ? [[member, { x: at.x + to.x - from.x, y: at.y + to.y - from.y }] as const] : [];
  });
}
