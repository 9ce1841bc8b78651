import { expect, test } from 'vitest';
import { isDirty } from '../document/model.ts';
import { idOf } from '../document/projection.ts';
import { changed, opened, undone } from '../document/transitions.ts';
import { fromRecord, toRecord } from './hotExitRecord.ts';

const source = 'agent a:\n  model: "m"\n\nworkflow w:\n  entry: a\n  a -> done\n';

test('E-FILE-09 a buffer comes back dirty with text, history, layout and ids', () => {
  let document = opened({ id: 'f', path: 'f.iter', title: 'f.iter', text: source, hash: 'sha256-0' });
  const at = source.indexOf('a:');
  document = changed(
    document,
    [
      { start: at, end: at + 1, newText: 'first' },
      { start: source.indexOf('entry: a') + 7, end: source.indexOf('entry: a') + 8, newText: 'first' },
      { start: source.indexOf('a -> done'), end: source.indexOf('a -> done') + 1, newText: 'first' },
    ],
    { label: 'Rename a', origin: 'canvas', now: 1 },
    () => ({ layout: { positions: { 'node:a': { x: 10, y: 20, pin: true } } } }),
  );
  expect(idOf(document.projection, 'node', 'first')).toBe('node:a');

  const stored: unknown = structuredClone(toRecord(document, 'tab', 5));
  const back = fromRecord(stored as ReturnType<typeof toRecord>);
  expect(back.text).toBe(document.text);
  expect(isDirty(back)).toBe(true);
  expect(back.positions).toEqual(document.positions);
  expect(idOf(back.projection, 'node', 'first')).toBe('node:a');
  expect(undone(back).text).toBe(source);
  expect(isDirty(undone(back))).toBe(false);
});
