// Deleting (E-CANVAS-22) and bridging (E-CANVAS-23); any selection is one step.
import type { EditOperation } from '@iterion/dsl';
import type { FileId, ItemId, ItemKind, OpenDocument } from '../../document/model.ts';
import { itemKind } from '../../document/model.ts';
import { edgeOf, nodeOf } from '../../document/projection.ts';
import type { EdgeView, NodeView } from '../../document/projection.ts';
import { applyOperation, getDocument, setPositions, undo } from '../../document/store.ts';
import { carried, tell } from './report.ts';

export function removeSelection(fileId: FileId): void {
  const document = getDocument(fileId);
  if (!document) return;
  const [only] = document.selection.items;
  if (document.selection.items.length === 1 && only !== undefined && isMentioned.has(itemKind(only))) {
    // What others mention is not on the canvas and lists its usages first (E-INSP-11).
    void import('../../inspector/references/removeDeclaration.ts').then(({ removeDeclaration }) =>
      removeDeclaration(fileId, only),
    );
    return;
  }
  const { operations, label, unplaced } = removal(document, document.selection.items);
  if (operations.length === 0) {
    if (unplaced.length > 0) setPositions(fileId, Object.fromEntries(unplaced.map((id) => [id, null])), label);
    return;
  }
  const bridge = bridgeable(document);
  const extra =
    unplaced.length === 0 ? {} : { layout: { positions: Object.fromEntries(unplaced.map((id) => [id, null])) } };
  if (!carried(applyOperation(fileId, { op: 'batch', operations }, label, { ...extra, select: [] }))) return;
  tell(
    label.replace('Delete', 'Deleted'),
    fileId,
    bridge === null
      ? []
      : [
          {
            label: 'Bridge edges',
            run: () => {
              undo(fileId);
              bridgeNode(fileId, bridge);
            },
          },
        ],
  );
}

const isMentioned: ReadonlySet<ItemKind> = new Set(['schema', 'prompt', 'var', 'attachment', 'mcp_server', 'cursor']);

/** Deletes one node and joins what came in to where it led. */
export function bridgeSelection(fileId: FileId): void {
  const document = getDocument(fileId);
  const name = document && bridgeable(document);
  if (document && name) bridgeNode(fileId, name);
}
export function whyNotBridge(document: OpenDocument): true | string {
  return bridgeable(document) !== null || 'Select one node with exactly one way out, and that without a condition';
}
function bridgeNode(fileId: FileId, name: string): void {
  if (carried(applyOperation(fileId, { op: 'bridgeNode', name }, `Delete ${name} and bridge`, { select: [] })))
    tell(`Deleted ${name} and bridged its edges`, fileId);
}
function bridgeable(document: OpenDocument): string | null {
  const nodes = document.selection.items.flatMap((id) => nodeOf(document.projection, id) ?? []);
  const [node] = nodes;
  if (nodes.length !== 1 || !node || node.outgoing.length !== 1) return null;
  const only = edgeOf(document.projection, node.outgoing[0] ?? 'edge:');
  return only && only.data.when === undefined ? node.name : null;
}

interface Removal {
  readonly operations: readonly EditOperation[];
  readonly label: string;
  /** Ends that only the layout knows. */
  readonly unplaced: readonly ItemId[];
}
function removal(document: OpenDocument, items: readonly ItemId[]): Removal {
  const { projection } = document;
  const selectedNodes = items.flatMap((id) => nodeOf(projection, id) ?? []);
  const ends = selectedNodes.filter(isImplicit);
  const nodes = selectedNodes.filter((node) => !isImplicit(node));
  const gone = new Set(nodes.map((node) => node.id));
  const edges = new Map<ItemId, EdgeView>();
  for (const id of [...items, ...ends.flatMap((end) => end.incoming)]) {
    const edge = edgeOf(projection, id);
    if (edge && !gone.has(edge.source) && !gone.has(edge.target)) edges.set(id, edge);
  }
  // Later ones first: removing an edge renumbers those after it between the same ends.
  const lastFirst = [...edges.values()].sort((a, b) => b.data.ordinal - a.data.ordinal);
  const declarations = items.flatMap((id): EditOperation[] => {
    const view = projection.items.get(id);
    if (view?.type !== 'declaration') return [];
    const kind = itemKind(id);
    if (kind === 'group') return [{ op: 'setGroup', name: view.name, members: null }];
    if (kind === 'schema' || kind === 'prompt' || kind === 'mcp_server' || kind === 'cursor')
      return [{ op: 'removeDeclaration', space: kind, name: view.name }];
    if (kind === 'var') return [{ op: 'removeMember', block: { block: 'vars' }, key: view.name }];
    if (kind === 'attachment') return [{ op: 'removeMember', block: { block: 'attachments' }, key: view.name }];
    if (kind === 'preset') return [{ op: 'removeMember', block: { block: 'presets' }, key: view.name }];
    return [];
  });
  const operations: EditOperation[] = [
    ...lastFirst.map((edge) => ({ op: 'removeEdge' as const, edge: edge.name })),
    ...nodes.map((node) => ({ op: 'removeDeclaration' as const, space: 'node' as const, name: node.name })),
    ...declarations,
  ];
  const [only] = nodes;
  const count = operations.length;
  const named = projection.items.get(items[0] ?? 'node:');
  const label =
    nodes.length === 1 && only && count === 1
      ? `Delete ${only.name}`
      : nodes.length > 0
        ? `Delete ${nodes.length} ${nodes.length === 1 ? 'node' : 'nodes'}`
        : edges.size > 0
          ? `Delete ${edges.size} ${edges.size === 1 ? 'edge' : 'edges'}`
          : count === 1 && named?.type === 'declaration'
            ? `Delete ${named.space === 'var' ? 'variable' : named.space.replace('_', ' ')} ${named.name}`
            : `Delete ${count} items`;
  return { operations, label, unplaced: ends.map((end) => end.id) };
}
/** Ends, and names that only edges mention, have no declaration to remove. */
function isImplicit(node: NodeView): boolean {
  return node.kind === 'done' || node.kind === 'fail' || node.kind === 'missing';
}
