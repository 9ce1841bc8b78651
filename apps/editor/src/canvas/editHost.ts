// What the canvas may do to an open document: select, move, rename, connect. Each act is one step.
import { runCommand } from '../app/commands.ts';
import type { FileId } from '../document/model.ts';
import { select, setPositions } from '../document/store.ts';
import { renamingOf } from '../inspector/references/renaming.ts';
import { pinned } from './actions/pinned.ts';
import { chooseViewport } from './chosenViewports.ts';
import { connect, retarget, whyNotConnect } from './actions/connect.ts';
import { dropHandlers } from './interactions/dropOnCanvas.ts';
import { openMenu } from './popovers/itemPopovers.ts';
import type { CanvasHost, ViewStore } from './view.ts';

export function editHost(fileId: FileId, view: ViewStore): CanvasHost {
  return {
    view,
    readOnly: false,
    moved: () => chooseViewport(fileId),
    select: (items, primary) => {
      if (items.length > 0) view.setState({ touched: true });
      select(fileId, items, primary);
    },
    move: (positions) => {
      view.setState({ touched: true });
      const placed = pinned(fileId, view, positions);
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
