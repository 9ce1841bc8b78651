// What the window looks like: which panels are open and how large they are (E-SHELL-04). Kept per workspace in the browser, versioned and
// checked with a schema; anything invalid falls back to the default.
import { z } from 'zod';
import { create } from 'zustand';

const size = (fallback: number, min: number, max: number) => z.number().min(min).max(max).catch(fallback);

const schema = z.object({
  v: z.literal(1),
  sidebar: z.enum(['files', 'outline', 'library']).nullable().catch('files'),
  sidebarWidth: size(240, 200, 420),
  filesShare: size(45, 15, 85),
  inspector: z.boolean().catch(true),
  inspectorWidth: size(340, 280, 560),
  problems: z.boolean().catch(false),
  problemsHeight: size(180, 80, 600),
  splitBelow: z.boolean().catch(false),
  sourceShare: size(50, 20, 80),
  density: z.enum(['compact', 'normal', 'detailed']).catch('normal'),
  minimap: z.boolean().catch(true),
  snap: z.boolean().catch(true),
  singleKeys: z.boolean().catch(true),
  followSelection: z.boolean().catch(false),
  wordWrap: z.boolean().catch(false),
  screenReader: z.boolean().catch(false),
  autosave: z.enum(['off', 'focus', 'delay']).catch('off'),
  formatOnSave: z.boolean().catch(false),
});
export type Preferences = z.infer<typeof schema>;

export const defaultPreferences: Preferences = schema.parse({ v: 1 });

/** What storage holds, mended; the defaults when it is another version or no JSON at all. */
export function parsePreferences(text: string | null): Preferences {
  if (text === null) return defaultPreferences;
  try {
    const parsed = schema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : defaultPreferences;
  } catch (error) {
    if (error instanceof SyntaxError) return defaultPreferences;
    throw error;
  }
}

let storageKey = 'iterion.preferences';
export const usePreferences = create<Preferences>(() => parsePreferences(localStorage.getItem(storageKey)));

/** Each workspace has its own sizes; called once the server has said which one this is. */
export function usePreferencesOf(workspaceId: string): void {
  storageKey = `iterion.preferences.${workspaceId}`;
  const own = localStorage.getItem(storageKey);
  if (own !== null) usePreferences.setState(parsePreferences(own));
}

let saving: ReturnType<typeof setTimeout> | undefined;
export function setPreferences(patch: Partial<Preferences>): void {
  usePreferences.setState(patch);
  clearTimeout(saving);
  saving = setTimeout(() => localStorage.setItem(storageKey, JSON.stringify(usePreferences.getState())), 200);
}
export function preferences(): Preferences {
  return usePreferences.getState();
}
