// Where the caret of the source view is, for the status bar. 1-based; a column counts code points (L-LEX-02).
import { create } from 'zustand';
import type { FileId } from '../document/model.ts';

export interface Caret {
  readonly fileId: FileId | null;
  readonly line: number;
  readonly column: number;
  readonly offset: number;
}
export const useCaret = create<Caret>(() => ({ fileId: null, line: 1, column: 1, offset: 0 }));
