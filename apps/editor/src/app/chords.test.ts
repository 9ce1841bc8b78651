import { expect, test } from 'vitest';
import { type KeyLike, actsInText, chordsOf, platformOf, showChord } from './chords.ts';

const press = (key: string, code: string, held: Partial<KeyLike> = {}): KeyLike => ({
  key,
  code,
  ctrlKey: false,
  altKey: false,
  shiftKey: false,
  metaKey: false,
  ...held,
});

test('E-CMD-02 letters match what was produced', () => {
  expect(chordsOf(press('z', 'KeyZ', { ctrlKey: true }))).toEqual(['Ctrl+Z']);
  // QWERTZ: the key at the place of Y produces z.
  expect(chordsOf(press('z', 'KeyY', { ctrlKey: true }))).toEqual(['Ctrl+Z']);
  expect(chordsOf(press('Z', 'KeyZ', { ctrlKey: true, shiftKey: true }))).toEqual(['Ctrl+Shift+Z']);
});

test('E-CMD-02 on other scripts and with Alt on a Mac, letters match the physical key', () => {
  expect(chordsOf(press('я', 'KeyZ', { ctrlKey: true }))).toEqual(['Ctrl+Z']);
  expect(chordsOf(press('Ω', 'KeyZ', { altKey: true }))).toEqual(['Alt+Z']);
});

test('E-CMD-02 punctuation is the character and its key', () => {
  expect(chordsOf(press('?', 'Slash', { shiftKey: true }))).toEqual(['?', 'Shift+/']);
  expect(chordsOf(press('{', 'BracketLeft', { shiftKey: true }))).toContain('Shift+[');
  expect(chordsOf(press('+', 'NumpadAdd'))).toEqual(['+']);
  expect(chordsOf(press('.', 'Period', { altKey: true }))).toContain('Alt+.');
});

test('E-CMD-02 composing text and AltGraph are nobody’s command', () => {
  expect(chordsOf(press('a', 'KeyA', { isComposing: true }))).toEqual([]);
  expect(chordsOf(press('a', 'KeyA', { keyCode: 229 }))).toEqual([]);
  expect(chordsOf(press('[', 'Digit8', { ctrlKey: true, altKey: true, getModifierState: () => true }))).toEqual([]);
  expect(chordsOf(press('Shift', 'ShiftLeft', { shiftKey: true }))).toEqual([]);
});

test('E-CMD-02 in a text only modifiers beyond Shift and function keys may act', () => {
  for (const chord of ['A', '?', 'Space', 'Shift+A', 'Enter', 'Delete', 'Backspace', 'Tab', 'Down', 'Shift+Delete']) {
    expect(actsInText(chord), chord).toBe(false);
  }
  for (const chord of ['Ctrl+Z', 'F8', 'Shift+F8', 'Alt+,', 'Cmd+S', 'Esc'])
    expect(actsInText(chord), chord).toBe(true);
});

test('E-CMD-05 keys are written as the platform writes them', () => {
  expect(showChord('Ctrl+Shift+O', 'other')).toBe('Ctrl+Shift+O');
  expect(showChord('Shift+Cmd+O', 'mac')).toBe('⌘⇧O');
  expect(showChord('Alt+Up', 'mac')).toBe('⌥↑');
  expect(showChord('Alt+Up', 'other')).toBe('Alt+↑');
  expect(platformOf({ platform: 'MacIntel' })).toBe('mac');
});
