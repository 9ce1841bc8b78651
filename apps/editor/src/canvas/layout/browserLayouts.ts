// Layouts of files without a sidecar, in the browser (E-LAYOUT-09): the text of a sidecar by path, the newest 50.
import { z } from 'zod';

const storageKey = 'iterion.layouts';
const limit = 50;
const schema = z.array(z.tuple([z.string(), z.string()]));

function stored(): [string, string][] {
  const text = localStorage.getItem(storageKey);
  if (text === null) return [];
  try {
    const parsed = schema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : [];
  } catch (error) {
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}
export function rememberedLayout(path: string): string | null {
  return stored().find(([known]) => known === path)?.[1] ?? null;
}
export function rememberLayoutOf(path: string, text: string): void {
  const others = stored().filter(([known]) => known !== path);
  localStorage.setItem(storageKey, JSON.stringify([[path, text], ...others].slice(0, limit)));
}
