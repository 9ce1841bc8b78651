// Files whose part in view was chosen by somebody rather than fitted: it is kept between the edit and the run view (E-RUN-08).
import type { FileId } from '../document/model.ts';

const chosen = new Set<FileId>();

export function chooseViewport(fileId: FileId): void {
  chosen.add(fileId);
}
export function isViewportChosen(fileId: FileId): boolean {
  return chosen.has(fileId);
}
