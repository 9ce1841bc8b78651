// @vitest-environment happy-dom
import { afterEach, describe, expect, test } from 'vitest';
import { isSingleKey } from './bindings.ts';
import { commandById, contextAt, keysOf, registerCommands, resolveChord } from './commands.ts';
import type { Command } from './commands.ts';
import { bindingsOf, importKeymap, parseKeymap, resetAllKeys, resetKeys, setKeys, writeKeymap } from './keymap.ts';
import { refusalOf } from './settings/keyRecording.ts';
import { setPreferences } from './preferences.ts';

const command = (id: Parameters<typeof commandById.get>[0]): Command => {
  const found = commandById.get(id);
  if (!found) throw new Error(id);
  return found;
};
const help = command('app.keys');

afterEach(() => {
  resetAllKeys();
  setPreferences({ singleKeys: true });
});

describe('E-CMD-05 people give commands other keys', () => {
  test('the new key acts and is shown, the old one no longer, and resetting brings it back', () => {
    const stop = registerCommands({ 'app.goToFile': { run: () => {} } });
    const resolved = (chord: string) => resolveChord(chord, contextAt(document.body), 'other')?.command.id;
    expect(resolved('Ctrl+P')).toBe('app.goToFile');
    setKeys('app.goToFile', [{ chord: 'Ctrl+Shift+P' }]);
    expect(resolved('Ctrl+P')).toBeUndefined();
    expect(resolved('Ctrl+Shift+P')).toBe('app.goToFile');
    expect(keysOf(command('app.goToFile'))).toEqual(['Ctrl+Shift+P']);
    resetKeys('app.goToFile');
    expect(resolved('Ctrl+P')).toBe('app.goToFile');
    stop();
  });

  test('a keymap goes through its text and back; what is unknown or no keymap is not taken', () => {
    setKeys('canvas.successor', [{ chord: 'J', only: 'down' }, { chord: 'Ctrl+J' }]);
    const text = writeKeymap();
    resetAllKeys();
    expect(importKeymap(text)).toBe(true);
    expect(bindingsOf(command('canvas.successor'), 'other')).toEqual([
      { chord: 'J', only: 'down' },
      { chord: 'Ctrl+J' },
    ]);
    expect(parseKeymap('{"v":1,"keys":{"no.such":["A"],"edit.undo":[3,""]}}')).toEqual({ 'edit.undo': [] });
    for (const bad of ['', 'null', '[]', '{"v":2,"keys":{}}', '{"v":1}']) expect(importKeymap(bad), bad).toBe(false);
  });

  test('keys the browser keeps, and letters alone where people type, are refused with the reason', () => {
    expect(refusalOf(help, 'Ctrl+W')).toContain('browser');
    expect(refusalOf(help, 'B')).toContain('hold Ctrl');
    expect(refusalOf(command('node.add'), 'B')).toBeNull();
    expect(refusalOf(help, 'F2')).toBeNull();
  });
});

test('E-CMD-04 single keys are switched off as a whole', () => {
  expect(bindingsOf(command('node.add'), 'other').map(({ chord }) => chord)).toEqual(['A']);
  setPreferences({ singleKeys: false });
  expect(bindingsOf(command('node.add'), 'other')).toEqual([]);
  expect(bindingsOf(command('canvas.search'), 'other').map(({ chord }) => chord)).toEqual(['Ctrl+F']);
  expect(['Esc', 'F2', 'Delete', 'Ctrl+A', 'Shift+Up'].filter((chord) => isSingleKey({ chord }))).toEqual([]);
  expect(['A', 'Shift+A', '?', '+', '['].every((chord) => isSingleKey({ chord }))).toBe(true);
});
