// Inserting a library item (E-LIB-02): what it asks for is asked first, in one form.
import { lazyDialog } from '../app/lazyDialog.tsx';
import type { FileId } from '../document/model.ts';
import { type At, insertText } from './insertText.ts';
import { itemOf } from './libraryItem.ts';
import type { LibraryItem } from './libraryItem.ts';

const ask = lazyDialog(async () => ({ default: (await import('./InsertDialog.tsx')).InsertDialog }));

/** Inserts an item, after its form where it has one. */
export function insertItem(fileId: FileId, item: LibraryItem, at: At = {}): void {
  if (item.parameters.length === 0) insertText(fileId, item.text, item.title, at);
  else ask({ fileId, item, at });
}
/** What is dropped on the canvas brings its text alone. */
export function insertDropped(fileId: FileId, text: string, at: At): void {
  insertItem(fileId, itemOf('fragment', text), at);
}
