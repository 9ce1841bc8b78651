// The keys people gave to commands instead of the table's (E-CMD-05, E-SHELL-16). Belongs to the user of this browser, whatever the workspace; kept as
// one JSON document that can also be exported and imported. Only commands that were changed are in it.
import { create } from 'zustand';
import { type Binding, isSingleKey, parseBinding, writeBinding } from './bindings.ts';
import type { Platform } from './chords.ts';
import { type CommandId, commandTable } from './commandTable.ts';
import { preferences, usePreferences } from './preferences.ts';

type OwnKeys = Readonly<Partial<Record<CommandId, readonly Binding[]>>>;

export const keymapKey = 'iterion.keys';
const version = 1;
const known: ReadonlySet<string> = new Set(commandTable.map(([id]) => id));

const useOwnKeys = create<{ readonly own: OwnKeys }>(() => ({
  own: parseKeymap(localStorage.getItem(keymapKey)) ?? {},
}));

/** The keymap that a text holds; null when it is none. What is unknown in it is left out. */
export function parseKeymap(text: string | null): OwnKeys | null {
  if (text === null) return null;
  try {
    const stored = JSON.parse(text) as { readonly v?: unknown; readonly keys?: unknown } | null;
    if (stored?.v !== version || typeof stored.keys !== 'object' || stored.keys === null) return null;
    const entries = Object.entries(stored.keys as Record<string, unknown>).flatMap(([id, keys]) =>
      known.has(id) && Array.isArray(keys)
        ? [[id, keys.filter((key): key is string => typeof key === 'string' && key !== '').map(parseBinding)] as const]
        : [],
    );
    return Object.fromEntries(entries);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
/** The keymap as a text, for storage and export. */
export function writeKeymap(own: OwnKeys = useOwnKeys.getState().own): string {
  const keys = Object.fromEntries(
    Object.entries(own).map(([id, bindings]) => [id, bindings.map((binding) => writeBinding(binding))]),
  );
  return `${JSON.stringify({ v: version, keys }, null, 2)}\n`;
}

function store(own: OwnKeys): void {
  useOwnKeys.setState({ own });
  if (Object.keys(own).length === 0) localStorage.removeItem(keymapKey);
  else localStorage.setItem(keymapKey, writeKeymap(own));
}
/** Gives a command these keys and no others. */
export function setKeys(id: CommandId, bindings: readonly Binding[]): void {
  store({ ...useOwnKeys.getState().own, [id]: bindings });
}
export function resetKeys(id: CommandId): void {
  store(Object.fromEntries(Object.entries(useOwnKeys.getState().own).filter(([other]) => other !== id)));
}
export function resetAllKeys(): void {
  store({});
}
/** Takes over an exported keymap; false when the text is none. */
export function importKeymap(text: string): boolean {
  const own = parseKeymap(text);
  if (own) store(own);
  return own !== null;
}
/** Takes over what another tab of this browser has changed. */
export function readKeymapAgain(): void {
  useOwnKeys.setState({ own: parseKeymap(localStorage.getItem(keymapKey)) ?? {} });
}
export function onKeymapChange(listener: () => void): void {
  useOwnKeys.subscribe(listener);
}
export function ownKeys(): OwnKeys {
  return useOwnKeys.getState().own;
}
/** Renders again when a key changes, or when single keys are switched. */
export function useKeymap(): OwnKeys {
  usePreferences((state) => state.singleKeys);
  return useOwnKeys((state) => state.own);
}

interface Keyed {
  readonly id: CommandId;
  readonly keys: { readonly [P in Platform]: readonly Binding[] };
}
/** The keys a command has now: people's own, else the table's; without single keys when those are switched off (E-CMD-04). */
export function bindingsOf({ id, keys }: Keyed, on: Platform): readonly Binding[] {
  const all = useOwnKeys.getState().own[id] ?? keys[on];
  return preferences().singleKeys ? all : all.filter((binding) => !isSingleKey(binding));
}

// ── Recording ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

type Recorder = (event: KeyboardEvent) => void;
let recorder: Recorder | null = null;
/** While someone is asked for a key, the one listener hands every press to them (E-CMD-02). Returns what ends that. */
export function recordKeys(next: Recorder): () => void {
  recorder = next;
  return () => {
    if (recorder === next) recorder = null;
  };
}
export function recordingNow(): Recorder | null {
  return recorder;
}
