import { expect, test } from 'vitest';
import { parse } from '../document.ts';
import { codes, declaration, edges, read } from '../fixtures/reading.ts';
import { declarationsOf } from '../tree.ts';

const lines = (...all: string[]): string => `${all.join('\n')}\n`;
const names = (text: string): (string | undefined)[] =>
  declarationsOf(parse(text).file).map(({ node }) => node.name?.value);

test('L-REC-02 after an unexpected token the rest of the line, with its brackets, is one error element', () => {
  const text = lines('agent a:', '  model: "m" [', '    x: 1,', '  ] more', '  readonly: true');
  expect(codes(text)).toEqual(['E001@2']);
  expect(read(text, 'readonly')).toBe(true);
});

test('L-REC-03 an unknown property swallows its block: one E012', () => {
  const text = lines('agent a:', '  turbo:', '    deep: [', '      er: "', '  readonly: true');
  expect(codes(text)).toEqual(['E012@2']);
  expect(read(text, 'readonly')).toBe(true);
});

test('L-REC-04 an unknown top-level statement swallows its lines: one E001 each', () => {
  const text = lines('frobnicate x:', '  y: " [ `', 'a -> b', '"z"', 'agent a:', '  model: "m"');
  expect(codes(text)).toEqual(['E001@1', 'E001@3', 'E001@4']);
  expect(names(text)).toEqual(['a']);
});

test('L-REC-05 a declaration inside another one reports E003 once and is parsed', () => {
  const text = lines('agent u:', '  memory:', '    scope: "s"', '    agent v:', '      model: "m"', '  readonly: true');
  expect(codes(text)).toEqual(['E003@4']);
  expect(names(text)).toEqual(['u', 'v']);
  expect(read(text, 'readonly')).toBe(true);
});

test('L-REC-05 a workflow inside a declaration has its items and edges', () => {
  const text = lines('agent u:', '  model: "m"', '  workflow w:', '    entry: u', '    u -> done');
  expect(codes(text)).toEqual(['E003@3']);
  expect(edges(text)).toHaveLength(1);
});

test('L-REC-05 a declaration among the edges of a workflow', () => {
  const text = lines('workflow w:', '  entry: a', '  agent a:', '    model: "m"', '  a -> done');
  expect(codes(text)).toEqual(['E003@3']);
  expect(names(text)).toEqual(['w', 'a']);
  expect(edges(text)).toHaveLength(1);
});

test('L-REC-05 a file indented as a whole reports E003 once and is read as if it were not', () => {
  const text = lines('    agent a:', '      model: "m"', '', '    workflow w:', '      a -> done');
  expect(codes(text)).toEqual(['E003@1']);
  expect(edges(text)).toHaveLength(1);
  expect(codes(lines('  agent a:', '    model: "m"', 'agent b:', '  model: "m"'))).toEqual(['E003@1']);
});

test('L-REC-06 a header without colon keeps its block; one without name, too', () => {
  const text = lines('agent a', '  readonly: true', 'agent :', '  readonly: true');
  expect(codes(text)).toEqual(['E002@1', 'E002@3']);
  expect(read(text, 'readonly')).toBe(true);
  expect(names(text)).toEqual(['a', undefined]);
});

test('L-REC-07 a bracket without end ends before the next edge, property or declaration', () => {
  expect(codes(lines('agent a:', '  tools: [a, b', '  readonly: true', '  model: "m"'))).toEqual(['E004@2']);
  expect(edges(lines('workflow w:', '  a -> b with { x: "1"', '  b -> c', '  c -> d as l(2', '  d -> e'))).toHaveLength(
    4,
  );
  expect(names(lines('vars:', '  v: json = { "a": [', 'agent a:', '  model: "m"'))).toEqual([undefined, 'a']);
});

test('L-REC-07 in braces a line `name: value` goes on; `name:` alone ends them', () => {
  const text = lines(
    'workflow w:',
    '  a -> b with {',
    '  x: "1"',
    '  }',
    '  a -> c with {',
    '  budget:',
    '    max_tokens: 1',
  );
  expect(codes(text)).toEqual(['E004@5']);
  expect(edges(text).map((edge) => edge.with?.entries.length)).toEqual([1, 0]);
});

test('L-REC-09 lines after a prompt that a comment has ended: E003 once', () => {
  const text = lines('prompt p:', '  text', '# comment', '  more', '  and more', 'agent a:', '  model: "m"');
  expect(codes(text)).toEqual(['E003@4']);
  expect(declaration(text).body?.token?.value).toBe('text');
  expect(names(text)).toEqual(['p', 'a']);
});

test('L-REC-10 a broken statement leaves its neighbours alone', () => {
  const broken = lines('agent a:', '  tools: [x "', '  model: `m', '  session "fresh', '  : [', '  publish: p');
  expect(read(broken, 'publish')).toBe('p');
  expect(codes(broken)).toEqual(['E004@2', 'E002@2', 'E004@2', 'E004@3', 'E002@4', 'E001@5']);
});

test('L-REC-11 a merge conflict reports E009 once; both sides are parsed', () => {
  const text = lines(
    'agent a:',
    '<<<<<<< HEAD',
    '  model: "x"',
    '||||||| base',
    '  model: "o"',
    '=======',
    '  user: u',
    '>>>>>>> other',
    'prompt p:',
    '  one',
    '<<<<<<< HEAD',
    '  two',
    '=======',
    '>>>>>>> other',
    '  three',
  );
  expect(codes(text)).toEqual(['E009@2', 'E010@3', 'E009@11']);
  expect(read(text, 'user')).toBe('u');
  expect(declaration(text, 'p').body?.token?.value).toBe('one\ntwo\nthree');
});

test('L-REC-11 marker lines that form no conflict are ordinary text', () => {
  expect(codes(lines('prompt p:', '  a', '=======', '  b'))).toEqual(['E001@3']);
});

test('L-LEX-03 L-LEX-04 characters that are no blanks: E005 with their name, treated as a space', () => {
  const { diagnostics } = parse('agent a:\n  model:\u00a0"m"\n  tools:\u0007[a,\rb]\n');
  expect(diagnostics.map(({ code, message }) => `${code} ${message}`)).toEqual([
    'E005 U+00A0 NO-BREAK SPACE is not allowed here',
    'E005 U+0007 BELL is not allowed here',
    'E005 U+000D CARRIAGE RETURN is not allowed here',
  ]);
  expect(read('agent a:\n  model:\u00a0"m"\n', 'model')).toBe('m');
});

test('L-LEX-04 such a character counts as a space of the indentation, and as a blank in a blank line', () => {
  const text = 'agent a:\n \u00a0model: "m"\n\u00a0\n  readonly: true\n';
  expect(codes(text)).toEqual(['E005@2', 'E005@3']);
  expect(read(text, 'readonly')).toBe(true);
});

test('L-LEX-03 one leading byte order mark is ignored and preserved', () => {
  const text = '\ufeff# about\nagent a:\n  model: "m"\n';
  expect(codes(text)).toEqual([]);
  expect(declaration(text).comments).toHaveLength(1);
  expect(codes('agent a:\n\ufeff  model: "m"\n')).toEqual(['E005@2']);
});
