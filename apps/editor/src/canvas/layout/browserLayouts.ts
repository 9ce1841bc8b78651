// Layouts of files without a sidecar, in the browser (E-LAYOUT-09): the text of a sidecar by path, the newest 50.

const storageKey = 'iterion.layouts';
const limit = 50;
type Entry = readonly [path: string, text: string];

function isEntry(value: unknown): value is Entry {
  return Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === 'string');
}

export function rememberedLayouts(): readonly Entry[] {
  const text = localStorage.getItem(storageKey);
  if (text === null) return [];
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) && parsed.every(isEntry) ? parsed : [];
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}
export function rememberedLayout(path: string): string | null {
  return rememberedLayouts().find(([known]) => known === path)?.[1] ?? null;
}
export function rememberLayoutOf(path: string, text: string): void {
  const others = rememberedLayouts().filter(([known]) => known !== path);
  localStorage.setItem(storageKey, JSON.stringify([[path, text], ...others].slice(0, limit)));
}
/** Forgets all; returns what there was. */
export function forgetLayouts(): readonly Entry[] {
  const before = rememberedLayouts();
  localStorage.removeItem(storageKey);
  return before;
}
export function restoreLayouts(entries: readonly Entry[]): void {
  localStorage.setItem(storageKey, JSON.stringify(entries));
}
