// Replacing a node's kind (E-CANVAS-27): shared properties stay, what the new kind requires is added, what was dropped is told.
import type { EditOperation, NodeKind, RouterNode } from '@iterion/dsl';
import type { FileId, ItemId } from '../../document/model.ts';
import { nodeOf } from '../../document/projection.ts';
import { applyOperation, getDocument } from '../../document/store.ts';
import { carried } from './report.ts';
import { requiredMembers, requiredProperties } from './required.ts';

/** One step; `mode` is a router's. */
export function replaceKind(fileId: FileId, item: ItemId, kind: NodeKind, mode?: RouterNode['mode']): void {
  const document = getDocument(fileId);
  const node = document && nodeOf(document.projection, item);
  if (!node) return;
  const { name } = node;
  // A node that is of this kind already has what it requires.
  const required: EditOperation[] =
    node.kind === kind
      ? mode === undefined
        ? []
        : [setProperty(name, 'mode', mode)]
      : [
          ...Object.entries(requiredProperties(kind, mode)).map(([property, value]) =>
            setProperty(name, property, value),
          ),
          ...requiredMembers(kind, name),
        ];
  const operations: EditOperation[] = [{ op: 'changeKind', node: name, kind }, ...required];
  carried(applyOperation(fileId, { op: 'batch', operations }, `Make ${name} a ${kind}`, { select: [`node:${name}`] }));
}

function setProperty(name: string, property: string, value: string): EditOperation {
  return { op: 'setProperty', target: { space: 'node', name, path: [property] }, value };
}
