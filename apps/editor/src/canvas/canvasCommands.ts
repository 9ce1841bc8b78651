// The commands that edit the graph (E-CMD-08): from canvas, outline, palette and menus alike, on the active file and its selection. They
// stay registered for the life of the page; what needs a place on the screen asks for the mounted canvas.
import { announce } from '../app/announce.tsx';
import { registerCommands } from '../app/commands.ts';
import type { CommandHandler } from '../app/commands.ts';
import { preferences, setPreferences } from '../app/preferences.ts';
import { isTooNarrowToEdit } from '../app/width.ts';
import type { ItemId, OpenDocument } from '../document/model.ts';
import { itemKind } from '../document/model.ts';
import { select } from '../document/store.ts';
import { nudge, rearrange, tidyAll, tidyNodes, unpin } from './actions/arrange.ts';
import { createGroup, dissolveGroups, toggleGroups } from './actions/groups.ts';
import { densities } from './cardSizes.ts';
import { type Handlers, needsNode, on, onCanvas, primary } from './commandHandlers.ts';
import { edgeCommands } from './edgeCommands.ts';
import { editingCommands, openMenuHere } from './editingCommands.ts';
import { aligned, distributed } from './kernels/align.ts';
import type { Side } from './kernels/align.ts';
import { component, everything, inverted, ofLoops, ofSameKind, reachable } from './kernels/selectionSets.ts';
import { canvasOf } from './mounted.ts';
import { nodeCommands } from './nodeCommands.ts';

let registered = false;
/** Registers once, however often it is called. */
export function registerCanvasCommands(): void {
  if (registered) return;
  registered = true;
  registerCommands({
    ...withRoom({ ...editingCommands, ...nodeCommands, ...edgeCommands, ...arranging, ...groups }),
    ...selecting,
  });
  // Lists of other things have menus of their own.
  for (const zone of ['canvas', 'outline'] as const) registerCommands({ 'canvas.menu': openMenuHere }, zone);
}

/** What changes the graph needs a window that is wide enough to see what it does (E-SHELL-11). */
function withRoom(handlers: Handlers): Handlers {
  return Object.fromEntries(
    Object.entries(handlers).map(([id, handler]): [string, CommandHandler] => [
      id,
      {
        run: handler.run,
        enabled: (context) =>
          isTooNarrowToEdit() ? 'The window is too narrow to edit the graph' : (handler.enabled?.(context) ?? true),
      },
    ]),
  );
}

/** Commands that set the selection from the projection. */
function selects(pick: (document: OpenDocument, shown: ReadonlySet<ItemId>) => readonly ItemId[]): CommandHandler {
  return on((document) => {
    const cards = canvasOf(document.id)?.view.getState().cards;
    const shown: ReadonlySet<ItemId> = cards
      ? new Set(cards.keys())
      : new Set(document.projection.nodes.map((node) => node.id));
    select(document.id, pick(document, shown));
  });
}
const selecting: Handlers = {
  'select.all': selects((document, shown) => everything(document.projection, shown)),
  'select.invert': selects((document, shown) => inverted(document.projection, shown, document.selection.items)),
  'select.none': on((document) => {
    const view = canvasOf(document.id)?.view;
    const state = view?.getState();
    if (view && state && (state.creator || state.inPlace || state.search || state.connecting || state.portMode)) {
      view.setState({ creator: null, inPlace: null, search: null, connecting: null, portMode: null });
      return;
    }
    view?.setState({ focused: null });
    select(document.id, [], null);
  }),
  'select.upstream': selects((document) => reachable(document.projection, document.selection.items, 'up')),
  'select.downstream': selects((document) => reachable(document.projection, document.selection.items, 'down')),
  'select.connected': selects((document) => component(document.projection, document.selection.items)),
  'select.sameKind': selects((document) => ofSameKind(document.projection, document.selection.items)),
  'select.loop': selects((document) =>
    ofLoops(document.projection, document.graph?.loops ?? [], document.selection.items),
  ),
};

const arrows: Readonly<Record<string, { readonly x: number; readonly y: number }>> = {
  Up: { x: 0, y: -1 },
  Down: { x: 0, y: 1 },
  Left: { x: -1, y: 0 },
  Right: { x: 1, y: 0 },
};
function nudging(step: number): CommandHandler {
  return onCanvas((canvas, document, { chord }) => {
    const way = arrows[chord?.split('+').at(-1) ?? ''];
    if (way) nudge(document.id, canvas, { x: way.x * step, y: way.y * step });
  });
}
const needsNodes =
  (least: number) =>
  ({ selection }: OpenDocument): true | string =>
    selection.items.filter((item) => ['node', 'group'].includes(itemKind(item))).length >= least ||
    `Select at least ${least === 2 ? 'two' : 'three'} nodes`;
function aligning(side: Side, label: string): CommandHandler {
  return onCanvas(
    async (canvas, document) => rearrange(document.id, canvas, (boxes) => aligned(boxes, side), label),
    needsNodes(2),
  );
}
function distributing(axis: 'x' | 'y', label: string): CommandHandler {
  return onCanvas(
    async (canvas, document) => rearrange(document.id, canvas, (boxes) => distributed(boxes, axis), label),
    needsNodes(3),
  );
}
function tool(name: 'select' | 'pan'): CommandHandler {
  return onCanvas((canvas) => canvas.view.setState({ tool: name }));
}
const arranging: Handlers = {
  'layout.tidy': onCanvas((_canvas, document) => tidyAll(document.id)),
  'layout.tidySelection': onCanvas((_canvas, document) =>
    tidyNodes(document.id, new Set(document.selection.items), 'Tidy selection'),
  ),
  'layout.tidyDownstream': onCanvas((_canvas, document) => {
    const from = primary(document, 'node');
    if (from) return tidyNodes(document.id, new Set(reachable(document.projection, [from], 'down')), 'Tidy downstream');
  }, needsNode),
  'layout.direction': onCanvas((_canvas, document) =>
    tidyAll(document.id, document.direction === 'down' ? 'right' : 'down'),
  ),
  'layout.alignLeft': aligning('left', 'Align left'),
  'layout.alignCentre': aligning('centre', 'Align centres'),
  'layout.alignRight': aligning('right', 'Align right'),
  'layout.alignTop': aligning('top', 'Align top'),
  'layout.alignMiddle': aligning('middle', 'Align middles'),
  'layout.alignBottom': aligning('bottom', 'Align bottom'),
  'layout.distributeAcross': distributing('x', 'Distribute from left to right'),
  'layout.distributeDown': distributing('y', 'Distribute from top to bottom'),
  'layout.unpin': on(
    (document) => unpin(document.id),
    ({ selection, positions }) =>
      selection.items.some((item) => positions[item]?.pin === true) || 'Nothing selected was placed by hand',
  ),
  'canvas.nudge': nudging(8),
  'canvas.nudgeFar': nudging(64),
  'canvas.selectTool': tool('select'),
  'canvas.panTool': tool('pan'),
  'canvas.snap': onCanvas(() => {
    const snap = !preferences().snap;
    setPreferences({ snap });
    announce(snap ? 'Grid and guides on' : 'Grid and guides off');
  }),
  'view.density': {
    run: () => {
      const at = densities.indexOf(preferences().density);
      setPreferences({ density: densities[(at + 1) % densities.length] ?? 'normal' });
    },
  },
};

const groups: Handlers = {
  'group.create': on((document) => createGroup(document.id)),
  'group.dissolve': on((document) => dissolveGroups(document.id)),
  'group.toggle': on((document) => toggleGroups(document.id, 'selected')),
  'group.toggleAll': on((document) => toggleGroups(document.id, 'all')),
};
