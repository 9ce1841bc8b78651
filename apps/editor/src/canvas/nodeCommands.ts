// The commands of nodes (E-CMD-08): adding, opening, replacing, and what moves out of a node into a declaration of its own.
import type { NodeKind } from '@iterion/dsl';
import type { CommandHandler } from '../app/commands.ts';
import { setPreferences } from '../app/preferences.ts';
import { focusWhenThere } from '../app/regions.ts';
import { reveal, revealItem } from '../app/reveal.ts';
import { placeOf } from '../document/projection.ts';
import { setMode } from '../document/store.ts';
import { addNode } from './actions/addNode.ts';
import { connect, makeEntry } from './actions/connect.ts';
import { extractPrompt, newSchema, whyNoPrompt, whyNoSchema } from './actions/extract.ts';
import { dissolveRouter, routeConditions, whyNotDissolve, whyNotRoute } from './actions/conditionRouter.ts';
import {
  type Handlers,
  fromSelection,
  needsEdge,
  needsNode,
  needsSelection,
  on,
  onCanvas,
  openCreator,
  primary,
} from './commandHandlers.ts';
import { anchorOf, canvasOf } from './mounted.ts';

function add(kind: NodeKind): CommandHandler {
  return on((document) => addNode(document.id, { kind }, fromSelection(document)));
}
function addEnd(terminal: 'done' | 'fail'): CommandHandler {
  return on((document) => addNode(document.id, { terminal }, fromSelection(document)));
}
export const nodeCommands: Handlers = {
  'node.add': onCanvas((canvas, document) =>
    openCreator(canvas, document.selection.primary, { ...fromSelection(document), mayGoBetween: true }),
  ),
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
  'node.description': onCanvas((canvas, document) => {
    const item = primary(document, 'node');
    if (item) canvas.view.setState({ inPlace: { part: 'badge', item, badge: 'comment' }, goTo: { item } });
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
  'node.extractPrompt': on(extractPrompt, whyNoPrompt),
  'node.newSchema': on(newSchema, whyNoSchema),
  'node.toConditionRouter': on(routeConditions, whyNotRoute),
  'node.fromConditionRouter': on(dissolveRouter, whyNotDissolve),
  'node.saveSnippet': on(async (document) => {
    const { saveSelectionAsSnippet } = await import('../library/SaveSnippet.tsx');
    saveSelectionAsSnippet(document);
  }, needsNode),
};
