// Removing what others mention (E-INSP-11): the usages and what breaks are listed first; what nobody uses goes at once. One step, undone
// like any other.
import type { EditOperation } from '@iterion/dsl';
import { announce } from '../../app/announce.tsx';
import { lazyQuestion } from '../../app/lazyDialog.tsx';
import { notify } from '../../app/notifications.tsx';
import type { FileId, ItemId } from '../../document/model.ts';
import { parsedDocument } from '../../document/analysis.ts';
import { applyOperation, undo } from '../../document/store.ts';
import { consequencesOf } from './consequences.ts';
import type { RemovalQuestion } from './removalQuestion.ts';
import { type Used, usagesOf } from './usages.ts';

export interface Removal {
  /** What goes, in words: `field approved of decision`. */
  readonly what: string;
  readonly used: Used;
  readonly operation: EditOperation;
  /** What is selected afterwards. */
  readonly select?: readonly ItemId[];
}

const confirm = lazyQuestion<boolean, { readonly question: RemovalQuestion }>(async () => ({
  default: (await import('./RemoveDialog.tsx')).RemoveDialog,
}));

export async function removeUsed(fileId: FileId, { what, used, operation, select }: Removal): Promise<void> {
  const document = parsedDocument(fileId);
  if (!document) return;
  const usages = usagesOf(document, used);
  if (usages.length > 0) {
    const consequences = consequencesOf(document, operation) ?? [];
    if ((await confirm({ question: { what, usages, consequences } })) !== true) return;
  }
  const result = applyOperation(fileId, operation, `Remove ${what}`, {
    origin: 'form',
    ...(select === undefined ? {} : { select }),
  });
  if (!result.ok) {
    notify({ kind: 'warning', title: 'Not removed', message: result.refusal.reason, key: 'refusal' });
    return;
  }
  announce(`Removed ${what}`);
  notify({
    kind: 'success',
    title: `Removed ${what}`,
    key: 'canvas-act',
    actions: [{ label: 'Undo', run: () => void undo(fileId) }],
  });
}
