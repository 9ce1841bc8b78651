// Applying a fix of a diagnostic as one labelled step (E-DIAG-06).
import type { Diagnostic } from '@iterion/dsl';
import { announce } from '../app/announce.tsx';
import { notify } from '../app/notifications.tsx';
import type { FileId } from '../document/model.ts';
import { flushAnalysis } from '../document/analysis.ts';
import { applyTextEdits, getDocument } from '../document/store.ts';

type Fix = NonNullable<Diagnostic['fixes']>[number];

/** Applies the fix as it is for the present text; a fix whose problem went meanwhile changes nothing and says so. */
export function applyFix(fileId: FileId, fix: Fix): void {
  flushAnalysis(fileId);
  const current = presentFix(fileId, fix);
  if (!current) {
    notify({
      kind: 'info',
      title: 'The text has changed',
      message: `“${fix.title}” does not apply any more.`,
      key: 'fix',
    });
    return;
  }
  applyTextEdits(fileId, current.edits, { label: fix.title, origin: 'fix' });
  announce(`Applied: ${fix.title}`);
}

function presentFix(fileId: FileId, fix: Fix): Fix | undefined {
  const sameEdits = JSON.stringify(fix.edits);
  const fixes = (getDocument(fileId)?.diagnostics ?? []).flatMap((diagnostic) => diagnostic.fixes ?? []);
  return fixes.find((other) => other.title === fix.title && JSON.stringify(other.edits) === sameEdits);
}
