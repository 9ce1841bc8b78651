// Whose text an offset lies in, as people call it.
import { itemAt } from '../../app/reveal.ts';
import type { FileId } from '../../document/model.ts';
import { getDocument } from '../../document/store.ts';

export function nameOfPlace(fileId: FileId, offset: number): string {
  const item = itemAt(fileId, offset);
  const document = getDocument(fileId);
  const view = item && document?.projection.items.get(item);
  const workflow = document?.graph?.workflow;
  // The items of a workflow are its own, from its header on.
  if (!view) return workflow && offset > workflow.range.start.offset ? workflow.name : 'file';
  return view.type === 'edge' ? `${view.data.from} → ${view.data.to}` : view.name;
}
