import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mergeTexts, mergedText, takenLines } from './merge.ts';

const base = 'one\ntwo\nthree\nfour\nfive\n';

test('E-FILE-05 changes at different places are both kept', () => {
  const merge = mergeTexts(base, base.replace('one', 'ONE'), base.replace('five', 'FIVE'));
  expect(merge.conflicts).toBe(0);
  expect(mergedText(merge)).toBe('ONE\ntwo\nthree\nfour\nFIVE\n');
  expect(takenLines(merge)).toEqual([5]);
});

test('E-FILE-05 the same change on both sides is one change', () => {
  const merge = mergeTexts(base, base.replace('two', 'TWO'), base.replace('two', 'TWO'));
  expect(merge.conflicts).toBe(0);
  expect(mergedText(merge)).toBe(base.replace('two', 'TWO'));
});

test('E-FILE-05 different changes of one line are a conflict that nobody decides silently', () => {
  const merge = mergeTexts(base, base.replace('two', 'MINE'), base.replace('two', 'THEIRS'));
  expect(merge.conflicts).toBe(1);
  expect(merge.parts.find((part) => part.kind === 'conflict')).toMatchObject({
    base: 'two\n',
    mine: 'MINE\n',
    theirs: 'THEIRS\n',
    line: 2,
  });
});

test('E-FILE-07 each conflict takes the side that was chosen', () => {
  const merge = mergeTexts(base, base.replace('two', 'MINE'), base.replace('two', 'THEIRS'));
  expect(mergedText(merge, ['theirs'])).toContain('THEIRS');
  expect(mergedText(merge, ['both'])).toContain('MINE\nTHEIRS\n');
  expect(mergedText(merge, ['mine'])).not.toContain('THEIRS');
});

test('E-FILE-05 a side that changed nothing gives the other side exactly', () => {
  const text = fc.array(fc.constantFrom('a\n', 'b\r\n', 'c\n', 'd'), { maxLength: 8 }).map((lines) => lines.join(''));
  fc.assert(
    fc.property(text, text, (before, after) => {
      expect(mergedText(mergeTexts(before, before, after))).toBe(after);
      expect(mergedText(mergeTexts(before, after, before))).toBe(after);
      expect(mergeTexts(before, after, after).conflicts).toBe(0);
    }),
  );
});

test('E-FILE-05 a long file changed at both ends, with lines that repeat, is merged in a moment', () => {
  const long = Array.from({ length: 3000 }, (_, index) => `agent step_${index}:\n  output: result\n\n`).join('');
  const merge = mergeTexts(
    long,
    long.replace('step_1:', 'mine_1:').replace('step_2999:', 'mine_2999:'),
    long.replace('step_5:', 'theirs_5:').replace('step_2990:', 'theirs_2990:'),
  );
  expect(merge.conflicts).toBe(0);
  const text = mergedText(merge);
  for (const name of ['mine_1:', 'mine_2999:', 'theirs_5:', 'theirs_2990:']) expect(text).toContain(name);
});
