// How the canvas tells about its acts (E-SHELL-10, E-A11Y-05): refusals with their reason, what was dropped, and Undo.
import type { EditResult } from '@iterion/dsl';
import { notify } from '../../app/notifications.tsx';
import type { NoticeAction } from '../../app/notifications.tsx';
import type { FileId } from '../../document/model.ts';
import { isSyntaxError } from '../../document/projection.ts';
import { getActiveDocument, setMode, undo } from '../../document/store.ts';
import { reveal } from '../../app/reveal.ts';

/** True when the operation was carried out; a refusal is shown with its reason. */
export function carried(result: EditResult): boolean {
  if (!result.ok) {
    const { code, reason } = result.refusal;
    notify({
      kind: 'warning',
      title: 'Not possible',
      message: reason,
      key: 'refusal',
      ...(code === 'EDIT_BROKEN_TARGET' ? { actions: [{ label: 'Show in source', run: showBrokenText }] } : {}),
    });
    return false;
  }
  const { dropped } = result.report;
  if (dropped && dropped.length > 0) notify({ kind: 'info', title: 'Left out', message: dropped.join(', ') });
  return true;
}

/** Where the text cannot be read: inside what is selected, else the first such place (E-DOC-08). */
function showBrokenText(): void {
  const document = getActiveDocument();
  if (!document) return;
  const broken = document.diagnostics.filter(isSyntaxError);
  const { primary } = document.selection;
  const place = primary === null ? undefined : document.projection.places.get(primary);
  const inside = broken.find(
    ({ range }) =>
      place !== undefined && range.start.offset >= place.start.offset && range.start.offset <= place.end.offset,
  );
  const range = (inside ?? broken[0])?.range;
  if (!range) return;
  if (document.mode === 'graph') setMode(document.id, 'split');
  reveal({ fileId: document.id, range: { start: range.start.offset, end: range.end.offset }, focus: 'source' });
}

export function tell(title: string, fileId: FileId | null, actions: readonly NoticeAction[] = []): void {
  notify({
    kind: 'success',
    title,
    key: 'canvas-act',
    ...(fileId === null ? {} : { actions: [{ label: 'Undo', run: () => void undo(fileId) }, ...actions] }),
  });
}
