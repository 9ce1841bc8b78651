// Which theme is shown (E-VIS-13): system, light, dark, and both in high contrast. The choice is kept in the browser; the script
// `theme-boot` applies it before the first paint.
import type { MantineColorScheme, MantineColorSchemeManager } from '@mantine/core';
import { create } from 'zustand';

export const themeChoices = ['system', 'light', 'dark', 'hc-light', 'hc-dark'] as const;
export type ThemeChoice = (typeof themeChoices)[number];
export const themeTitles: Readonly<Record<ThemeChoice, string>> = {
  system: 'Like the system',
  light: 'Light',
  dark: 'Dark',
  'hc-light': 'High contrast, light',
  'hc-dark': 'High contrast, dark',
};

export const themeKey = 'iterion.theme';

function stored(): ThemeChoice {
  const value = localStorage.getItem(themeKey);
  return themeChoices.find((choice) => choice === value) ?? 'system';
}

export const useThemeChoice = create<{ readonly choice: ThemeChoice }>(() => ({ choice: stored() }));

export function schemeOf(choice: ThemeChoice): MantineColorScheme {
  return choice === 'system' ? 'auto' : choice.endsWith('dark') ? 'dark' : 'light';
}

const listeners = new Set<(scheme: MantineColorScheme) => void>();

export function chooseTheme(choice: ThemeChoice): void {
  localStorage.setItem(themeKey, choice);
  useThemeChoice.setState({ choice });
  applyContrast();
  for (const listener of listeners) listener(schemeOf(choice));
}
/** Takes over what another tab of this browser has changed. */
export function readThemeAgain(): void {
  if (stored() !== useThemeChoice.getState().choice) chooseTheme(stored());
}
export function nextTheme(): ThemeChoice {
  const at = themeChoices.indexOf(useThemeChoice.getState().choice);
  const next = themeChoices[(at + 1) % themeChoices.length] ?? 'system';
  chooseTheme(next);
  return next;
}

const moreContrast =
  typeof matchMedia === 'function' ? matchMedia('(prefers-contrast: more), (forced-colors: active)') : undefined;
export function isHighContrast(): boolean {
  return useThemeChoice.getState().choice.startsWith('hc-') || moreContrast?.matches === true;
}
function applyContrast(): void {
  const high = isHighContrast();
  document.documentElement.toggleAttribute('data-contrast', false);
  if (high) document.documentElement.setAttribute('data-contrast', 'high');
  // The boot script's inline value would otherwise outlive the choice.
  document.documentElement.style.removeProperty('color-scheme');
}

/** Mantine asks here instead of its own storage key. */
export const colorSchemeManager: MantineColorSchemeManager = {
  get: () => schemeOf(stored()),
  set: () => {},
  subscribe: (onUpdate) => {
    listeners.add(onUpdate);
  },
  unsubscribe: () => listeners.clear(),
  clear: () => localStorage.removeItem(themeKey),
};

export function startColorScheme(): void {
  applyContrast();
  moreContrast?.addEventListener('change', applyContrast);
}
