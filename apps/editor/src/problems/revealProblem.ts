// Showing a problem at every place it belongs to: graph, form and text together (E-DIAG-05).
import type { Diagnostic } from '@iterion/dsl';
import { itemAt, reveal } from '../app/reveal.ts';
import type { FileId, ItemId } from '../document/model.ts';
import { itemNamed, select } from '../document/store.ts';

/** By ids and ranges only, never by the message (E-DIAG-03). */
function itemOfProblem(fileId: FileId, diagnostic: Diagnostic): ItemId | undefined {
  if (diagnostic.nodeId !== undefined) return itemNamed(fileId, 'node', diagnostic.nodeId);
  if (diagnostic.edgeId !== undefined) return itemNamed(fileId, 'edge', diagnostic.edgeId);
  return itemAt(fileId, diagnostic.range.start.offset);
}

export function revealProblem(fileId: FileId, diagnostic: Diagnostic): void {
  const item = itemOfProblem(fileId, diagnostic);
  if (item) select(fileId, [item]);
  reveal({
    fileId,
    range: { start: diagnostic.range.start.offset, end: diagnostic.range.end.offset },
    ...(item ? { item } : {}),
  });
}
