// What the source views show at this moment, for those who must know whether a place of the text can be seen. Views register themselves.
import type { FileId } from '../document/model.ts';

type Sees = (offset: number) => boolean;
const views = new Map<FileId, Sees>();

export function registerSourceSight(fileId: FileId, sees: Sees): () => void {
  views.set(fileId, sees);
  return () => {
    if (views.get(fileId) === sees) views.delete(fileId);
  };
}
/** Whether the offset of the exact text is on the screen in a source view. */
export function isInSource(fileId: FileId, offset: number): boolean {
  return views.get(fileId)?.(offset) ?? false;
}
