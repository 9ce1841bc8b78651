import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyEdits, invertEdits, lineBreakOf, lineIndex, offsetAt, positionAt } from './source.ts';

test('L-LEX-02 lines and columns are 1-based, a column counts code points; a lone CR ends no line', () => {
  const index = lineIndex('\ufeffa😀b\r\nc\rd\n');
  expect(positionAt(index, 0)).toEqual({ line: 1, column: 1, offset: 0 });
  expect(positionAt(index, 1)).toEqual({ line: 1, column: 1, offset: 1 });
  expect(positionAt(index, 4)).toEqual({ line: 1, column: 3, offset: 4 });
  expect(positionAt(index, 9)).toEqual({ line: 2, column: 3, offset: 9 });
  expect(positionAt(index, 11)).toEqual({ line: 3, column: 1, offset: 11 });
});

test('L-LEX-02 positions lead back to their offsets, also in long lines', () => {
  const text = fc
    .array(fc.constantFrom('a', '😀', '\n', '\r\n', 'é'), { maxLength: 60 })
    .chain((parts) => fc.constantFrom(1, 70).map((times) => parts.join('').replaceAll('a', 'a'.repeat(times))));
  fc.assert(
    fc.property(text, (source) => {
      const index = lineIndex(source);
      let column = 1;
      for (let at = 0; at < source.length;) {
        const position = positionAt(index, at);
        expect(position.column).toBe(column);
        const width = source.charCodeAt(at) >= 0xd800 && source.charCodeAt(at) < 0xdc00 ? 2 : 1;
        if (source.charAt(at) !== '\n' && source.charAt(at) !== '\r')
          expect(offsetAt(index, position.line, column)).toBe(at);
        column = source.charAt(at) === '\n' ? 1 : column + 1;
        at += width;
      }
    }),
    { numRuns: 60 },
  );
});

test('L-EDIT-03 new lines take the line end of the line they follow', () => {
  const index = lineIndex('a\r\nb\nc');
  expect([0, 1, 2].map((line) => lineBreakOf(index, line))).toEqual(['\r\n', '\n', '\n']);
  expect(lineBreakOf(lineIndex(''), 0)).toBe('\n');
});

test('L-EDIT-01 edits and their inverse', () => {
  const edits = [
    { start: 1, end: 2, newText: 'xyz' },
    { start: 3, end: 3, newText: '!' },
  ];
  const after = applyEdits('abcd', edits);
  expect(after).toBe('axyzc!d');
  expect(applyEdits(after, invertEdits('abcd', edits))).toBe('abcd');
});
