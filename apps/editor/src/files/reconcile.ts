// The text on disk changed under an open file (E-FILE-04, E-FILE-05): take it over, merge it, or let people decide. Nothing is lost.
import { notify } from '../app/notifications.tsx';
import { showOverlay } from '../app/overlays.tsx';
import { type FileId, displayName, isDirty } from '../document/model.ts';
import { applyTextEdits, getDocument, markSaved, setBase, setDocument } from '../document/store.ts';
import { editsBetween } from './lineDiff.ts';
import { mergeTexts, mergedText, takenLines } from './merge.ts';
import { mergeDialog } from './mergeDialog.tsx';

export interface DiskText {
  readonly text: string;
  readonly hash: string;
}

/** Resolves to true when the buffer now stands on `disk` (clean, or dirty with both changes); false when people must decide. */
export async function reconcile(id: FileId, disk: DiskText): Promise<boolean> {
  const document = getDocument(id);
  if (!document || document.baseHash === disk.hash) return true;
  if (!isDirty(document)) {
    applyTextEdits(id, editsBetween(document.text, disk.text), { label: 'Changed on disk', origin: 'disk' });
    markSaved(id, disk.text, disk.hash);
    return true;
  }
  const base = document.savedText ?? '';
  const merge = mergeTexts(base, document.text, disk.text);
  if (merge.conflicts === 0) {
    takeMerged(id, mergedText(merge), disk);
    const lines = takenLines(merge);
    notify({
      kind: 'info',
      title: `${displayName(document)} changed on disk`,
      message: `Both changes are kept. From the disk: line ${lines.slice(0, 5).join(', ')}${lines.length > 5 ? ', …' : ''}.`,
    });
    return true;
  }
  setDocument(id, { disk: 'conflict' });
  return new Promise((resolve) => {
    showOverlay((close) =>
      mergeDialog({
        name: displayName(document),
        merge,
        cancel: () => {
          close();
          resolve(false);
        },
        complete: (text) => {
          close();
          takeMerged(id, text, disk);
          resolve(true);
        },
      }),
    );
  });
}

/** One step; afterwards the buffer is based on the disk's version. */
function takeMerged(id: FileId, text: string, disk: DiskText): void {
  const document = getDocument(id);
  if (!document) return;
  applyTextEdits(id, editsBetween(document.text, text), { label: 'Merge with the disk', origin: 'merge' });
  setBase(id, disk.text, disk.hash);
}
