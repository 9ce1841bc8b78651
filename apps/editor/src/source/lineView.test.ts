import { applyEdits } from '@iterion/dsl';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lineMap, offsetAt, placeAt, shifted, toExact, toView, viewOf } from './lineView.ts';

const mixed = '\uFEFFone\r\ntwo\nthree\r\n\r\nlast';

test('E-DOC-04 the view has uniform line ends and no byte order mark', () => {
  expect(viewOf(mixed)).toBe('one\ntwo\nthree\n\nlast');
});

test('E-DOC-04 typing in one line leaves the bytes of every other line', () => {
  const map = lineMap(mixed);
  const edits = toExact(map, [{ start: { line: 2, column: 4 }, end: { line: 2, column: 4 }, text: '!' }]);
  expect(applyEdits(mixed, edits)).toBe('\uFEFFone\r\ntwo!\nthree\r\n\r\nlast');
});

test('E-DOC-04 a new line takes the line end of the line before it', () => {
  const map = lineMap(mixed);
  const split = (line: number, column: number) =>
    applyEdits(mixed, toExact(map, [{ start: { line, column }, end: { line, column }, text: 'a\nb' }]));
  expect(split(1, 4)).toBe('\uFEFFonea\r\nb\r\ntwo\nthree\r\n\r\nlast');
  expect(split(2, 4)).toBe('\uFEFFone\r\ntwoa\nb\nthree\r\n\r\nlast');
  expect(split(5, 5)).toBe('\uFEFFone\r\ntwo\nthree\r\n\r\nlasta\r\nb');
});

/** Texts whose lines end in any way. */
const text = fc
  .array(fc.tuple(fc.string({ maxLength: 5 }), fc.constantFrom('\n', '\r\n', '\r', '')), { maxLength: 8 })
  .map((lines) => lines.map(([line, end]) => line + end).join(''));

test('E-DOC-04 an edit of the view and the mapped edit of the text lead to the same view', () => {
  fc.assert(
    fc.property(text, fc.nat(), fc.nat(), fc.constantFrom('', 'x', '\n', 'a\nb'), (exact, a, b, typed) => {
      const view = viewOf(exact);
      const start = a % (view.length + 1);
      const end = start + (b % (view.length - start + 1));
      const viewMap = lineMap(view);
      const edit = { start: placeAt(viewMap, start), end: placeAt(viewMap, end), text: typed };
      const after = applyEdits(exact, toExact(lineMap(exact), [edit]));
      // CR and LF that become neighbours are one line end: only then may the line count differ.
      const joined = exact.slice(0, offsetAt(lineMap(exact), edit.start)).endsWith('\r') || typed.startsWith('\n');
      if (!joined || !exact.includes('\r')) expect(viewOf(after)).toBe(view.slice(0, start) + typed + view.slice(end));
    }),
  );
});

test('E-SRC-03 an edit of the text and the mapped edit of the view lead to the same view', () => {
  const exact = 'a\r\nbb\nccc\r\n';
  const edits = [
    { start: 0, end: 1, newText: 'AA' },
    { start: exact.indexOf('bb'), end: exact.indexOf('bb') + 2, newText: 'x\r\ny' },
  ];
  const map = lineMap(viewOf(exact));
  const onView = toView(lineMap(exact), edits).map((edit) => ({
    start: offsetAt(map, edit.start),
    end: offsetAt(map, edit.end),
    newText: edit.text,
  }));
  expect(applyEdits(viewOf(exact), onView)).toBe(viewOf(applyEdits(exact, edits)));
});

test('E-SRC-03 what is typed during a composition lands where it was typed, though the text changed elsewhere', () => {
  const shown = 'head\nbody\n';
  const elsewhere = [{ start: 0, end: 4, newText: 'a longer head' }];
  const typed = { start: 9, end: 9, newText: '!' };
  expect(applyEdits(applyEdits(shown, elsewhere), [shifted(typed, elsewhere)])).toBe('a longer head\nbody!\n');
});
