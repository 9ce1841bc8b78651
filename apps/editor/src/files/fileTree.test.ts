import type { TreeEntry } from '@iterion/protocol';
import { expect, test } from 'vitest';
import { treeRows } from './fileTree.ts';

const entry = (path: string, type: TreeEntry['type'] = 'file'): TreeEntry => ({
  path,
  type,
  size: 1,
  mtime: '2026-01-01T00:00:00Z',
  kind: type === 'file' ? 'workflow' : null,
});
const entries = [entry('b.iter'), entry('a10.iter'), entry('a2.iter'), entry('flows/x.iter'), entry('empty', 'folder')];

test('E-FILE-01 folders first, then files by name with numbers in order', () => {
  const rows = treeRows(entries, new Set(), () => true);
  expect(rows.map((row) => row.path)).toEqual(['empty', 'flows', 'flows/x.iter', 'a2.iter', 'a10.iter', 'b.iter']);
  expect(rows.map((row) => row.depth)).toEqual([0, 0, 1, 0, 0, 0]);
});

test('E-FILE-01 a closed folder is listed without its content, unwanted files are left out', () => {
  const rows = treeRows(entries, new Set(['flows']), (item) => item.path !== 'b.iter');
  expect(rows.map((row) => row.path)).toEqual(['empty', 'flows', 'a2.iter', 'a10.iter']);
});
