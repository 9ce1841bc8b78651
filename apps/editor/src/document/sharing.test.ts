import fc from 'fast-check';
import { expect, test } from 'vitest';
import { share, shareExactly } from './sharing.ts';

const place = (offset: number) => ({
  start: { line: 1, column: 1, offset },
  end: { line: 1, column: 2, offset: offset + 1 },
});

test('E-DOC-14 equal content keeps the older object, different content gets a new one', () => {
  const before = { a: { b: [1, { c: 2 }] }, d: { e: 3 } };
  const same = share(before, { a: { b: [1, { c: 2 }] }, d: { e: 3 } });
  expect(same).toBe(before);
  const changed = share(before, { a: { b: [1, { c: 2 }] }, d: { e: 4 } });
  expect(changed).not.toBe(before);
  expect(changed.a).toBe(before.a);
  expect(changed.d).toEqual({ e: 4 });
});

test('E-DOC-14 places are not content, a key of the same name in a user map is', () => {
  const before: { name: string; range: unknown; props: Record<string, unknown> } = {
    name: 'a',
    range: place(3),
    props: { model: place(9) },
  };
  expect(share(before, { name: 'a', range: place(7), props: { model: place(13) } })).toBe(before);
  expect(share(before, { name: 'a', range: place(7), props: { system: place(13) } })).not.toBe(before);
  const map = { values: { range: 'low' } };
  expect(share(map, { values: { range: 'high' } })).not.toBe(map);
  expect(shareExactly(before, { ...before, range: place(7) })).not.toBe(before);
});

test('E-DOC-14 sharing never changes the value', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (before, after) => {
      expect(shareExactly(before, after)).toEqual(after);
      expect(shareExactly(after, structuredClone(after))).toBe(after);
    }),
  );
});
