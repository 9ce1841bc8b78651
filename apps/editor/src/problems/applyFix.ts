// Applying a fix of a diagnostic as one labelled step (E-DIAG-06).
import type { Diagnostic } from '@iterion/dsl';
import { announce } from '../app/announce.tsx';
import type { FileId } from '../document/model.ts';
import { applyTextEdits } from '../document/store.ts';

export function applyFix(fileId: FileId, fix: NonNullable<Diagnostic['fixes']>[number]): void {
  applyTextEdits(fileId, fix.edits, { label: fix.title, origin: 'fix' });
  announce(`Applied: ${fix.title}`);
}
