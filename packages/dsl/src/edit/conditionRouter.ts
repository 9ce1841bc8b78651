// `toConditionRouter` and `fromConditionRouter`: a node's conditional edges move behind a router of their own, and back.
import type { Document } from '../document.ts';
import type { TextEdit } from '../source.ts';
import { propertyOf, textOf } from '../tree.ts';
import { removeDeclaration } from './declaration.ts';
import { addEdge, addNodeStep, removeEdge } from './edges.ts';
import { edgesWithIds, isTerminal, requireDeclaration, requireFree, requireIntact, requireWorkflow } from './find.ts';
import { refuse } from './refusal.ts';
import { sequence } from './sequence.ts';

export function toConditionRouter(document: Document, node: string, name: string): TextEdit[] {
  requireDeclaration(document, { space: 'node', name: node });
  requireFree(document, 'node', name);
  const leaving = edgesWithIds(requireWorkflow(document)).filter((edge) => edge.from === node);
  if (!leaving.some((edge) => edge.node.when !== undefined))
    refuse('EDIT_INVALID', `No edge of "${node}" bears a condition.`);
  for (const edge of leaving) requireIntact(document, edge, `edge ${edge.id}`);
  return sequence(document, [
    addNodeStep('router', name, { mode: 'condition' }),
    (current) => renameSources(current, node, name),
    (current) => [firstEdge(current, node, name)],
  ]);
}

export function fromConditionRouter(document: Document, router: string): TextEdit[] {
  const { node } = requireDeclaration(document, { space: 'node', name: router });
  if (node.kind !== 'router' || textOf(propertyOf(node, 'mode')?.value) !== 'condition')
    refuse('EDIT_INVALID', `"${router}" is no condition router.`);
  const entering = edgesWithIds(requireWorkflow(document)).filter((edge) => edge.to === router);
  const [only] = entering;
  if (only === undefined || entering.length > 1 || isTerminal(only.from) || only.from === router)
    return refuse('EDIT_INVALID', `"${router}" can be dissolved only when exactly one edge enters it.`);
  if (only.node.clauses.length > 0)
    return refuse(
      'EDIT_INVALID',
      `The edge into "${router}" bears clauses that would be lost; move them to its ways out first.`,
    );
  return sequence(document, [
    (current) => removeEdge(current, only.id),
    (current) => renameSources(current, router, only.from),
    (current) => removeDeclaration(current, { space: 'node', name: router }),
  ]);
}

function renameSources(document: Document, from: string, to: string): TextEdit[] {
  return edgesWithIds(requireWorkflow(document))
    .filter((edge) => edge.from === from)
    .map((edge) => ({ start: edge.at + edge.node.from.start, end: edge.at + edge.node.from.end, newText: to }));
}

function firstEdge(document: Document, node: string, router: string): TextEdit {
  const [first] = edgesWithIds(requireWorkflow(document)).filter((edge) => edge.from === router);
  const [edit] = addEdge(document, node, router, undefined, first === undefined ? undefined : { before: first.id });
  return edit ?? refuse('EDIT_INVALID', 'The edge to the router could not be placed.');
}
