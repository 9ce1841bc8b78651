// Adding a node (E-CANVAS-16, E-CANVAS-18): declaration, edge and position in one step. A new node has what the language requires and
// placeholders, nothing that equals a default; it is then in rename mode.
import type { EditOperation, NodeKind } from '@iterion/dsl';
import { announce } from '../../app/announce.tsx';
import { preferences } from '../../app/preferences.ts';
import type { FileId, ItemId, OpenDocument, Position } from '../../document/model.ts';
import { edgeOf, nodeOf } from '../../document/projection.ts';
import { adoptLayout, applyOperation, getDocument, itemNamed, select, setPositions } from '../../document/store.ts';
import { sizeOf } from '../cards.ts';
import { connectVerdict } from '../kernels/connectRules.ts';
import type { Box, Point } from '../kernels/geometry.ts';
import { middleOfRoute } from '../kernels/edgePath.ts';
import { spacings } from '../kernels/layoutGraph.ts';
import { nearestFree, placeNew } from '../kernels/newNodePlacement.ts';
import type { NewKind } from '../acts.ts';
import { canvasOf } from '../mounted.ts';
import { connect, firstWorkflow } from './connect.ts';
import { freeNodeName } from './names.ts';
import { requiredMembers, requiredProperties } from './required.ts';
import { carried } from './report.ts';

export interface Where {
  /** Centre of the new card in flow coordinates. */
  readonly at?: Point;
  /** Connect from this node. */
  readonly from?: ItemId;
  /** Insert on this edge. */
  readonly onEdge?: ItemId;
}

export function addNode(fileId: FileId, what: NewKind, where: Where = {}): void {
  const document = getDocument(fileId);
  if (!document) return;
  if ('terminal' in what) {
    addTerminal(fileId, document, what.terminal, where);
    return;
  }
  const name = freeNodeName(document.projection, what.kind);
  const { operations, label } = operationsFor(document, what, name, where);
  if (!operations) return;
  const at = placeFor(fileId, document, what.kind, where);
  const result = applyOperation(fileId, { op: 'batch', operations }, label, {
    positions: { [name]: { ...at, ...(where.at ? { pin: true } : {}) } },
    select: [`node:${name}`],
  });
  if (!carried(result)) return;
  announce(`Node ${name} added${whereWords(document, where)}`);
  const canvas = canvasOf(fileId);
  const added = itemNamed(fileId, 'node', name);
  if (canvas && added)
    canvas.view.setState({ creator: null, inPlace: { part: 'name', item: added }, goTo: { item: added } });
}

function whereWords(document: OpenDocument, { onEdge, from }: Where): string {
  const edge = onEdge === undefined ? undefined : edgeOf(document.projection, onEdge);
  if (edge) return ` between ${nameOf(document, edge.source)} and ${nameOf(document, edge.target)}`;
  return from ? ` after ${nameOf(document, from)}` : '';
}

function operationsFor(
  document: OpenDocument,
  what: Extract<NewKind, { readonly kind: NodeKind }>,
  name: string,
  where: Where,
): { readonly operations: readonly EditOperation[] | null; readonly label: string } {
  const props = requiredProperties(what.kind, what.mode);
  const workflow = document.graph?.workflow;
  const more: EditOperation[] = [
    ...requiredMembers(what.kind, name),
    ...(workflow && workflow.entry === undefined ? [setEntry(workflow.name, name)] : []),
  ];
  const edge = where.onEdge === undefined ? undefined : edgeOf(document.projection, where.onEdge);
  if (edge) {
    return {
      label: `Insert ${name} on an edge`,
      operations: [{ op: 'insertOnEdge', edge: edge.name, node: name, add: { kind: what.kind, props } }, ...more],
    };
  }
  const add: EditOperation = { op: 'addDeclaration', kind: what.kind, name, props };
  const source = where.from === undefined ? undefined : nodeOf(document.projection, where.from);
  const canLeave =
    source && source.kind !== 'done' && source.kind !== 'fail' && source.kind !== 'missing' && !source.stale;
  return {
    label: `Add ${name}`,
    operations: [
      ...firstWorkflow(document, canLeave ? source.name : name),
      add,
      ...(canLeave ? [{ op: 'addEdge', from: source.name, to: name } as const] : []),
      ...more,
    ],
  };
}

function setEntry(workflow: string, node: string): EditOperation {
  return { op: 'setProperty', target: { space: 'workflow', name: workflow, path: ['entry'] }, value: node };
}

/** Ends are declared implicitly: they live in the layout until an edge refers to them (E-CANVAS-20). */
function addTerminal(fileId: FileId, document: OpenDocument, terminal: 'done' | 'fail', where: Where): void {
  const id = itemNamed(fileId, 'node', terminal) ?? (`node:${terminal}` as const);
  const shown = document.positions[id] !== undefined;
  const at: Position = { ...placeFor(fileId, document, terminal, where), pin: true };
  const source = where.from;
  if (source !== undefined && connectVerdict(document.projection, source, id).kind === 'allowed') {
    if (!shown) adoptLayout(fileId, { positions: { [id]: at } });
    connect(fileId, source, id);
    return;
  }
  if (!shown) setPositions(fileId, { [id]: at }, `Add ${terminal}`);
  select(fileId, [id]);
  canvasOf(fileId)?.view.setState({ creator: null, goTo: { item: id } });
}

function placeFor(fileId: FileId, document: OpenDocument, kind: NodeKind | 'done' | 'fail', where: Where): Point {
  const size = sizeOf(kind, preferences().density);
  const view = canvasOf(fileId)?.view.getState();
  const boxes: ReadonlyMap<ItemId, Box> = view?.boxes ?? new Map();
  const taken = [...boxes.values()];
  const centred = (point: Point): Point => ({ x: point.x - size.width / 2, y: point.y - size.height / 2 });
  if (where.at) return nearestFree(centred(where.at), size, taken);
  const route = where.onEdge === undefined ? undefined : view?.routes.get(where.onEdge);
  if (route) return nearestFree(centred(middleOfRoute(route.points)), size, taken);
  const anchorId = where.from ?? document.selection.items.findLast((item) => boxes.has(item));
  return placeNew({
    size,
    anchor: (anchorId && boxes.get(anchorId)) ?? null,
    taken,
    direction: document.direction,
    between: spacings[document.spacing].between,
  });
}
function nameOf(document: OpenDocument, id: ItemId): string {
  return nodeOf(document.projection, id)?.name ?? 'start';
}
