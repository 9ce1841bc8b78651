import { expect, test } from 'vitest';
import { parse } from '../document.ts';
import { codes, declaration, edges, entries, property, read, valueOf } from '../fixtures/reading.ts';
import { declarationsOf, entriesOf, propertyOf } from '../tree.ts';

const lines = (...all: string[]): string => `${all.join('\n')}\n`;
const list = (of: string): string[] => codes(lines('agent a:', `  tools: ${of}`));

test('L-LEX-30 commas between elements, empty lists, a trailing comma', () => {
  expect(list('[]')).toEqual([]);
  expect(list('[a, b,]')).toEqual([]);
  expect(list('[a b c]')).toEqual(['E002@2']);
  expect(list('[, a]')).toEqual(['E002@2']);
  const sandbox = lines(
    'agent a:',
    '  sandbox:',
    '    mounts: ["a:b" "c:d"]',
    '    network:',
    '      rules: [a.com *.b.org "c"]',
  );
  expect(codes(sandbox)).toEqual([]);
});

test('L-LEX-31 what may stand bare in a list', () => {
  expect(list('[a.b, mcp.x.*, "Bash(git:*)"]')).toEqual([]);
  expect(list('[read-file]')).toEqual(['E002@2']);
  expect(list('[*]')).toEqual(['E002@2']);
  expect(codes(lines('agent a:', '  tool_policy: [*]'))).toEqual([]);
  expect(read(lines('agent a:', '  tools: [read-file, glob, 1, x.y]'), 'tools')).toEqual(['glob', 'x.y']);
  expect(codes(lines('join j:', '  require: [a.b]'))).toEqual(['E002@2']);
});

test('L-LEX-32 maps in braces and as blocks', () => {
  const braces = lines('mcp_server m:', '  env: { A: "1", "B-C": word }');
  const block = lines('mcp_server m:', '  env:', '    A: "1"', '    "B-C": word');
  expect(codes(braces)).toEqual([]);
  expect(codes(block)).toEqual([]);
  expect(read(braces, 'env')).toEqual({ A: '1', 'B-C': 'word' });
  expect(entriesOf(property(block, 'env')).map((entry) => [entry.key.value, valueOf(entry.value)])).toEqual([
    ['A', '1'],
    ['B-C', 'word'],
  ]);
  expect(codes(lines('mcp_server m:', '  env:', '    B-C: "x"'))).toEqual(['E002@3']);
});

test('L-LEX-25 JSON over several lines, trailing commas tolerated', () => {
  const text = lines(
    'vars:',
    '  v: json = {',
    '  "a": [1, -2.5, true,',
    '    null,],',
    '"b": {"__proto__": "x"},',
    '}',
  );
  expect(codes(text)).toEqual([]);
  expect(JSON.stringify(valueOf(entries(text)['v']?.value))).toBe('{"a":[1,-2.5,true,null],"b":{"__proto__":"x"}}');
});

test('L-DECL-03 an empty header is accepted: E013', () => {
  expect(codes('agent a:\nworkflow w:\n')).toEqual(['E013@1', 'E013@2']);
  expect(codes('agent a:\n  memory:\n  model: "m"\n')).toEqual(['E013@2']);
});

test('L-DECL-04 the last of two properties counts, the first of two blocks; other properties are kept', () => {
  const text = lines('agent a:', '  model: "m"', '  modle: "x"', '  model: "n"');
  expect(codes(text)).toEqual(['E010@2', 'E012@3']);
  expect(read(text, 'model')).toBe('n');
  expect(valueOf(property(text, 'modle').value)).toBe('x');
  expect(codes(lines('vars:', '  a: int', 'vars:', '  b: int'))).toEqual(['E014@3']);
  expect(codes(lines('workflow w:', '  entry: a', '  a -> b', '  entry: b'))).toEqual(['E010@2']);
});

test('L-DECL-05 quotes where a word belongs and the reverse: E002, the value is used', () => {
  const text = lines('agent a:', '  session: "fresh"', '  model: m', '  interaction: "llm"', '  output: "s"');
  expect(codes(text)).toEqual(['E002@2', 'E002@3', 'E002@5']);
  expect([read(text, 'session'), read(text, 'model'), read(text, 'output')]).toEqual(['fresh', 'm', 's']);
  expect(codes(lines('agent a:', '  session: stale'))).toEqual(['E020@2']);
});

test('L-DECL-10 variables', () => {
  const text = lines(
    'vars:',
    '  a: int = 3',
    '  b: string[]',
    '  c: strng = "x"',
    '  d: bool = maybe',
    '  e = 1',
    '  f: int 3',
  );
  expect(codes(text)).toEqual(['E021@4', 'E002@5', 'E002@6', 'E001@7']);
  expect(entries(text)).toMatchObject({ a: { valueType: 'int' }, b: { valueType: 'string[]' } });
});

test('L-DECL-12 L-DECL-13 presets and attachments', () => {
  const text = lines(
    'presets:',
    '  p:',
    '    a: 1',
    '    b: |',
    '      x',
    '    c: word',
    'attachments:',
    '  l: pdf',
    '  m: file',
    '    required: true',
  );
  expect(codes(text)).toEqual(['E002@6', 'E020@8']);
  const preset = entries(text)['p'];
  expect(preset && entriesOf(preset).map((entry) => valueOf(entry.value))).toEqual([1, 'x\n', 'word']);
  const attachments = declarationsOf(parse(text).file, 'attachments')[0]?.node;
  expect(attachments && entriesOf(attachments).map((entry) => entry.typeToken?.text)).toEqual(['pdf', 'file']);
});

test('L-DECL-25 schema fields with enums', () => {
  const text = lines('schema s:', '  kind: string [enum: "a", b]', '  n: int', '  x: string [enm: "a"]');
  expect(codes(text)).toEqual(['E002@4']);
  expect(valueOf(entries(text)['kind']?.enum)).toEqual(['a', 'b']);
});

test('L-DECL-28 cursors of an agent: words, numbers, strings, bare references', () => {
  const text = lines(
    'agent a:',
    '  cursors:',
    '    enabled: true',
    '    depth: low',
    '    width: ${W:-${V:-1}}',
    '    size: 0.5',
  );
  expect(codes(text)).toEqual([]);
  const cursors = property(text, 'cursors');
  expect(entriesOf(cursors).map((entry) => valueOf(entry.value))).toEqual(['low', '${W:-${V:-1}}', 0.5]);
  expect(propertyOf(cursors, 'enabled')).toBeDefined();
});

test('L-WF-01 a line that is neither item nor edge', () => {
  expect(codes(lines('workflow w:', '  "x"', '  a b', '  priority: high', '  entry: a'))).toEqual([
    'E001@2',
    'E002@3',
    'E012@4',
  ]);
});

test('L-WF-10 the short and the long form of a sandbox', () => {
  expect(codes(lines('agent a:', '  sandbox: auto', 'agent b:', '  sandbox:', '    image: "i"'))).toEqual([]);
  expect(codes(lines('agent a:', '  sandbox: "auto"'))).toEqual(['E002@2']);
});

test('L-EDGE-01 clauses in any order; the first of two counts', () => {
  const text = lines('workflow w:', '  a -> b with { x: 1 } when ok as l(2) when not ok');
  expect(codes(text)).toEqual(['E030@2']);
  expect(edges(text)[0]).toMatchObject({
    when: { condition: { text: 'ok' } },
    as: { name: { text: 'l' }, bound: { text: '2' } },
  });
});

test('L-EDGE-02 a field, its negation, and a field called not', () => {
  const text = lines(
    'workflow w:',
    '  a -> b when ok',
    '  a -> c when not ok',
    '  a -> d when not',
    '  a -> e when not as l(2)',
  );
  expect(codes(text)).toEqual([]);
  expect(edges(text).map(({ when }) => [when?.not?.text, when?.condition?.text])).toEqual([
    [undefined, 'ok'],
    ['not', 'ok'],
    [undefined, 'not'],
    [undefined, 'not'],
  ]);
});

test('L-EDGE-03 expressions are strings', () => {
  const conditions = ['n > 3', '!ok', 'not "ok"', '', 'a.b'];
  expect(conditions.map((condition) => codes(`workflow w:\n  a -> b when ${condition}\n`))).toEqual([
    ['E001@2'],
    ['E001@2'],
    ['E002@2'],
    ['E002@2'],
    ['E001@2'],
  ]);
  expect(edges('workflow w:\n  a -> b when n > 3\n')[0]?.when?.broken).toBe(true);
});

test('L-EDGE-04 bounds', () => {
  const bounds = ['(3)', '("{{vars.n}}")', '', '()', '(vars.n)', '(2 when ok', '(1.5)'];
  expect(bounds.map((bound) => codes(`workflow w:\n  a -> b as l${bound}\n`))).toEqual([
    [],
    [],
    ['E002@2'],
    ['E002@2'],
    ['E002@2'],
    ['E002@2'],
    [],
  ]);
});

test('L-EDGE-05 entries separated by commas, line ends or blanks', () => {
  const text = lines(
    'workflow w:',
    '  a -> b with { a: "1" b: 2, c: [1, {"d": null}]',
    '    e: true,',
    '  }',
    '  b -> c with {}',
  );
  expect(codes(text)).toEqual([]);
  expect(edges(text)[0]?.with?.entries.map((entry) => [entry.key.text, valueOf(entry.value)])).toEqual([
    ['a', '1'],
    ['b', 2],
    ['c', [1, { d: null }]],
    ['e', true],
  ]);
  expect(edges(text)[1]?.with?.entries).toEqual([]);
});

test('L-LEX-16 declarations named done or fail: E011 for the kinds the parser judges', () => {
  expect(codes(lines('schema done:', '  x: bool', 'router fail:', '  mode: llm'))).toEqual(['E011@1']);
  expect(declaration(lines('agent fail:', '  model: "m"')).name?.text).toBe('fail');
});

test('L-DECL-06 numbers in and out of range', () => {
  const budget = lines(
    'agent a:',
    '  max_tokens: -1',
    '  tool_max_steps: 1.5',
    '  compaction:',
    '    threshold: 7',
    '    preserve_recent: "3"',
  );
  expect(codes(budget)).toEqual(['E020@2', 'E020@3', 'E002@6']);
});
