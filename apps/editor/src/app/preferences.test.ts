// @vitest-environment happy-dom
import { expect, test, vi } from 'vitest';
import { defaultPreferences, keepPreferencesOf, parsePreferences, preferences, setPreferences } from './preferences.ts';

test('E-SHELL-04 invalid or unknown state falls back to the defaults, value by value', () => {
  expect(parsePreferences(null)).toEqual(defaultPreferences);
  expect(parsePreferences('not json')).toEqual(defaultPreferences);
  expect(parsePreferences('{"v":2,"inspector":false}')).toEqual(defaultPreferences);
  expect(parsePreferences('{"v":1,"sidebarWidth":9000,"inspector":false}')).toEqual({
    ...defaultPreferences,
    inspector: false,
  });
});

test('E-SHELL-04 each workspace keeps its own sizes; a new one starts with the latest', () => {
  vi.useFakeTimers();
  const set = (width: number): void => {
    setPreferences({ sidebarWidth: width });
    vi.runAllTimers();
  };
  keepPreferencesOf('one');
  set(300);
  keepPreferencesOf('two');
  expect(preferences().sidebarWidth).toBe(300);
  set(400);
  keepPreferencesOf('one');
  expect(preferences().sidebarWidth).toBe(300);
  vi.useRealTimers();
});
