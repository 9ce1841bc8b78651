import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { mergeSidecars, parseSidecar, printSidecar } from './sidecarFormat.ts';

const text = [
  '{"v":1,"direction":"right","spacing":"tight"}',
  '{"group":"g","collapsed":true}',
  '{"node":"a","x":8,"y":16,"pin":true}',
  '{"node":"b","x":0,"y":-24}',
  '{"future":"kept"}',
  '',
].join('\n');

test('E-LAYOUT-08 reading and writing gives the same bytes', () => {
  expect(printSidecar(parseSidecar(text))).toBe(text);
});
test('E-LAYOUT-08 sorted by type and name, integers only, whatever the order in memory', () => {
  const names = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,5}$/u), { maxLength: 12 });
  fc.assert(
    fc.property(names, (list) => {
      const nodes = new Map(list.map((name, index) => [name, { x: index + 0.4, y: -index }]));
      const printed = printSidecar({ direction: 'down', spacing: 'normal', nodes, groups: new Map(), others: [] });
      const again = parseSidecar(printed);
      expect(printSidecar(again)).toBe(printed);
      expect([...again.nodes.keys()]).toEqual(list.toSorted());
      expect([...again.nodes.values()].every(({ x, y }) => Number.isInteger(x) && Number.isInteger(y))).toBe(true);
    }),
  );
});
test('E-LAYOUT-08 a damaged line is left out and counted, the others count', () => {
  const read = parseSidecar('{"v":1}\n{"node":"a","x":1,\n{"node":"b","x":1,"y":2}\n');
  expect(read.damaged).toBe(1);
  expect([...read.nodes.keys()]).toEqual(['b']);
});
test('E-LAYOUT-10 conflicts merge by key, the newest change to a key wins', () => {
  const base = parseSidecar('{"node":"a","x":0,"y":0}\n{"node":"b","x":0,"y":0}\n{"node":"c","x":0,"y":0}\n');
  const mine = parseSidecar('{"node":"a","x":1,"y":1}\n{"node":"b","x":0,"y":0}\n{"node":"c","x":3,"y":3}\n');
  const theirs = parseSidecar('{"node":"a","x":0,"y":0}\n{"node":"b","x":2,"y":2}\n{"node":"c","x":4,"y":4}\n');
  expect(Object.fromEntries(mergeSidecars(base, mine, theirs).nodes)).toEqual({
    a: { x: 1, y: 1 },
    b: { x: 2, y: 2 },
    c: { x: 3, y: 3 },
  });
});
