import { compile, parse } from '@iterion/dsl';
import { expect, test } from 'vitest';
import { changedSince } from './changedSince.ts';

const text = 'agent a:\n  model: "m"\nagent b:\n  model: "m"\nworkflow w:\n  entry: a\n  a -> b\n  b -> done\n';
const graph = (source: string) => compile(parse(source));

test('E-RUN-12 only nodes that run differently now have changed since the run: not moved ones, not those with a new comment', () => {
  expect(changedSince(graph(text), graph(text))).toEqual([]);
  expect(changedSince(graph(text), graph(`## a comment\n\n${text}`))).toEqual([]);
  expect(changedSince(graph(text), graph(text.replace('agent b:\n  model: "m"', 'agent b:\n  model: "n"')))).toEqual([
    'b',
  ]);
  const more = text
    .replace('workflow w', 'agent c:\n  model: "m"\nworkflow w')
    .replace('b -> done', 'b -> c\n  c -> done');
  expect(changedSince(graph(text), graph(more))).toContain('c');
});
