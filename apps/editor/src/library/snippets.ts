// The user's own snippets, kept in the browser (E-LIB-03).
import * as z from 'zod/mini';
import { create } from 'zustand';
import { itemOf } from './libraryItem.ts';
import type { LibraryItem } from './libraryItem.ts';

const storageKey = 'iterion.snippets';
const schema = z.array(z.object({ id: z.string(), text: z.string() }));

function stored(): readonly LibraryItem[] {
  const text = localStorage.getItem(storageKey);
  if (text === null) return [];
  try {
    const parsed = schema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data.map((item) => itemOf(item.id, item.text)) : [];
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}

export const useSnippets = create<{ readonly items: readonly LibraryItem[] }>(() => ({ items: stored() }));

function save(items: readonly LibraryItem[]): void {
  useSnippets.setState({ items });
  localStorage.setItem(storageKey, JSON.stringify(items.map(({ id, text }) => ({ id, text }))));
}
export function addSnippet(text: string): void {
  const { items } = useSnippets.getState();
  const id = `snippet-${Date.now().toString(36)}`;
  save([...items, itemOf(id, text)]);
}
export function removeSnippet(id: string): void {
  save(useSnippets.getState().items.filter((item) => item.id !== id));
}
