import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deleteIn, emptyMap, entriesOf, getIn, setIn, sizeOf, type PersistentMap } from './persistentMap.ts';

const key = fc.oneof(fc.constantFrom('__proto__', 'constructor', 'a', 'b'), fc.string({ maxLength: 4 }));
const operation = fc.oneof(
  fc.record({ kind: fc.constant('set' as const), key, value: fc.integer() }),
  fc.record({ kind: fc.constant('delete' as const), key }),
);

test('M-1 M-2 R-CORE-13 it behaves like a map, stays JSON, and leaves its earlier versions alone', () => {
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 300 }), (operations) => {
      let map: PersistentMap<number> = emptyMap();
      const model = new Map<string, number>();
      for (const step of operations) {
        const before = JSON.stringify(map);
        const earlier = map;
        if (step.kind === 'set') {
          map = setIn(map, step.key, step.value);
          model.set(step.key, step.value);
        } else {
          map = deleteIn(map, step.key);
          model.delete(step.key);
        }
        expect(JSON.stringify(earlier)).toBe(before);
      }
      const revived = JSON.parse(JSON.stringify(map)) as PersistentMap<number>;
      expect(new Map(entriesOf(revived))).toEqual(model);
      expect(sizeOf(revived)).toBe(model.size);
      for (const [name, value] of model) expect(getIn(revived, name)).toBe(value);
      for (const name of ['toString', 'hasOwnProperty'])
        if (!model.has(name)) expect(getIn(revived, name)).toBeUndefined();
    }),
    { numRuns: 60 },
  );
});

test('R-CORE-13 setting one key of many copies a path, not the map', () => {
  let map: PersistentMap<number> = emptyMap();
  for (let index = 0; index < 5000; index += 1) map = setIn(map, `node_${index}`, index);
  const changed = setIn(map, 'node_17', -1);
  expect(fresh(map, changed)).toBeLessThan(80);
  expect(getIn(changed, 'node_17')).toBe(-1);
  expect(getIn(map, 'node_17')).toBe(17);
});

/** How many objects and members of `after` are not shared with `before`. */
function fresh(before: PersistentMap<number>, after: PersistentMap<number>): number {
  if (before === after) return 0;
  if ('e' in after) return 1 + Object.keys(after.e).length;
  const old = 'c' in before ? before.c : [];
  return after.c.reduce<number>((sum, child, index) => {
    const other = old[index] ?? null;
    return child === null ? sum : sum + (other === null ? sizeOf(child) : fresh(other, child));
  }, after.c.length);
}
