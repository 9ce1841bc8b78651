// What the window looks like (E-SHELL-04): which panels are open and how large they are, kept per workspace in the browser. And how the
// editor behaves (E-SHELL-16): settings of the user, the same in every workspace; settingsSync.ts keeps them on the server too. Both are
// versioned and checked with a schema; anything invalid falls back to the default.
import { create } from 'zustand';

/** One value: its default, and what it takes from storage; anything else is the default. */
interface Field<T> {
  readonly fallback: T;
  readonly accepts: (value: unknown) => value is T;
}
function size(fallback: number, min: number, max: number): Field<number> {
  return { fallback, accepts: (value): value is number => typeof value === 'number' && value >= min && value <= max };
}
function flag(fallback: boolean): Field<boolean> {
  return { fallback, accepts: (value): value is boolean => typeof value === 'boolean' };
}
function choice<const T>(fallback: T, ...others: readonly T[]): Field<T> {
  return { fallback, accepts: (value): value is T => value === fallback || others.some((other) => other === value) };
}

const version = 1;
const windowFields = {
  sidebar: choice<'files' | 'outline' | 'library' | null>('files', 'outline', 'library', null),
  sidebarWidth: size(240, 200, 420),
  filesShare: size(45, 15, 85),
  inspector: flag(true),
  inspectorWidth: size(340, 280, 560),
  problems: flag(false),
  problemsHeight: size(180, 80, 600),
  splitBelow: flag(false),
  sourceShare: size(50, 20, 80),
  allFiles: flag(false),
};
const settingFields = {
  density: choice<'compact' | 'normal' | 'detailed'>('normal', 'compact', 'detailed'),
  minimap: flag(true),
  snap: flag(true),
  singleKeys: flag(true),
  /** Selecting in the graph scrolls the text. */
  followSelection: flag(false),
  /** The caret in the text moves the graph. */
  followCaret: flag(false),
  wordWrap: flag(false),
  inlayHints: flag(false),
  screenReader: flag(false),
  /** What the live region says (E-A11Y-05). */
  announcements: choice<'all' | 'acts' | 'off'>('all', 'acts', 'off'),
  autosave: choice<'off' | 'focus' | 'delay'>('off', 'focus', 'delay'),
  formatOnSave: flag(false),
  /** How long each result of a simulated run takes. */
  simulationPace: choice<'slow' | 'watch' | 'fast'>('watch', 'slow', 'fast'),
  /** The browser tells of questions that people must answer (E-RUN-43). */
  notifyQuestions: flag(false),
};
const schema = { ...windowFields, ...settingFields };
type Schema = typeof schema;
export type Preferences = { readonly [K in keyof Schema]: Schema[K]['fallback'] };
type Settings = Pick<Preferences, keyof typeof settingFields>;

function readFields<K extends keyof Schema>(
  fields: { readonly [Key in K]: Schema[Key] },
  stored: Readonly<Record<string, unknown>>,
): Pick<Preferences, K> {
  return Object.fromEntries(
    Object.entries<Field<unknown>>(fields).map(([key, field]) => [
      key,
      field.accepts(stored[key]) ? stored[key] : field.fallback,
    ]),
  ) as unknown as Pick<Preferences, K>;
}
function read(stored: Readonly<Record<string, unknown>>): Preferences {
  return readFields(schema, stored);
}
/** The settings among the preferences. */
export function settings(): Settings {
  return readFields(settingFields, usePreferences.getState());
}
export const defaultPreferences: Preferences = read({});

/** What storage holds, mended value by value; the defaults when it is another version or no JSON at all. */
export function parsePreferences(text: string | null): Preferences {
  if (text === null) return defaultPreferences;
  try {
    const stored: unknown = JSON.parse(text);
    const isOurs = typeof stored === 'object' && stored !== null && (stored as { v?: unknown }).v === version;
    return isOurs ? read(stored as Readonly<Record<string, unknown>>) : defaultPreferences;
  } catch (error) {
    if (error instanceof SyntaxError) return defaultPreferences;
    throw error;
  }
}

/** What a page starts with until it knows its workspace: the latest of this browser. */
export const commonKey = 'iterion.preferences';
let storageKey = commonKey;
export const usePreferences = create<Preferences>(() => parsePreferences(localStorage.getItem(storageKey)));

/** Each workspace has its own sizes; called once the server has said which one this is. A new one starts with the latest of this browser. */
export function keepPreferencesOf(workspaceId: string): void {
  const own = `${commonKey}.${workspaceId}`;
  if (storageKey === own) return;
  storageKey = own;
  const stored = localStorage.getItem(storageKey);
  if (stored !== null) usePreferences.setState({ ...parsePreferences(stored), ...settings() });
}
/** Takes over what another tab of this browser has changed. */
export function readPreferencesAgain(): void {
  usePreferences.setState(readFields(settingFields, parsePreferences(localStorage.getItem(commonKey))));
}

let saving: ReturnType<typeof setTimeout> | undefined;
export function setPreferences(patch: Partial<Preferences>): void {
  usePreferences.setState(patch);
  clearTimeout(saving);
  saving = setTimeout(save, 200);
}
function save(): void {
  if (saving === undefined) return;
  clearTimeout(saving);
  saving = undefined;
  const text = JSON.stringify({ v: version, ...usePreferences.getState() });
  for (const key of new Set([commonKey, storageKey])) localStorage.setItem(key, text);
}
// What was set just before the page goes is not lost.
if (typeof window !== 'undefined') window.addEventListener('pagehide', save);
export function preferences(): Preferences {
  return usePreferences.getState();
}
