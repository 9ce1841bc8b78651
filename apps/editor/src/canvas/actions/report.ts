// How the canvas tells about its acts (E-SHELL-10, E-A11Y-05): refusals with their reason, what was dropped, and Undo.
import type { EditResult } from '@iterion/dsl';
import { announce } from '../../app/announce.tsx';
import { notify } from '../../app/notifications.tsx';
import type { NoticeAction } from '../../app/notifications.tsx';
import type { FileId } from '../../document/model.ts';
import { undo } from '../../document/store.ts';

/** True when the operation was carried out; a refusal is shown with its reason. */
export function carried(result: EditResult): boolean {
  if (!result.ok) {
    notify({ kind: 'warning', title: 'Not possible', message: result.refusal.reason, key: 'refusal' });
    return false;
  }
  const { dropped } = result.report;
  if (dropped && dropped.length > 0) notify({ kind: 'info', title: 'Left out', message: dropped.join(', ') });
  return true;
}

export function tell(title: string, fileId: FileId | null, actions: readonly NoticeAction[] = []): void {
  announce(title);
  notify({
    kind: 'success',
    title,
    key: 'canvas-act',
    ...(fileId === null ? {} : { actions: [{ label: 'Undo', run: () => void undo(fileId) }, ...actions] }),
  });
}
