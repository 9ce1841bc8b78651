// The prompt that is open in the canvas area (E-INSP-14): which one, and where the caret came from. It lies over the views of its file and goes
// when another view is asked for, or when the prompt is no longer in the file.
import { flushSync } from 'react-dom';
import { create } from 'zustand';
import type { FileId, ItemId, ViewMode } from '../document/model.ts';
import { getDocument, useDocumentPart } from '../document/store.ts';
import { onReveal } from './reveal.ts';
import { focusRegion } from './regions.ts';

export interface Caret {
  readonly start: number;
  readonly end: number;
}
interface Expanded {
  readonly fileId: FileId;
  readonly item: ItemId;
  /** The view it lies over. */
  readonly mode: ViewMode;
  readonly caret: Caret;
}
const useExpanded = create<{ readonly prompt: Expanded | null }>(() => ({ prompt: null }));

onReveal(({ fileId }) => {
  if (useExpanded.getState().prompt?.fileId === fileId) useExpanded.setState({ prompt: null });
});

/** The text area of a prompt in the panel: by this `data-text`. */
export function promptHandle(item: ItemId): string {
  return `${item} in the panel`;
}
export const fullHandle = 'prompt in full size';
function textArea(handle: string): HTMLTextAreaElement | null {
  return document.querySelector(`textarea[data-text="${CSS.escape(handle)}"]`);
}

/** The prompt of this file that is open in full size. */
export function useExpandedPrompt(fileId: FileId): { readonly item: ItemId; readonly caret: Caret } | null {
  const prompt = useExpanded((state) => (state.prompt?.fileId === fileId ? state.prompt : null));
  const mode = useDocumentPart(fileId, (document) => document.mode);
  const isThere = useDocumentPart(fileId, (document) => prompt !== null && document.projection.items.has(prompt.item));
  return prompt && isThere === true && prompt.mode === mode ? prompt : null;
}

export function expandedPrompt(): ItemId | null {
  return useExpanded.getState().prompt?.item ?? null;
}

/** Opens a prompt in full size, with the caret where it is in the panel. */
export function expandPrompt(fileId: FileId, item: ItemId): void {
  const mode = getDocument(fileId)?.mode;
  if (mode === undefined) return;
  const area = textArea(promptHandle(item));
  const caret = area ? { start: area.selectionStart, end: area.selectionEnd } : { start: 0, end: 0 };
  useExpanded.setState({ prompt: { fileId, item, mode, caret } });
}

/** Goes back to the panel, with the caret where it was in full size. */
export function collapsePrompt(): void {
  const { prompt } = useExpanded.getState();
  if (!prompt) return;
  const full = textArea(fullHandle);
  flushSync(() => useExpanded.setState({ prompt: null }));
  const area = textArea(promptHandle(prompt.item));
  if (!area) {
    focusRegion('inspector');
    return;
  }
  area.focus();
  if (full) area.setSelectionRange(full.selectionStart, full.selectionEnd);
}
