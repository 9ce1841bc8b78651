// The commands of edges (E-CMD-08): their ends, clauses and order.
import type { CommandHandler } from '../app/commands.ts';
import { edgeOf } from '../document/projection.ts';
import { applyOperation } from '../document/store.ts';
import { mapMatching, matchingFields } from './actions/connect.ts';
import { carried } from './actions/report.ts';
import { type Handlers, needsEdge, needsNode, on, onCanvas, openCreator, primary } from './commandHandlers.ts';
import { readingOrder } from './kernels/walk.ts';
import type { InPlace } from './view.ts';

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

export const edgeCommands: Handlers = {
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
