import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from '../document.ts';
import { everything } from '../fixtures/everything.ts';
import { applyChange, anyText, changes } from '../fixtures/mutations.ts';

/** Rows of the language table are the same objects everywhere. */
function withoutRows(key: string, value: unknown): unknown {
  return key === 'row' ? (value as { name: string }).name : value;
}

test('L-CST-05 parsing after an edit gives what parsing from nothing gives', () => {
  fc.assert(
    fc.property(fc.oneof(fc.constant(everything), anyText), changes, (start, list) => {
      let document = parse(start);
      let text = start;
      for (const change of list) {
        text = applyChange(text, change);
        document = parse(text, document);
        const fresh = parse(text);
        // Compared as text, as that is much faster; the chunks hold the whole tree.
        expect(JSON.stringify(document.file.chunks, withoutRows)).toBe(JSON.stringify(fresh.file.chunks, withoutRows));
        expect(document.file.starts).toEqual(fresh.file.starts);
        expect(document.diagnostics).toEqual(fresh.diagnostics);
      }
    }),
    { numRuns: 200 },
  );
});

test('L-CST-05 statements that an edit does not touch are the same objects', () => {
  const before = parse(everything);
  const text = everything.replace('max_tokens: 100', 'max_tokens: 1000');
  const after = parse(text, before);
  const changed = after.file.chunks.filter((chunk) => !before.file.chunks.includes(chunk));
  expect(changed.map((chunk) => chunk.statement?.type === 'Declaration' && chunk.statement.name?.value)).toEqual([
    'worker',
  ]);
  expect(after.text).toBe(text);
});

test('L-CST-05 an edit of one edge reads that edge only', () => {
  const before = parse(everything);
  const after = parse(everything.replace('split -> worker\n', 'split -> worker when ok\n'), before);
  const changed = after.file.chunks.filter((chunk) => !before.file.chunks.includes(chunk));
  expect(changed.map((chunk) => chunk.statement?.type)).toEqual(['Edge']);
});

test('L-CST-05 the same text is the same document', () => {
  const document = parse(everything);
  expect(parse(everything, document)).toBe(document);
});

test('L-CST-05 edits in several places at once read only what they touch', () => {
  const before = parse(everything);
  const text = everything
    .replace('max_tokens: 100', 'max_tokens: 1000')
    .replace('split -> worker\n', 'split -> worker when ok\n');
  const after = parse(text, before);
  const changed = after.file.chunks.filter((chunk) => !before.file.chunks.includes(chunk));
  expect(changed.map((chunk) => chunk.statement?.type)).toEqual(['Declaration', 'Edge']);
});

test('L-CST-05 what stands behind something that was removed or repeated is the same object', () => {
  const nodes = Array.from({ length: 40 }, (_, i) => `compute c${i}:\n  expr:\n    a: "${i}"\n\n`);
  const before = parse(nodes.join(''));
  const others = (document: ReturnType<typeof parse>) =>
    document.file.chunks.filter((chunk) => !before.file.chunks.includes(chunk)).length;
  expect(others(parse([...nodes.slice(0, 5), ...nodes.slice(30)].join(''), before))).toBe(0);
  expect(others(parse([nodes[0], nodes[39], ...nodes.slice(1)].join(''), before))).toBe(1);
  expect(others(parse([...nodes, nodes[0]].join(''), before))).toBeLessThanOrEqual(2);
});
