// Replacing a node's kind (E-CANVAS-27): shared properties stay, what was dropped is told.
import type { NodeKind, PropertyPath } from '@iterion/dsl';
import type { FileId, ItemId } from '../../document/model.ts';
import { nodeOf } from '../../document/projection.ts';
import { applyOperation, getDocument, itemNamed, select } from '../../document/store.ts';
import { carried } from './report.ts';

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
