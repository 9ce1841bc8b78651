import { expect, test } from 'vitest';
import { compile } from './compile/compile.ts';
import { chunkAt, parse, rangeOf, rangeOfPlaced } from './document.ts';
import { edit } from './edit/edit.ts';
import { everything } from './fixtures/everything.ts';
import { applyEdits } from './source.ts';
import { declarationsOf, propertyOf } from './tree.ts';
import { piecesOf, triviaAround } from './trivia.ts';

test('L-LEX-02 ranges of nodes in the text: lines, code point columns, UTF-16 offsets', () => {
  const text = '# 😀\nagent a:\n  model: "😀m"  # x\n';
  const document = parse(text);
  const [agent] = declarationsOf(document.file);
  if (agent === undefined) throw new Error('no agent');
  expect(rangeOfPlaced(document, agent).start).toEqual({ line: 2, column: 1, offset: 5 });
  const value = propertyOf(agent.node, 'model')?.value;
  expect(value && rangeOf(document, agent.at, value)).toEqual({
    start: { line: 3, column: 10, offset: 23 },
    end: { line: 3, column: 14, offset: 28 },
  });
});

test('L-CST-01 the chunk at an offset', () => {
  const document = parse(everything);
  for (const offset of [0, 1, 500, everything.length - 1, everything.length]) {
    const found = chunkAt(document, offset);
    if (found === undefined) throw new Error('no chunk');
    expect(found.at).toBeLessThanOrEqual(offset);
    expect(found.at + found.chunk.text.length).toBeGreaterThanOrEqual(offset);
  }
  expect(chunkAt(parse(''), 0)).toBeUndefined();
});

test('L-CST-02 a token knows its trivia before it and after it on its line', () => {
  const document = parse('# above\n\nagent a:  # behind\n  model: "m"\n');
  const [chunk] = document.file.chunks;
  const colon = chunk?.tokens[2];
  if (chunk === undefined || colon === undefined) throw new Error('no token');
  const { before, after } = triviaAround(chunk, colon);
  expect(before).toEqual([]);
  expect(after.map((piece) => piece.text)).toEqual(['  ', '# behind', '\n']);
  const keyword = chunk.tokens[0];
  expect(keyword && triviaAround(chunk, keyword).before.map((piece) => piece.text)).toEqual(['# above', '\n', '\n']);
  expect(
    piecesOf(chunk)
      .map((piece) => piece.text)
      .join(''),
  ).toBe(chunk.text);
});

test('L-CST-03 a nested property is found under its preferred name, the written one wins over a synonym', () => {
  const [both] = declarationsOf(parse('agent a:\n  backend: "x"\n  delegate: "y"\n').file);
  const found = both && propertyOf(both.node, 'backend');
  expect(found?.name.text).toBe('backend');
});

test('E-CANVAS-32 another workflow than the first can be meant: it is compiled and edited, and the others are the problem', () => {
  const text =
    'tool a:\n  command: "x"\n\ntool b:\n  command: "x"\n\nworkflow one:\n  entry: a\n  a -> b\n  b -> done\n\nworkflow two:\n  entry: b\n  b -> done\n';
  const first = parse(text);
  const second = parse(text, first, { workflow: 1 });
  expect(second.file.statements).toEqual(first.file.statements);
  const graph = compile(second);
  expect(graph.workflow?.name).toBe('two');
  expect(graph.edges.map((edge) => edge.from)).toEqual(['b']);
  const [problem] = graph.diagnostics.filter((diagnostic) => diagnostic.code === 'C007');
  expect(problem?.fixes?.map((fix) => fix.title)).toEqual(['Remove the workflow `one`']);
  expect(applyEdits(text, problem?.fixes?.[0]?.edits ?? []), 'nodes stay').toMatch(
    /^tool a:[^]*tool b:[^]*workflow two:\n {2}entry: b\n {2}b -> done\n$/u,
  );

  const added = edit(second, { op: 'addEdge', from: 'b', to: 'a' });
  if (!added.ok) throw new Error(added.refusal.reason);
  const after = applyEdits(text, added.edits);
  expect(after.slice(after.indexOf('workflow two:'))).toContain('b -> a');
  expect(after.startsWith(text.slice(0, text.indexOf('workflow two:')))).toBe(true);
  // The choice lasts over edits, and over the removal of the others.
  expect(compile(parse(after, second)).workflow?.name).toBe('two');
  const alone = applyEdits(text, problem?.fixes?.[0]?.edits ?? []);
  expect(compile(parse(alone, second)).workflow?.name).toBe('two');
  expect(compile(parse(text)).workflow?.name).toBe('one');
});
