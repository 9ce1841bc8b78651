// Conditional edges of a node move behind a router of their own, and back (E-CANVAS-27).
import type { OpenDocument } from '../../document/model.ts';
import { edgeOf, nodeOf } from '../../document/projection.ts';
import type { EdgeView, NodeView } from '../../document/projection.ts';
import { applyOperation } from '../../document/store.ts';
import { freeNodeName } from './names.ts';
import { carried, tell } from './report.ts';

export function routeConditions(document: OpenDocument): void {
  const node = onlyNode(document);
  if (!node) return;
  const name = freeNodeName(document.projection, 'router');
  const label = `Move conditions of ${node.name} to ${name}`;
  const result = applyOperation(document.id, { op: 'toConditionRouter', node: node.name, name }, label, {
    select: [`node:${name}`],
  });
  if (carried(result)) tell(`Moved the conditions of ${node.name} to ${name}`, document.id);
}
export function whyNotRoute(document: OpenDocument): true | string {
  const node = onlyNode(document);
  if (!node) return 'Select one node';
  if (node.kind === 'router') return 'A router decides for itself';
  return edgesOf(document, node.outgoing).some((edge) => edge.data.when) || 'None of its ways out has a condition';
}

export function dissolveRouter(document: OpenDocument): void {
  const node = onlyNode(document);
  const [before] = node ? edgesOf(document, node.incoming) : [];
  if (!node || !before) return;
  const result = applyOperation(
    document.id,
    { op: 'fromConditionRouter', router: node.name },
    `Dissolve ${node.name}`,
    { select: [`node:${before.data.from}`] },
  );
  if (carried(result)) tell(`Moved the ways out of ${node.name} to ${before.data.from}`, document.id);
}
export function whyNotDissolve(document: OpenDocument): true | string {
  const node = onlyNode(document);
  if (node?.data?.kind !== 'router' || node.data.mode !== 'condition') return 'Select one condition router';
  return node.incoming.length === 1 || 'It can be dissolved when exactly one edge enters it';
}

function onlyNode(document: OpenDocument): NodeView | undefined {
  const nodes = document.selection.items.flatMap((id) => nodeOf(document.projection, id) ?? []);
  return nodes.length === 1 ? nodes[0] : undefined;
}
function edgesOf(document: OpenDocument, ids: NodeView['outgoing']): EdgeView[] {
  return ids.flatMap((id) => edgeOf(document.projection, id) ?? []);
}
