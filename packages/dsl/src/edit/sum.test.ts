import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyEdits, invertEdits, type TextEdit } from '../source.ts';
import { EditSum, tighten } from './sum.ts';

/** Sorted edits that fit a text of that length. */
const editsOn = (length: number): fc.Arbitrary<TextEdit[]> =>
  fc.array(fc.tuple(fc.nat(length), fc.nat(length), fc.string({ maxLength: 4 })), { maxLength: 4 }).map((raw) => {
    const points = raw.flatMap(([a, b]) => [a, b]).toSorted((a, b) => a - b);
    const edits: TextEdit[] = [];
    for (const [index, [, , newText]] of raw.entries()) {
      const [start = 0, end = 0] = points.slice(index * 2, index * 2 + 2);
      if (edits.at(-1)?.end !== start || start !== end) edits.push({ start, end, newText });
    }
    return edits;
  });

test('L-EDIT-01 the sum of edits made one after another equals applying them one after another', () => {
  fc.assert(
    fc.property(
      fc.string({ maxLength: 20 }).chain((text) =>
        editsOn(text.length).chain((first) => {
          const middle = applyEdits(text, first);
          return editsOn(middle.length).map((second) => ({ text, first, middle, second }));
        }),
      ),
      ({ text, first, middle, second }) => {
        const sum = new EditSum(text.length);
        sum.add(first);
        sum.add(second);
        const edits = sum.edits();
        expect(applyEdits(text, edits)).toBe(applyEdits(middle, second));
        expect(applyEdits(applyEdits(text, edits), invertEdits(text, edits))).toBe(text);
        expect(applyEdits(text, tighten(text, edits))).toBe(applyEdits(text, edits));
      },
    ),
  );
});
