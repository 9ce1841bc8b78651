// The state behind store.ts and analysis.ts: the open files, read by views through store.ts and changed by nobody else.
import { create } from 'zustand';
import type { FileId, OpenDocument } from './model.ts';
import type * as transition from './transitions.ts';

interface DocumentsState {
  readonly documents: Readonly<Record<FileId, transition.Tracked>>;
  /** Tabs from left to right. */
  readonly order: readonly FileId[];
  readonly active: FileId | null;
}

export const useDocuments = create<DocumentsState>(() => ({ documents: {}, order: [], active: null }));

export function getDocument(id: FileId): OpenDocument | undefined {
  return useDocuments.getState().documents[id];
}

/** Puts the result of a transition in the place of a document; nothing happens when it is the same or the file is closed. */
export function update(id: FileId, change: (document: transition.Tracked) => transition.Tracked): void {
  useDocuments.setState((state) => {
    const document = state.documents[id];
    const next = document && change(document);
    return next === undefined || next === document ? state : { documents: { ...state.documents, [id]: next } };
  });
}
