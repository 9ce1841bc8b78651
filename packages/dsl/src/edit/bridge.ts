// `bridgeNode`: removes a node and joins its predecessors to its only successor (language.md 9.4, E-CANVAS-23).
import type { Document } from '../document.ts';
import type { TextEdit } from '../source.ts';
import type { WithEntry } from '../tree.ts';
import { removeDeclaration } from './declaration.ts';
import {
  edgesWithIds,
  type FoundEdge,
  requireDeclaration,
  requireEdge,
  requireIntact,
  requireWorkflow,
} from './find.ts';
import { setLoop, setWith } from './clauses.ts';
import type { LoopBound, WithEntryValue } from './operations.ts';
import { setProperty } from './property.ts';
import { readReferences } from '../occurrences/references.ts';
import { refuse } from './refusal.ts';
import { sequence, type Step } from './sequence.ts';
import { isString, jsonOf, type AsClause } from '../tree.ts';

export interface Bridged {
  readonly edits: TextEdit[];
  /** `with` entries of the node's way out that could not be kept, because they read the node itself. */
  readonly dropped: readonly string[];
}

export function bridgeNode(document: Document, name: string): Bridged {
  requireDeclaration(document, { space: 'node', name });
  const workflow = requireWorkflow(document);
  const edges = edgesWithIds(workflow);
  const [out, ...more] = edges.filter((edge) => edge.from === name && edge.to !== name);
  if (out === undefined || more.length > 0 || out.node.when !== undefined)
    return refuse('EDIT_INVALID', `"${name}" can be bridged only when exactly one edge without condition leaves it.`);
  requireIntact(document, out, `edge ${out.id}`);
  const entering = edges.filter((edge) => edge.to === name && edge.from !== name);
  const dropped: string[] = [];
  const kept: { readonly key: string; readonly value: WithEntryValue }[] = [];
  for (const entry of out.node.with?.entries ?? []) {
    const value = valueOf(entry);
    if (value === undefined || readsNode(out, entry, name)) dropped.push(`${entry.key.value} of ${out.id}`);
    else kept.push({ key: entry.key.value, value });
  }
  const loop = out.node.as === undefined ? undefined : loopOf(out.node.as);
  const steps: Step[] = [];
  // Later edges first, so that the ids of those still to come do not shift.
  for (const edge of entering.toReversed()) {
    if (kept.length > 0 || edge.node.with !== undefined)
      for (const { key, value } of kept) steps.push((current) => setWith(current, edge.id, key, value));
    if (loop !== undefined && edge.node.as === undefined) steps.push((current) => setLoop(current, edge.id, loop));
    steps.push((current) => retarget(current, edge.id, out.to));
  }
  const entry = workflow.statements.find(({ node }) => node.type === 'Property' && node.name.value === 'entry');
  const isEntry =
    entry?.node.type === 'Property' && entry.node.value?.type === 'Literal' && entry.node.value.token.value === name;
  const workflowName = workflow.header.node.name?.value;
  if (isEntry && workflowName !== undefined && out.to !== 'done' && out.to !== 'fail')
    steps.push((current) => setProperty(current, { space: 'workflow', name: workflowName, path: ['entry'] }, out.to));
  steps.push((current) => removeDeclaration(current, { space: 'node', name }));
  return { edits: sequence(document, steps), dropped };
}

function retarget(document: Document, id: string, to: string): TextEdit[] {
  const edge = requireEdge(document, id);
  return edge.node.to === undefined
    ? []
    : [{ start: edge.at + edge.node.to.start, end: edge.at + edge.node.to.end, newText: to }];
}

function valueOf(entry: WithEntry): WithEntryValue | undefined {
  if (entry.value === undefined) return undefined;
  if (entry.value.type === 'Literal' && isString(entry.value.token)) return { template: entry.value.token.value };
  return { json: jsonOf(entry.value) };
}

function loopOf(clause: AsClause): { readonly name: string; readonly bound: LoopBound } | undefined {
  if (clause.name === undefined) return undefined;
  const { bound } = clause;
  if (bound === undefined) return { name: clause.name.value, bound: 1 };
  return { name: clause.name.value, bound: bound.kind === 'int' ? Number(bound.text) : { template: bound.value } };
}

/** `input.…` on the way out is the node's own output, and `outputs.NODE` is the node. */
function readsNode(edge: FoundEdge, entry: WithEntry, name: string): boolean {
  return readReferences(edge.node).some(
    (reference) =>
      reference.in === 'with' &&
      reference.nsSpan.start >= entry.start &&
      reference.nsSpan.end <= entry.end &&
      (reference.ns === 'input' || (reference.ns === 'outputs' && reference.path[0] === name)),
  );
}
