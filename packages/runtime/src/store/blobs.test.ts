import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Json } from '@iterion/engine';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BLOB_LIMIT, Blobs, isBlobReference } from './blobs.ts';
import { realDisk } from './disk.ts';

const fresh = (): { blobs: Blobs; folder: string } => {
  const folder = path.join(mkdtempSync(path.join(tmpdir(), 'iterion-blobs-')), 'blobs');
  return { blobs: new Blobs(folder, realDisk, { sync: false }), folder };
};
const lost = (): never => {
  throw new Error('no blob may be missing');
};

test('R-STORE-07 the innermost value above the limit is stored once and put back', () => {
  const { blobs, folder } = fresh();
  const big = 'ü'.repeat(BLOB_LIMIT);
  const value: Json = { output: { small: 1, text: big, list: ['x', { deep: big }] }, other: 'y' };
  const written = blobs.externalize(value) as { output: { text: Json; list: Json[]; small: Json } };
  expect(isBlobReference(written.output.text)).toBe(true);
  expect(written.output.small).toBe(1);
  expect(written.output.list[0]).toBe('x');
  expect(readdirSync(folder).flatMap((name) => readdirSync(path.join(folder, name)))).toHaveLength(1);
  expect(blobs.internalize(written as Json, lost)).toEqual(value);
  expect((value['output'] as { text: string }).text).toBe(big);
});

test('R-STORE-07 many small values that are large together are stored as one', () => {
  const { blobs } = fresh();
  const output = Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`key ${i}`, `value ${i}`]));
  const written = blobs.externalize({ output }) as { output: Json };
  expect(isBlobReference(written.output)).toBe(true);
  expect(blobs.internalize(written as Json, lost)).toEqual({ output });
});

test('R-STORE-07 a real key that looks like a reference survives, at any number of dollars', () => {
  const { blobs } = fresh();
  const reference = `sha256:${'0'.repeat(64)}`;
  const key = fc.oneof(fc.constantFrom('$blob', '$$blob', '$$$blob', 'blob', '$', '__proto__'), fc.string());
  const tree = fc.letrec<{ node: Json }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom<Json[]>(reference, 1, null, 'a'.repeat(BLOB_LIMIT + 1), '\ud800'.repeat(BLOB_LIMIT)),
      fc.array(tie('node'), { maxLength: 3 }),
      fc.array(fc.tuple(key, tie('node')), { maxLength: 4 }).map((entries) => Object.fromEntries(entries) as Json),
    ),
  })).node;
  fc.assert(
    fc.property(tree, (value) => {
      const text = JSON.stringify(blobs.externalize({ value }));
      expect(blobs.internalize(JSON.parse(text) as Json, lost)).toEqual({ value });
    }),
    { numRuns: 100 },
  );
});

test('R-STORE-07 a missing blob is reported for that value only', () => {
  const { blobs } = fresh();
  const gone = { $blob: `sha256:${'a'.repeat(64)}`, bytes: 5, json: false };
  const missing: string[] = [];
  expect(blobs.internalize({ a: gone, b: 2 }, ({ $blob }) => void missing.push($blob))).toEqual({ a: gone, b: 2 });
  expect(missing).toEqual([gone.$blob]);
});
