// The commands that edit the graph (E-CMD-08): from canvas, outline, palette and menus alike, on the active file and its selection. They
// stay registered for the life of the page; what needs a place on the screen asks for the mounted canvas.
import type { NodeKind, PropertyPath } from '@iterion/dsl';
import { registerCommands } from '../app/commands.ts';
import type { CommandContext, CommandHandler, CommandId } from '../app/commands.ts';
import { lazyDialog } from '../app/lazyDialog.tsx';
import { preferences, setPreferences } from '../app/preferences.ts';
import { focusWhenThere } from '../app/regions.ts';
import { isTooNarrowToEdit } from '../app/width.ts';
import type { FileId, ItemId, OpenDocument } from '../document/model.ts';
import { itemKind } from '../document/model.ts';
import { edgeOf, nodeOf, placeOf } from '../document/projection.ts';
import { applyOperation, getDocument, itemNamed, select, setMode } from '../document/store.ts';
import { reveal, revealItem } from '../app/reveal.ts';
import { addNode } from './actions/addNode.ts';
import { nudge, tidyAll, tidyNodes, unpin } from './actions/arrange.ts';
import { duplicateSelection } from './actions/clipboard.ts';
import { connect, makeEntry, mapMatching, matchingFields } from './actions/connect.ts';
import { createGroup, dissolveGroups, toggleGroups } from './actions/groups.ts';
import { bridgeSelection, removeSelection, whyNotBridge } from './actions/remove.ts';
import { carried } from './actions/report.ts';
import { numbered } from './actions/names.ts';
import { densities } from './cardSizes.ts';
import { readingOrder } from './kernels/walk.ts';
import { component, everything, inverted, ofLoops, ofSameKind, reachable } from './kernels/selectionSets.ts';
import { anchorOf, canvasOf } from './mounted.ts';
import type { MountedCanvas } from './mounted.ts';
import type { CreatorRequest, InPlace } from './view.ts';

type Handlers = { readonly [Id in CommandId]?: CommandHandler };

const showPaste = lazyDialog(async () => ({ default: (await import('./popovers/PasteDialog.tsx')).PasteDialog }));

let registered = false;
/** Registers once, however often it is called. */
export function registerCanvasCommands(): void {
  if (registered) return;
  registered = true;
  registerCommands({ ...withRoom({ ...editing, ...nodes, ...edges, ...arranging, ...groups }), ...selecting });
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

/** A handler that gets the open document; disabled without one. */
function on(
  run: (document: OpenDocument, context: CommandContext) => void | Promise<void>,
  enabled?: (document: OpenDocument) => true | string,
): CommandHandler {
  return {
    run: (context) => {
      if (context.document) return run(context.document, context);
    },
    enabled: ({ document }) => (document ? (enabled?.(document) ?? true) : 'Open a file first'),
  };
}
/** A handler that also needs the canvas on the screen; shows it when the file is in text mode. */
function onCanvas(
  run: (canvas: MountedCanvas, document: OpenDocument, context: CommandContext) => void | Promise<void>,
  enabled?: (document: OpenDocument) => true | string,
): CommandHandler {
  return on((document, context) => {
    const canvas = canvasOf(document.id);
    if (canvas) return run(canvas, document, context);
    setMode(document.id, 'split');
  }, enabled);
}

function primary(document: OpenDocument, kind: 'node' | 'edge'): ItemId | null {
  const { selection } = document;
  if (selection.primary !== null && itemKind(selection.primary) === kind) return selection.primary;
  return selection.items.findLast((item) => itemKind(item) === kind) ?? null;
}
const needsNode = (document: OpenDocument): true | string =>
  primary(document, 'node') !== null || 'Select a node first';
const needsEdge = (document: OpenDocument): true | string =>
  primary(document, 'edge') !== null || 'Select an edge first';
const needsSelection = (document: OpenDocument): true | string =>
  document.selection.items.length > 0 || 'Nothing is selected';

const editing: Handlers = {
  'edit.delete': on((document) => removeSelection(document.id), needsSelection),
  'edit.deleteBridge': on((document) => bridgeSelection(document.id), whyNotBridge),
  'edit.duplicate': on((document) => duplicateSelection(document.id, false), needsNode),
  'edit.duplicateConnected': on((document) => duplicateSelection(document.id, true), needsNode),
  'edit.copy': { run: () => void document.execCommand('copy') },
  'edit.cut': { run: () => void document.execCommand('cut') },
  'edit.paste': on((document) => showPaste({ fileId: document.id })),
  'edit.rename': onCanvas((canvas, document) => {
    const item = primary(document, 'node');
    if (item && canvas.view.getState().boxes.has(item))
      canvas.view.setState({ inPlace: { part: 'name', item }, goTo: { item } });
  }, needsNode),
};

function add(kind: NodeKind): CommandHandler {
  return on((document) => addNode(document.id, { kind }, fromSelection(document)));
}
function addEnd(terminal: 'done' | 'fail'): CommandHandler {
  return on((document) => addNode(document.id, { terminal }, fromSelection(document)));
}
/** One selected node is what the new one comes after (E-CANVAS-16). */
export function fromSelection(document: OpenDocument): { readonly from?: ItemId; readonly onEdge?: ItemId } {
  const [only] = document.selection.items;
  if (document.selection.items.length !== 1 || only === undefined) return {};
  const node = nodeOf(document.projection, only);
  if (node && node.kind !== 'done' && node.kind !== 'fail') return { from: only };
  return edgeOf(document.projection, only) ? { onEdge: only } : {};
}
function openCreator(canvas: MountedCanvas, item: ItemId | null, request: Omit<CreatorRequest, 'anchor'>): void {
  canvas.view.setState({ creator: { anchor: anchorOf(canvas, item), ...request } });
}

const nodes: Handlers = {
  'node.add': onCanvas((canvas, document) => openCreator(canvas, document.selection.primary, fromSelection(document))),
  'node.addAgent': add('agent'),
  'node.addJudge': add('judge'),
  'node.addRouter': add('router'),
  'node.addJoin': add('join'),
  'node.addHuman': add('human'),
  'node.addTool': add('tool'),
  'node.addCompute': add('compute'),
  'node.addDone': addEnd('done'),
  'node.addFail': addEnd('fail'),
  'node.insert': onCanvas((canvas, document) => {
    const edge = primary(document, 'edge');
    if (edge) openCreator(canvas, edge, { onEdge: edge });
  }, needsEdge),
  'node.open': on((document, { zones }) => {
    const { primary: item } = document.selection;
    // From the outline it is also a way to go there (E-CANVAS-06).
    if (zones.includes('outline') && item !== null) revealItem(document.id, item);
    const canvas = canvasOf(document.id);
    const port = canvas?.view.getState().portMode;
    if (canvas && port) {
      canvas.view.setState({ portMode: null, hovered: null });
      connect(document.id, port.from, port.at);
      return;
    }
    focusWhenThere(
      () =>
        globalThis.document.querySelector<HTMLElement>(
          '[data-region="inspector"] :is(input, textarea, select, button):not([disabled])',
        ),
      () => setPreferences({ inspector: true }),
    );
  }),
  'node.peek': onCanvas((canvas, document) => {
    const item = primary(document, 'node');
    if (item) canvas.view.setState({ inPlace: { part: 'peek', item }, goTo: { item } });
  }, needsNode),
  'node.setEntry': on((document) => {
    const node = primary(document, 'node');
    if (node) makeEntry(document.id, node);
  }, needsNode),
  'node.replaceKind': onCanvas((canvas, document) => {
    const item = primary(document, 'node');
    if (item) canvas.view.setState({ creator: { anchor: anchorOf(canvas, item), replace: item } });
  }, needsNode),
  'node.reveal': on((document) => {
    const item = document.selection.primary;
    const range = item === null ? undefined : placeOf(document.projection, item);
    if (!range) return;
    if (document.mode === 'graph') setMode(document.id, 'split');
    reveal({ fileId: document.id, range: { start: range.start.offset, end: range.end.offset }, focus: 'source' });
  }, needsSelection),
  'node.newSchema': on((document) => newSchemaFor(document), needsNode),
  'node.saveSnippet': on(async (document) => {
    const { saveSelectionAsSnippet } = await import('../library/SaveSnippet.tsx');
    saveSelectionAsSnippet(document);
  }, needsNode),
};

function newSchemaFor(document: OpenDocument): void {
  const id = primary(document, 'node');
  const node = id === null ? undefined : nodeOf(document.projection, id);
  if (!node) return;
  const taken = new Set(document.graph?.schemas.map((schema) => schema.name));
  const name = taken.has(`${node.name}_output`) ? numbered(`${node.name}_output`, taken) : `${node.name}_output`;
  const result = applyOperation(
    document.id,
    { op: 'extractSchema', node: node.name, slot: 'output', name, fields: [{ name: 'result', type: 'string' }] },
    `New schema ${name}`,
    { select: [`schema:${name}`] },
  );
  if (carried(result)) setPreferences({ inspector: true });
}

function inPlace(part: Extract<InPlace['part'], 'condition' | 'loop' | 'data'>): CommandHandler {
  return onCanvas((canvas, document) => {
    const item = primary(document, 'edge');
    if (item) canvas.view.setState({ inPlace: { part, item }, goTo: { item } });
  }, needsEdge);
}
function moveEdge(by: -1 | 1): CommandHandler {
  return on((document) => {
    const id = primary(document, 'edge');
    const edge = id === null ? undefined : edgeOf(document.projection, id);
    if (!edge) return;
    const siblings = document.projection.edges.filter((other) => other.source === edge.source);
    const other = siblings[siblings.indexOf(edge) + by];
    if (!other) return;
    const place = by < 0 ? { before: other.name } : { after: other.name };
    carried(
      applyOperation(
        document.id,
        { op: 'moveEdge', edge: edge.name, place },
        `Move an edge ${by < 0 ? 'earlier' : 'later'}`,
      ),
    );
  }, needsEdge);
}

const edges: Handlers = {
  'edge.connectTo': onCanvas((canvas, document) => {
    const from = primary(document, 'node');
    if (from) openCreator(canvas, from, { from, existingOnly: true, direction: 'to' });
  }, needsNode),
  'edge.connectFrom': onCanvas((canvas, document) => {
    const from = primary(document, 'node');
    if (from) openCreator(canvas, from, { from, existingOnly: true, direction: 'from' });
  }, needsNode),
  'edge.condition': inPlace('condition'),
  'edge.loop': inPlace('loop'),
  'edge.mapping': inPlace('data'),
  'edge.autoMap': on(
    (document) => {
      const edge = primary(document, 'edge');
      if (edge) mapMatching(document.id, edge);
    },
    (document) => {
      const edge = primary(document, 'edge');
      if (edge === null) return 'Select an edge first';
      return matchingFields(document, edge).length > 0 || 'No unmapped field has the same name on both sides';
    },
  ),
  'edge.retarget': onCanvas((canvas, document) => {
    const edge = primary(document, 'edge');
    if (edge) openCreator(canvas, edge, { existingOnly: true, retarget: { edge, end: 'target' } });
  }, needsEdge),
  'edge.resource': onCanvas((canvas, document) => {
    const edge = primary(document, 'edge');
    if (edge) openCreator(canvas, edge, { existingOnly: true, retarget: { edge, end: 'source' } });
  }, needsEdge),
  'edge.earlier': moveEdge(-1),
  'edge.later': moveEdge(1),
  'canvas.portMode': onCanvas((canvas, document) => {
    const from = primary(document, 'node');
    const state = canvas.view.getState();
    const first = readingOrder(state, state.direction).find((id) => id !== from);
    const box = from === null ? undefined : state.boxes.get(from);
    if (from === null || !first || !box) return;
    canvas.view.setState({ portMode: { from, at: first } });
  }, needsNode),
};

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
    if (
      view &&
      state &&
      (state.creator || state.menu || state.inPlace || state.search || state.connecting || state.portMode)
    ) {
      view.setState({ creator: null, menu: null, inPlace: null, search: null, connecting: null, portMode: null });
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
  'layout.unpin': on((document) => unpin(document.id)),
  'canvas.nudge': nudging(8),
  'canvas.nudgeFar': nudging(64),
  'canvas.selectTool': tool('select'),
  'canvas.panTool': tool('pan'),
  'canvas.snap': onCanvas((canvas) => {
    const snap = !canvas.view.getState().snap;
    canvas.view.setState({ snap });
    setPreferences({ snap });
  }),
  'canvas.menu': onCanvas((canvas, document) => {
    const item = canvas.view.getState().focused ?? document.selection.primary;
    canvas.view.setState({ menu: { anchor: anchorOf(canvas, item), item } });
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

/** Changes a node's kind, keeping shared properties; what was dropped is told (E-CANVAS-27). */
export function replaceKind(fileId: FileId, item: ItemId, kind: NodeKind, mode?: string): void {
  const document = getDocument(fileId);
  const node = document && nodeOf(document.projection, item);
  if (!node) return;
  const target: PropertyPath = { space: 'node', name: node.name, path: ['mode'] };
  const operations = [
    { op: 'changeKind' as const, node: node.name, kind },
    ...(kind === 'router' && mode !== undefined ? [{ op: 'setProperty' as const, target, value: mode }] : []),
  ];
  if (carried(applyOperation(fileId, { op: 'batch', operations }, `Make ${node.name} a ${kind}`))) {
    const still = itemNamed(fileId, 'node', node.name);
    if (still) select(fileId, [still]);
  }
}
