import { expect, test } from 'vitest';
import { compileDocument, parseText } from '../document/language.ts';
import { project } from '../document/projection.ts';
import { matchingRows, outlineRows, visibleRows } from './outlineTree.ts';

const text = `schema out:
  ok: bool

agent last:
  model: "m"

agent first:
  model: "m"
  output: out

agent lonely:
  model: "m"

workflow main:
  entry: first
  first -> last when ok
  first -> fail
  last -> done
`;
const rows = outlineRows(project({ text, graph: compileDocument(parseText(text)) }));

test('E-CANVAS-40 nodes stand in flow order under the workflow, unreached ones after them, ends last', () => {
  const nodes = rows.filter((row) => row.kind === 'node').map((row) => row.text);
  expect(nodes).toEqual(['first', 'last', 'lonely', 'done', 'fail']);
  expect(rows[0]).toMatchObject({ kind: 'workflow', text: 'main' });
});

test('E-CANVAS-40 the edges of a node are its children and say their conditions', () => {
  const first = rows.findIndex((row) => row.text === 'first');
  expect(rows.slice(first + 1, first + 3)).toMatchObject([
    { kind: 'edge', text: '→ last', detail: 'ok' },
    { kind: 'edge', text: '→ fail', detail: 'otherwise' },
  ]);
});

test('E-CANVAS-40 schemas list their fields', () => {
  expect(rows.filter((row) => row.kind === 'member')).toMatchObject([{ text: 'ok', detail: 'bool' }]);
});

test('E-CANVAS-40 closed rows hide what is below, a filter shows matches with their ancestors', () => {
  expect(visibleRows(rows, () => false).map((row) => row.text)).toEqual(['main', 'Schemas']);
  expect(matchingRows(rows, 'ok').map((row) => row.text)).toEqual(['main', 'first', '→ last', 'Schemas', 'out', 'ok']);
});
