// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openText, useDocuments } from '../document/store.ts';
import { registerCommands, setCommandReports, setScreenSource } from './commands.ts';
import { installKeyListener } from './keys.ts';

let ends: (() => void)[] = [];
const undo = vi.fn<() => void>();
const addNode = vi.fn<() => void>();
const help = vi.fn<() => void>();

beforeEach(() => {
  document.body.innerHTML = `
    <div data-zone="canvas"><button id="canvas">node</button><input id="search" /></div>
    <div data-zone="source" class="monaco-editor"><textarea id="source"></textarea></div>
    <div data-zone="inspector form"><input id="field" /><span data-draft><input id="draft" /></span></div>`;
  setScreenSource(() => 'edit');
  openText({ path: 'a.iter', title: 'a.iter', text: 'agent a:\n', hash: 'sha256-0' });
  ends = [
    installKeyListener(),
    registerCommands({
      'edit.undo': { run: () => undo() },
      'node.add': { run: () => addNode() },
      'app.keys': { run: () => help() },
    }),
  ];
});
afterEach(() => {
  for (const end of ends) end();
  useDocuments.setState({ documents: {}, order: [], active: null });
  vi.clearAllMocks();
});

function press(id: string, init: KeyboardEventInit): boolean {
  const target = document.querySelector<HTMLElement>(`#${id}`) ?? document.body;
  target.focus();
  return !target.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init }));
}
const ctrlZ = { key: 'z', code: 'KeyZ', ctrlKey: true };

test('E-UNDO-03 one press is one step, wherever the focus is', () => {
  for (const id of ['canvas', 'source', 'field', 'search', 'nothing']) expect(press(id, ctrlZ), id).toBe(true);
  expect(undo).toHaveBeenCalledTimes(5);
});

test('E-UNDO-05 a draft has its own undo first', () => {
  expect(press('draft', ctrlZ)).toBe(false);
  expect(undo).not.toHaveBeenCalled();
});

test('E-SRC-04 every character belongs to the text that has the focus', () => {
  for (const id of ['source', 'field', 'search', 'draft']) {
    for (const key of ['a', ' ', '?', 'b', 'c', '/', '{', 'x', '}'])
      expect(press(id, { key, code: '' }), `${id} ${key}`).toBe(false);
    for (const key of ['Delete', 'Backspace', 'Enter', 'Tab', 'ArrowLeft'])
      expect(press(id, { key, code: key })).toBe(false);
  }
  expect(addNode).not.toHaveBeenCalled();
  expect(help).not.toHaveBeenCalled();
});

test('E-CMD-04 single keys act in the canvas and nowhere else', () => {
  expect(press('canvas', { key: 'a', code: 'KeyA' })).toBe(true);
  expect(addNode).toHaveBeenCalledTimes(1);
  expect(press('nothing', { key: 'a', code: 'KeyA' })).toBe(false);
});

test('E-CMD-02 composition and AltGraph are left alone', () => {
  expect(press('source', { ...ctrlZ, isComposing: true })).toBe(false);
  expect(undo).not.toHaveBeenCalled();
});

test('E-SHELL-07 a disabled command says why and does nothing', () => {
  const disabled = vi.fn<(command: unknown, reason: string) => void>();
  setCommandReports({ disabled, failed: () => {} });
  ends.push(registerCommands({ 'edit.undo': { run: () => undo(), enabled: () => 'There is nothing to undo' } }));
  expect(press('canvas', ctrlZ)).toBe(true);
  expect(undo).not.toHaveBeenCalled();
  expect(disabled.mock.calls[0]?.[1]).toBe('There is nothing to undo');
});

test('E-CMD-01 a handler for a zone counts there, the general one elsewhere', () => {
  const inSource = vi.fn<() => void>();
  ends.push(registerCommands({ 'edit.undo': { run: () => inSource() } }, 'source'));
  press('source', ctrlZ);
  press('canvas', ctrlZ);
  expect(inSource).toHaveBeenCalledTimes(1);
  expect(undo).toHaveBeenCalledTimes(1);
});
