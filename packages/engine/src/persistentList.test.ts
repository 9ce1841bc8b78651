import fc from 'fast-check';
import { expect, test } from 'vitest';
import { append, emptyList, itemAt, last, sliceFrom, toArray, type PersistentList } from './persistentList.ts';

function listOf(length: number): PersistentList<number> {
  let list = emptyList<number>();
  for (let index = 0; index < length; index += 1) list = append(list, index);
  return list;
}

test('L-1 L-2 R-CORE-13 a list of any length gives its items in order and leaves its earlier versions alone', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 3000 }), (length) => {
      const list = listOf(length);
      const before = JSON.stringify(list);
      const longer = append(list, -1);
      expect(JSON.stringify(list)).toBe(before);
      const revived = JSON.parse(JSON.stringify(longer)) as PersistentList<number>;
      const expected = [...Array.from({ length }, (_, index) => index), -1];
      expect(toArray(revived)).toEqual(expected);
      expect(last(revived)).toBe(-1);
      for (const at of [0, 1, length >> 1, length - 1, length]) {
        expect(itemAt(revived, at)).toBe(expected[at]);
        expect(sliceFrom(revived, at)).toEqual(expected.slice(Math.max(0, at)));
      }
      expect([itemAt(revived, -1), itemAt(revived, length + 1)]).toEqual([undefined, undefined]);
    }),
    { numRuns: 40 },
  );
});

test('R-CORE-13 an append copies at most a few chunks', () => {
  const list = listOf(40_000);
  const longer = append(list, -1);
  const shared = new Set<unknown>(list.levels.flat());
  const copied = longer.levels.flat().filter((tree) => !shared.has(tree)).length + longer.tail.length;
  expect(copied).toBeLessThan(66);
});
