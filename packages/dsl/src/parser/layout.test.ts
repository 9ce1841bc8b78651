import { expect, test } from 'vitest';
import { codes, declaration, edges, property, read } from '../fixtures/reading.ts';
import { parse } from '../document.ts';
import { descriptionOf, ignoredCodes, itemsOf } from '../tree.ts';

const lines = (...all: string[]): string => `${all.join('\n')}\n`;

test('L-LEX-06 blank and comment lines take no part in indentation', () => {
  expect(codes(lines('agent a:', '    model: "m"', ' # shallow', '       ', '    readonly: true'))).toEqual([]);
});

test('L-LEX-07 any width is allowed and may differ from block to block', () => {
  expect(codes(lines('agent a:', ' model: "m"', ' memory:', '       scope: "s"', 'agent b:', '   model: "m"'))).toEqual(
    [],
  );
});

test('L-LEX-08 a line that fits no block: E003, taken into the shallowest deeper one', () => {
  const text = lines('agent u:', '    model: "m"', '  readonly: true', 'agent v:', '  model: "m"');
  expect(codes(text)).toEqual(['E003@3']);
  expect(read(text, 'readonly')).toBe(true);
});

test('L-LEX-08 deeper lines after a statement that takes no block: E003 once per run', () => {
  const text = lines('agent u:', '  model: "m"', '     readonly: true', '    publish: p', '  user: x', '   output: y');
  expect(codes(text)).toEqual(['E003@3', 'E003@6']);
  expect(read(text, 'publish')).toBe('p');
});

test('L-LEX-08 a run of ill-indented edges reports once, and its fix mends all of them', () => {
  const text = lines('workflow w:', '  a -> b', '     b -> c', '     c -> d', '  d -> done');
  const { diagnostics } = parse(text);
  expect(diagnostics.map(({ code }) => code)).toEqual(['E003']);
  expect(diagnostics[0]?.fixes?.[0]?.edits).toHaveLength(2);
  expect(edges(text)).toHaveLength(4);
});

test('L-LEX-09 a tab before the indentation is reached: E003 once per run; after it a blank', () => {
  expect(codes(lines('agent v:', '\tmodel: "m"', '\treadonly: true'))).toEqual(['E003@2']);
  expect(codes(lines('agent v:', '  \tmodel: "m"', '  readonly:\ttrue'))).toEqual([]);
  expect(read(lines('agent v:', '\tmodel: "m"'), 'model')).toBe('m');
});

test('L-LEX-09 a block opened by a tab takes the indentation of its first line of spaces', () => {
  expect(codes(lines('agent v:', '\tmodel: "m"', '    readonly: true', '    publish: p'))).toEqual(['E003@2']);
});

test('L-LEX-11 a second statement on a line: E015; other text: E001 once', () => {
  const text = lines('agent a:', '  readonly: true publish: p # both', '  model: "m" x "y" [');
  expect(codes(text)).toEqual(['E015@2', 'E001@3']);
  expect(read(text, 'publish')).toBe('p');
  expect(codes(lines('workflow w:', '  entry: a interaction: none', '  a -> b entry: a'))).toEqual([
    'E010@2',
    'E015@2',
    'E015@3',
  ]);
});

test('L-LEX-11 an edge goes on over deeper lines unless one starts an edge or an item', () => {
  const text = lines(
    'workflow w:',
    '  a -> b',
    '    when ok',
    '    # comment',
    '    as l(2)',
    '  b -> c',
    '      c -> d',
  );
  expect(codes(text)).toEqual(['E003@7']);
  expect(edges(text).map((edge) => edge.clauses.length)).toEqual([2, 0, 0]);
});

test('L-LEX-11 the target of an edge may stand on the next, deeper line', () => {
  const text = lines('workflow w:', '  a ->', '    ## on', '    b', '      when ok', '  b ->', '  c -> d');
  expect(codes(text)).toEqual(['E002@6']);
  expect(edges(text).map((edge) => [edge.to?.value, edge.clauses.length])).toEqual([
    ['b', 1],
    [undefined, 0],
    ['d', 0],
  ]);
});

test('L-LEX-14 names: letters of any script, digits and `_`, compared by code point', () => {
  const composed = 'caf\u00e9';
  const text = lines('agent _1:', '  model: "m"', `agent ${composed}:`, '  model: "m"', 'agent 名前2:', '  model: "m"');
  expect(codes(text)).toEqual([]);
  expect(declaration(text, composed).name?.value).toBe(composed);
  // A combining mark is no letter, so this name ends before it.
  expect(codes(lines('agent cafe\u0301:', '  model: "m"'))).toEqual(['E002@1']);
  expect(codes(lines('agent 1a:', '  model: "m"'))).toEqual(['E002@1']);
});

test('L-LEX-10 line ends and indentation mean nothing inside brackets', () => {
  const text = lines('agent a:', '  tools: [', 'read_file,', '        # a comment', '  "x"', ']', '  model: "m"');
  expect(codes(text)).toEqual([]);
  expect(read(text, 'tools')).toEqual(['read_file', 'x']);
});

test('L-LEX-12 the text of a comment is what follows the first # or ##, trimmed', () => {
  const { comments } = declaration(lines('#  one ', '###two', 'agent a:', '  model: "m"'));
  expect(comments.map((comment) => comment.value)).toEqual(['one', '#two']);
});

test('L-CST-04 comment lines directly above, at the same indentation, are attached; so is one behind', () => {
  const text = lines(
    '# free',
    '',
    '# one',
    '## two',
    'agent a: # behind',
    '    # deeper',
    '  # mine',
    '  model: "m"  # value',
  );
  const agent = declaration(text);
  expect(descriptionOf(agent)).toBe('one\ntwo');
  expect(agent.trailing?.value).toBe('behind');
  const model = property(text, 'model');
  expect(model.comments.map((comment) => comment.value)).toEqual(['mine']);
  expect(model.trailing?.value).toBe('value');
  expect(parse(text).file.chunks[0]?.comments.map((comment) => comment.role)).toEqual([
    'free',
    'attached',
    'attached',
    'attached',
    'free',
    'attached',
    'attached',
  ]);
});

test('L-CST-04 directives, groups and front matter are free', () => {
  const text = lines('## ---', '## name: x', '## ---', '## @group g: a', 'agent a:', '  model: "m"');
  expect(declaration(text).comments).toEqual([]);
});

test('L-DIAG-07 an ignore comment is attached, carries codes, and is no description', () => {
  const agent = declaration(lines('# about', '## ignore C016, C111', 'agent a:', '  model: "m"'));
  expect(agent.comments.map(ignoredCodes)).toEqual([undefined, ['C016', 'C111']]);
  expect(descriptionOf(agent)).toBe('about');
});

test('L-CST-03 a statement knows its lines with comments and line end', () => {
  const text = lines('agent a:', '  # c', '  model: "m"  # d', '  readonly: true');
  const { lines: span } = property(text, 'model');
  expect(text.slice(span.start, span.end)).toBe('  # c\n  model: "m"  # d\n');
});

test('L-CST-03 statements that share a line can be taken away one by one', () => {
  const text = lines('agent a:', '  model: "m" readonly: true publish: p', '  user: x');
  const cut = (name: string): string => {
    const { lines: span } = property(text, name);
    return text.slice(0, span.start) + text.slice(span.end);
  };
  expect(cut('model')).toBe(lines('agent a:', '  readonly: true publish: p', '  user: x'));
  expect(cut('readonly')).toBe(lines('agent a:', '  model: "m" publish: p', '  user: x'));
  expect(cut('publish')).toBe(lines('agent a:', '  model: "m" readonly: true', '  user: x'));
});

test('L-LEX-15 no word is reserved', () => {
  const text = lines(
    'schema when:',
    '  as: bool',
    'agent workflow:',
    '  output: when',
    'workflow entry:',
    '  entry: workflow',
    '  entry -> with when as as not(2)',
    '  vars -> vars',
  );
  expect(codes(text)).toEqual([]);
  expect(edges(text)[0]).toMatchObject({ from: { text: 'entry' }, to: { text: 'with' } });
  expect(parse(text).file.workflows.flatMap(itemsOf)).toHaveLength(1);
});
