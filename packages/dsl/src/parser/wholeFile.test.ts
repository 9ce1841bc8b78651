import { expect, test } from 'vitest';
import { parse } from '../document.ts';
import { codes } from '../fixtures/reading.ts';

const lines = (...all: string[]): string => `${all.join('\n')}\n`;

test('L-LEX-13 L-LEX-19 the directive counts among the comments that open the file, within 32 lines', () => {
  expect(parse('## strict-escape: on\n').strictEscape).toBe(true);
  expect(parse('\ufeff# x\n\n# strict-escape = on\n').strictEscape).toBe(true);
  expect(parse('agent a:\n## strict-escape: on\n').strictEscape).toBe(false);
  expect(parse(`${'\n'.repeat(31)}## strict-escape: on\n`).strictEscape).toBe(true);
  expect(parse(`${'\n'.repeat(32)}## strict-escape: on\n`).strictEscape).toBe(false);
  expect(parse('## strict-escape: off\n').strictEscape).toBe(false);
});

test('L-LEX-13 front matter: the keys that tools know', () => {
  const { frontMatter } = parse(
    lines(
      '',
      '## ---',
      '## name: A "quoted" name',
      "## description: 'One: two'",
      '## triggers:',
      '##   - push',
      '##   - "manual"',
      '## capabilities: [board.read, x]',
      '## other: 1',
      '## ---',
      'agent a:',
    ),
  ).file;
  expect(frontMatter).toMatchObject({
    name: 'A "quoted" name',
    description: 'One: two',
    triggers: ['push', 'manual'],
    capabilities: ['board.read', 'x'],
  });
  expect(parse(lines('# first', '## ---', '## name: x', '## ---')).file.frontMatter).toBeUndefined();
  expect(parse(lines('## ---', '## name: x', 'agent a:', '## ---')).file.frontMatter).toBeUndefined();
});

test('L-LEX-13 groups anywhere, with the places of their names', () => {
  const text = lines('agent a:', '  model: "m"', '', '  ## @group my set: a, b ,c', '# @group no colon');
  const groups = parse(text).file.groups.map(({ node, at }) => ({
    name: text.slice(at + node.nameSpan.start, at + node.nameSpan.end),
    members: node.members.map(({ span }) => text.slice(at + span.start, at + span.end)),
  }));
  expect(groups).toEqual([{ name: 'my set', members: ['a', 'b', 'c'] }]);
});

test('L-LIM-01 a text beyond 10 MiB: one E006, nothing else is parsed', () => {
  const text = 'agent a\n'.repeat(1_400_000);
  const document = parse(text);
  expect(document.diagnostics.map(({ code, range }) => [code, range.end.offset])).toEqual([['E006', 0]]);
  expect(document.file.statements).toEqual([]);
  expect(document.file.chunks.map((chunk) => chunk.text).join('')).toBe(text);
});

test('L-LIM-02 100 nested brackets or blocks; beyond them E006 and an error element', () => {
  const nested = (depth: number): string[] => codes(`vars:\n  v: json = ${'['.repeat(depth)}${']'.repeat(depth)}\n`);
  expect(nested(100)).toEqual([]);
  expect(nested(101)).toEqual(['E006@2']);
  expect(nested(5000)).toEqual(['E006@2']);
  const headers = Array.from({ length: 300 }, (_, depth) => `${' '.repeat(depth)}agent a${depth}:`);
  expect(codes(lines(...headers)).filter((code) => code.startsWith('E006'))).toHaveLength(1);
});

test('L-LIM-03 names of 200 code points', () => {
  expect(codes(`agent ${'é'.repeat(200)}:\n  model: "m"\n`)).toEqual([]);
  expect(codes(`agent ${'𝒳'.repeat(201)}:\n  model: "m"\n`)).toEqual(['E006@1']);
});

test('L-LIM-06 L-DIAG-03 at most 1 000 diagnostics, in order, and how many more there are', () => {
  const document = parse('agent a:\n  x: 1\n'.repeat(1500));
  expect(document.diagnostics).toHaveLength(1000);
  expect(document.omittedDiagnostics).toBe(500);
  const offsets = document.diagnostics.map(({ range }) => range.start.offset);
  expect(offsets).toEqual(offsets.toSorted((a, b) => a - b));
});

test('L-REC-01 hostile texts of 300 000 characters are read in linear time', () => {
  const fill = (piece: string, head = ''): string => head + piece.repeat(Math.ceil(300_000 / piece.length));
  const texts = [
    fill('['),
    fill('{"a":', 'vars:\n  v: json = '),
    fill('\0'),
    fill('`\n'),
    fill('"\n'),
    fill('readonly: true ', 'agent a:\n  '),
    fill('entry: a ', 'workflow w:\n  '),
    fill('  tools: [a\n', 'agent a:\n'),
    fill('  a -> b with {\n', 'workflow w:\n'),
    fill('prompt p:\n# c\n'),
    fill('<<<<<<< a\n'),
    fill('    x: 1\n   y: 2\n', 'agent a:\n'),
    fill('a, ', 'agent a:\n  tools: ['),
    fill('schema done:\n  x: bool\n'),
    fill('vars:\n  a: int\n'),
    fill('workflow w:\n  entry: a\n'),
  ];
  const start = performance.now();
  for (const text of texts) parse(text);
  // Linear takes about a second; anything quadratic takes minutes.
  expect(performance.now() - start).toBeLessThan(15_000);
});
