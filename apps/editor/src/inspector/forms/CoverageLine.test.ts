import { compile, coverageOf, parse } from '@iterion/dsl';
import { expect, test } from 'vitest';
import { coverageWords } from './CoverageLine.tsx';

function words(head: string, ...ways: string[]) {
  const text = `schema o:\n  ok: bool\n${head}agent b:\nagent c:\njoin j:\n  strategy: best_effort\nworkflow w:\n  default_backend: "claw"\n  entry: a\n${ways.map((way) => `  ${way}\n`).join('')}`;
  const graph = compile(parse(text));
  return coverageWords(graph, 'a', coverageOf(graph, 'a'));
}
const agent = 'agent a:\n  output: o\n';

test('E-INSP-17 the coverage line says what is covered, what is open and which row can never match', () => {
  expect(words(agent, 'a -> b when ok', 'a -> c when not ok')).toEqual({ ok: true, text: 'All cases are covered.' });
  expect(words(agent, 'a -> b when ok')).toEqual({
    ok: false,
    text: 'Nothing happens when ok is false: the run fails there.',
  });
  expect(words(agent, 'a -> b when `ok`')).toMatchObject({ text: expect.stringContaining('when no condition holds') });
  expect(words(agent, 'a -> b when ok', 'a -> c when not ok', 'a -> done')).toEqual({
    ok: false,
    text: 'All cases are covered. Row 3 can never match.',
  });
  expect(words(agent).text).toBe('There is no way out.');
});

test('E-INSP-17 routers say what decides; a fan-out where its branches meet', () => {
  const fan = 'router a:\n  mode: fan_out_all\n';
  expect(words(fan, 'a -> b', 'a -> c', 'b -> j', 'c -> j', 'j -> done')).toEqual({
    ok: true,
    text: 'The branches meet at j, which goes on without those that failed.',
  });
  const apart = [
    'a -> b',
    'a -> c',
    'a -> d',
    'a -> e',
    'b -> j',
    'c -> j',
    'd -> k',
    'e -> k',
    'j -> done',
    'k -> done',
  ];
  expect(words(`${fan}agent d:\nagent e:\njoin k:\n  strategy: wait_all\n`, ...apart)).toEqual({
    ok: false,
    text: 'The branches do not meet again in one place.',
  });
  expect(words(fan, 'a -> b', 'a -> c', 'b -> done', 'c -> done').text).toBe('The branches meet at done, at the end.');
  expect(words('router a:\n  mode: llm\n', 'a -> b', 'a -> c').text).toContain('A model chooses');
  expect(words('router a:\n  mode: round_robin\n', 'a -> b', 'a -> c').text).toBe('They take turns.');
});
