// @vitest-environment happy-dom
import { beforeEach, describe, expect, test } from 'vitest';
import type { FileId, ItemId, OpenDocument } from '../../document/model.ts';
import { getDocument, itemNamed, openText, select, undo } from '../../document/store.ts';
import { connectPasted, whyNotConnectPasted } from './connectPasted.ts';
import { extractPrompt, newSchema, whyNoPrompt, whyNoSchema } from './extract.ts';

const text = [
  'prompt shared:',
  '  Do it.',
  '',
  'agent a:',
  '  model: "m"',
  '',
  'agent b:',
  '  model: "m"',
  '  user: missing',
  '',
  'agent c:',
  '  model: "m"',
  '  user: shared',
  '  system: shared',
  '',
  'router r:',
  '  mode: condition',
  '',
  'workflow w:',
  '  entry: a',
  '  a -> b when good with { text: "x" }',
  '  a -> r when not good',
  '  r -> done',
  '',
].join('\n');

/** An error, and what people write all the same. */
const loose = text.replace('  model: "m"\n', '  model: "m"\n  system: "You are {{vars.who}}: kind"\n');

let file: FileId;
const open = (): OpenDocument => {
  const document = getDocument(file);
  if (!document) throw new Error('the file is open');
  return document;
};
const choose = (kind: 'node' | 'edge', name: string): void => select(file, [itemNamed(file, kind, name) as ItemId]);
beforeEach(() => {
  file = openText({ path: null, title: 'x', text, hash: null });
});

describe('E-CANVAS-27', () => {
  test('text where the name of a prompt belongs becomes a prompt, in one step', () => {
    file = openText({ path: null, title: 'loose', text: loose, hash: null });
    choose('node', 'a');
    extractPrompt(open());
    expect(open().text).toContain('prompt a_system:\n  You are {{vars.who}}: kind\n');
    expect(open().text).toContain('  system: a_system\n');
    undo(file);
    expect(open().text).toBe(loose);
  });

  test('a name that nothing declares is declared; a prompt that others use too is copied', () => {
    choose('node', 'b');
    extractPrompt(open());
    expect(open().text).toContain('prompt missing:\n  Say what to do.\n');
    choose('node', 'c');
    extractPrompt(open());
    expect(open().text).toMatch(/prompt c_(system|user):\n {2}Do it\.\n/u);
    choose('node', 'c');
    expect(whyNoPrompt(open())).toBe('Its prompts are its own already');
    choose('node', 'r');
    expect(whyNoPrompt(open())).toBe('A router has no prompt');
  });

  test('a new schema has the fields that conditions read and mappings pass', () => {
    choose('node', 'a');
    newSchema(open());
    expect(open().text).toContain('schema a_output:\n  good: bool\n');
    choose('node', 'b');
    newSchema(open());
    choose('node', 'b');
    newSchema(open());
    expect(open().text).toContain('schema b_input:\n  text: string\n');
    choose('node', 'b');
    expect(whyNoSchema(open())).toBe('It has its schemas already');
  });
});

describe('paste and connect', () => {
  const fragment = {
    nodes: [
      { id: 'x', kind: 'agent' },
      { id: 'y', kind: 'agent' },
      { id: 'z', kind: 'agent' },
    ],
    edges: [{ from: 'x', to: 'y' }],
  } as unknown as Parameters<typeof connectPasted>[1];

  test('after a node its first node, after a router every one that nothing in it leads to', () => {
    choose('node', 'a');
    expect(connectPasted(open(), fragment, { x: 'x_2' })).toEqual([{ op: 'addEdge', from: 'a', to: 'x_2' }]);
    choose('node', 'r');
    expect(connectPasted(open(), fragment, {})).toEqual([
      { op: 'addEdge', from: 'r', to: 'x' },
      { op: 'addEdge', from: 'r', to: 'z' },
    ]);
  });

  test('on an edge between its ends; elsewhere it says why not', () => {
    choose('edge', 'r->done');
    expect(connectPasted(open(), fragment, {})).toEqual([
      { op: 'insertOnEdge', edge: 'r->done', node: 'x' },
      { op: 'retargetEdge', edge: 'x->done', from: 'z' },
    ]);
    choose('node', 'done');
    expect(whyNotConnectPasted(open())).toBe('Ends have no way out');
    select(file, []);
    expect(whyNotConnectPasted(open())).not.toBe(true);
  });
});
