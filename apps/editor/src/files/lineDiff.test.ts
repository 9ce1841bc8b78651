import { applyEdits } from '@iterion/dsl';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { editsBetween, linesOf } from './lineDiff.ts';

const text = fc
  .array(fc.constantFrom('a\n', 'b\n', 'agent x:\r\n', '  model: "m"\n', '\n', 'tail'), { maxLength: 12 })
  .map((lines) => lines.join(''));

test('E-FILE-04 the edits between two texts lead from one to the other', () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const edits = editsBetween(before, after);
      expect(applyEdits(before, edits)).toBe(after);
      edits.forEach((edit, index) => expect(edit.start).toBeGreaterThanOrEqual(edits[index - 1]?.end ?? 0));
    }),
  );
});

test('E-FILE-04 one changed word is one small edit', () => {
  expect(editsBetween('a: 1\nb: 2\nc: 3\n', 'a: 1\nb: 20\nc: 3\n')).toEqual([{ start: 9, end: 9, newText: '0' }]);
  expect(editsBetween('same', 'same')).toEqual([]);
});

test('E-FILE-04 long texts that differ much, with lines that repeat, are compared in a moment', () => {
  const block = (name: string): string => `agent ${name}:\n  model: "m"\n  output: result\n\n`;
  const names = Array.from({ length: 3000 }, (_, index) => `step_${index}`);
  const before = names.map(block).join('');
  const after = names
    .filter((_, index) => index % 7 !== 0)
    .toReversed()
    .map((name) => block(name).replace('"m"', `"${name}"`))
    .join('');
  for (const [from, to] of [
    [before, after],
    [before, before.replaceAll('output', 'input')],
    [before, `x\n${before.slice(9)}y`],
  ] as const) {
    const edits = editsBetween(from, to);
    expect(applyEdits(from, edits)).toBe(to);
  }
});

test('E-FILE-04 lines keep their ends', () => {
  expect(linesOf('a\r\n\nb')).toEqual(['a\r\n', '\n', 'b']);
  fc.assert(
    fc.property(fc.string(), (value) => {
      expect(linesOf(value).join('')).toBe(value);
    }),
  );
});
