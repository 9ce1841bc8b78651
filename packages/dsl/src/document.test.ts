import { expect, test } from 'vitest';
import { chunkAt, parse, rangeOf, rangeOfPlaced } from './document.ts';
import { everything } from './fixtures/everything.ts';
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
