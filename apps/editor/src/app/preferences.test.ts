// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import { defaultPreferences, parsePreferences } from './preferences.ts';

test('E-SHELL-04 invalid or unknown state falls back to the defaults, value by value', () => {
  expect(parsePreferences(null)).toEqual(defaultPreferences);
  expect(parsePreferences('not json')).toEqual(defaultPreferences);
  expect(parsePreferences('{"v":2,"inspector":false}')).toEqual(defaultPreferences);
  expect(parsePreferences('{"v":1,"sidebarWidth":9000,"inspector":false}')).toEqual({
    ...defaultPreferences,
    inspector: false,
  });
});
