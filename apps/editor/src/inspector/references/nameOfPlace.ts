// Whose text an offset lies in, as people call it.
import { itemAt } from '../../app/reveal.ts';
import type { FileId } from '../../document/model.ts';
import { getDocument } from '../../document/store.ts';

export function nameOfPlace(fileId: FileId, offset: number): string {
  const item = itemAt(fileId, offset);
  const view = item && getDocument(fileId)?.projection.items.get(item);
  if (!view) return 'file';
  return view.type === 'edge' ? `${view.data.from} → ${view.data.to}` : view.name;
}
