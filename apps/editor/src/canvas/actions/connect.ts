// Connecting, reconnecting and setting the entry (E-EDGE-08, E-EDGE-09, E-EDGE-11); each one step. Afterwards the chip that has to be
// filled opens in place: the bound of a loop, the condition beside another way out.
import type { EditOperation, WithEntryValue } from '@iterion/dsl';
import { notify } from '../../app/notifications.tsx';
import type { FileId, ItemId, OpenDocument } from '../../document/model.ts';
import { edgeOf, nodeOf } from '../../document/projection.ts';
import { applyOperation, getDocument, select } from '../../document/store.ts';
import { connectVerdict } from '../kernels/connectRules.ts';
import { canvasOf } from '../mounted.ts';
import { freeLoopName } from './names.ts';
import { carried } from './report.ts';

/** Laps of a loop that was closed on the canvas, until somebody says otherwise (E-EDGE-08). */
const firstBound = 3;

/** The reason why not, or null. */
export function whyNotConnect(fileId: FileId, from: ItemId, to: ItemId, moving?: ItemId): string | null {
  const projection = getDocument(fileId)?.projection;
  if (!projection) return 'This file is not open any more';
  const verdict = connectVerdict(projection, from, to, moving);
  return verdict.kind === 'refused' ? verdict.reason : null;
}

export function connect(fileId: FileId, from: ItemId, to: ItemId): void {
  const document = getDocument(fileId);
  if (!document) return;
  const verdict = connectVerdict(document.projection, from, to);
  if (verdict.kind === 'refused') {
    notify({ kind: 'info', title: 'Not connected', message: verdict.reason, key: 'refusal' });
    if (verdict.edge) select(fileId, [verdict.edge]);
    return;
  }
  if (verdict.kind === 'entry') {
    makeEntry(fileId, from === 'node:' ? to : from);
    return;
  }
  const source = nodeOf(document.projection, from)?.name;
  const target = nodeOf(document.projection, to)?.name;
  if (source === undefined || target === undefined) return;
  const loop = verdict.loop ? { name: freeLoopName(document.graph), bound: firstBound } : undefined;
  const id = newEdgeName(document, source, target);
  const add: EditOperation = { op: 'addEdge', from: source, to: target, ...(loop ? { clauses: { loop } } : {}) };
  const result = applyOperation(
    fileId,
    { op: 'batch', operations: [...firstWorkflow(document, source), add] },
    `Connect ${source} to ${target}`,
    { select: [`edge:${id}`] },
  );
  if (!carried(result)) return;
  const edge = getDocument(fileId)?.selection.primary;
  if (edge && (verdict.loop || verdict.needsCondition))
    canvasOf(fileId)?.view.setState({ inPlace: { part: verdict.loop ? 'loop' : 'condition', item: edge } });
  offerMapping(fileId, edge ?? null);
}

/** What a file needs before it can have an edge or a way in: its first workflow. */
export function firstWorkflow(document: OpenDocument, entry: string): EditOperation[] {
  if (document.graph?.workflow !== undefined) return [];
  return [{ op: 'addDeclaration', kind: 'workflow', name: 'main', props: { entry } }];
}

/** The graph id of the next edge between two nodes. */
function newEdgeName(document: OpenDocument, from: string, to: string): string {
  const count = document.projection.edges.filter((edge) => edge.data.from === from && edge.data.to === to).length;
  return count === 0 ? `${from}->${to}` : `${from}->${to}#${count + 1}`;
}

export function makeEntry(fileId: FileId, node: ItemId): void {
  const document = getDocument(fileId);
  const name = document && nodeOf(document.projection, node)?.name;
  const workflow = document?.graph?.workflow?.name;
  if (name === undefined || workflow === undefined) return;
  carried(
    applyOperation(
      fileId,
      { op: 'setProperty', target: { space: 'workflow', name: workflow, path: ['entry'] }, value: name },
      `Set ${name} as entry`,
    ),
  );
}

export function retarget(fileId: FileId, edge: ItemId, end: 'source' | 'target', to: ItemId): void {
  const document = getDocument(fileId);
  const view = document && edgeOf(document.projection, edge);
  const node = document && nodeOf(document.projection, to);
  if (!view || !node) return;
  if ((end === 'source' ? view.source : view.target) === to) return;
  const change = end === 'source' ? { from: node.name } : { to: node.name };
  const from = end === 'source' ? to : view.source;
  const verdict = connectVerdict(document.projection, from, end === 'target' ? to : view.target, edge);
  if (verdict.kind === 'refused') {
    notify({ kind: 'info', title: 'Not connected', message: verdict.reason, key: 'refusal' });
    return;
  }
  const operation: EditOperation = { op: 'retargetEdge', edge: view.name, ...change };
  // Beside others with the same ends its new name goes by the order of the text.
  const ends = { from: view.data.from, to: view.data.to, ...change };
  const { edges } = document.projection;
  const before = edges
    .slice(0, edges.indexOf(view))
    .filter(({ data }) => data.from === ends.from && data.to === ends.to);
  const name = `${ends.from}->${ends.to}${before.length === 0 ? '' : `#${before.length + 1}`}`;
  const isSelected = document.selection.primary === edge;
  carried(
    applyOperation(
      fileId,
      operation,
      `Move the ${end} of an edge to ${node.name}`,
      isSelected ? { select: [`edge:${name}`] } : {},
    ),
  );
}

/** Fields that source output and target input share and the edge does not pass yet. */
export function matchingFields(document: OpenDocument, edge: ItemId): readonly string[] {
  const view = edgeOf(document.projection, edge);
  const graph = document.graph;
  if (!view || !graph) return [];
  const fieldsOf = (node: ItemId, side: 'output' | 'input'): readonly string[] => {
    const data = nodeOf(document.projection, node)?.data as { input?: string; output?: string } | null | undefined;
    const schema = data?.[side];
    return graph.schemas.find((candidate) => candidate.name === schema)?.fields.map((field) => field.name) ?? [];
  };
  const wanted = new Set(fieldsOf(view.target, 'input'));
  const passed = new Set(view.data.with?.map((entry) => entry.key));
  return fieldsOf(view.source, 'output').filter((field) => wanted.has(field) && !passed.has(field));
}

/** `with` entries for the matching fields, as one step (E-EDGE-09). */
export function mapMatching(fileId: FileId, edge: ItemId): void {
  const document = getDocument(fileId);
  const view = document && edgeOf(document.projection, edge);
  if (!document || !view) return;
  const fields = matchingFields(document, edge);
  const operations = fields.map((key): EditOperation => {
    const value: WithEntryValue = { template: `{{input.${key}}}` };
    return { op: 'setWith', edge: view.name, key, value };
  });
  if (operations.length > 0)
    carried(applyOperation(fileId, { op: 'batch', operations }, `Map ${fields.length} fields on an edge`));
}

function offerMapping(fileId: FileId, edge: ItemId | null): void {
  const document = getDocument(fileId);
  if (!document || edge === null) return;
  const count = matchingFields(document, edge).length;
  if (count === 0) return;
  notify({
    kind: 'info',
    title: 'Connected',
    message: `${count} ${count === 1 ? 'field has' : 'fields have'} the same name on both sides.`,
    key: 'canvas-act',
    actions: [
      { label: `Map ${count} matching ${count === 1 ? 'field' : 'fields'}`, run: () => mapMatching(fileId, edge) },
    ],
  });
}
