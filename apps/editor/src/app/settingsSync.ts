// Settings belong to the user: the server keeps them in the user's configuration, the browser mirrors them (E-SHELL-16). Invariants:
// 1. Without a server, or with one that may not write, everything works from the mirror.
// 2. What was changed here and has not reached the server wins over what the server has; everything else is the server's.
// 3. Settings that this version does not know are kept as they are.
import { create } from 'zustand';
import type { KeptPreferences } from '@iterion/protocol';
import { ApiError, api } from '../server/api.ts';
import { serverReadOnly, useConnection } from '../server/connection.ts';
import { chooseTheme, readThemeAgain, themeChoices, themeKey, useThemeChoice } from './colorScheme.ts';
import { importKeymap, keymapKey, onKeymapChange, readKeymapAgain, writeKeymap } from './keymap.ts';
import {
  commonKey,
  defaultPreferences,
  parsePreferences,
  readPreferencesAgain,
  setPreferences,
  settings,
  usePreferences,
} from './preferences.ts';
import { notify } from './notifications.tsx';

type Values = KeptPreferences['values'];

/** Where the settings are kept now. */
export const useSettingsPlace = create<{ readonly place: 'server' | 'browser' }>(() => ({ place: 'browser' }));

const unsentKey = 'iterion.settings.unsent';
const unsent = new Set<string>((localStorage.getItem(unsentKey) ?? '').split(' ').filter((name) => name !== ''));
const sendMs = 400;
const mostAttempts = 3;

let known: KeptPreferences | null = null;
let last: Values = {};
let taking = false;
let timer: ReturnType<typeof setTimeout> | undefined;

export function startSettingsSync(): void {
  last = present();
  useThemeChoice.subscribe(noticeChanges);
  usePreferences.subscribe(noticeChanges);
  onKeymapChange(noticeChanges);
  window.addEventListener('storage', followOtherTab);
  const follow = (): void => {
    if (useConnection.getState().state === 'connected') void pull();
    else useSettingsPlace.setState({ place: 'browser' });
  };
  useConnection.subscribe((state, before) => {
    if (state.state !== before.state) follow();
  });
  follow();
}

function present(): Values {
  return { ...settings(), theme: useThemeChoice.getState().choice, keymap: JSON.parse(writeKeymap()) as unknown };
}
function take(values: Values): void {
  taking = true;
  const theme = themeChoices.find((choice) => choice === values['theme']);
  if (theme && !unsent.has('theme')) chooseTheme(theme);
  if (values['keymap'] !== undefined && !unsent.has('keymap')) importKeymap(JSON.stringify(values['keymap']));
  const read = parsePreferences(JSON.stringify({ v: 1, ...settings(), ...values }));
  setPreferences(
    Object.fromEntries(
      Object.keys(settings())
        .filter((name) => name in values && !unsent.has(name))
        .map((name) => [name, read[name as keyof typeof read]]),
    ),
  );
  taking = false;
  last = present();
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
function noticeChanges(): void {
  if (taking) return;
  const now = present();
  const changed = Object.keys(now).filter((name) => !same(now[name], last[name]));
  last = now;
  if (changed.length === 0) return;
  for (const name of changed) unsent.add(name);
  rememberUnsent();
  clearTimeout(timer);
  timer = setTimeout(() => void push(mostAttempts), sendMs);
}
function rememberUnsent(): void {
  if (unsent.size === 0) localStorage.removeItem(unsentKey);
  else localStorage.setItem(unsentKey, [...unsent].join(' '));
}

/** Another tab keeps the mirror and sends; this one only follows. */
function followOtherTab({ key }: StorageEvent): void {
  taking = true;
  if (key === themeKey) readThemeAgain();
  else if (key === keymapKey) readKeymapAgain();
  else if (key === commonKey) readPreferencesAgain();
  taking = false;
  last = present();
}

async function pull(): Promise<void> {
  try {
    known = await api.call('preferences.read');
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return;
  }
  // Nobody has kept anything yet: what this browser has becomes the user's.
  if (known.hash === null) {
    const first: Values = { ...defaultPreferences, theme: 'system', keymap: { v: 1, keys: {} } };
    const now = present();
    for (const name of Object.keys(now)) if (!same(now[name], first[name])) unsent.add(name);
  } else take(known.values);
  useSettingsPlace.setState({ place: serverReadOnly() === null ? 'server' : 'browser' });
  if (unsent.size > 0) await push(mostAttempts);
}

async function push(left: number): Promise<void> {
  if (known === null || serverReadOnly() !== null || useConnection.getState().state !== 'connected') return;
  const names = [...unsent];
  const now = present();
  const values = { ...known.values, ...Object.fromEntries(names.map((name) => [name, now[name]])) };
  try {
    known = await api.call('preferences.write', { body: { values }, base: known.hash ?? 'create' });
    for (const name of names) if (same(now[name], present()[name])) unsent.delete(name);
    rememberUnsent();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.code === 'precondition_failed' && left > 0) {
      known = error.details as KeptPreferences;
      take(known.values);
      await push(left - 1);
    } else if (error.code !== 'network') {
      useSettingsPlace.setState({ place: 'browser' });
      notify({
        kind: 'warning',
        title: 'Settings are kept in this browser only',
        message: `${error.message} ${error.remedy ?? ''}`,
        key: 'settings',
      });
    }
  }
}
