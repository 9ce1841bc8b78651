import { callAt, compile, parse } from '@iterion/dsl';
import { expect, test } from 'vitest';
import { completionAt } from './suggestions.ts';

const graph = compile(
  parse(`vars:
  topic: string
schema o:
  ok: bool
agent a:
  output: o
agent b:
  input: o
agent later:
  output: o
workflow w:
  default_backend: "claw"
  entry: a
  a -> b when ok
  a -> later when not ok
  b -> later
  later -> done
`),
);
const template = (text: string, node = 'b') =>
  completionAt(text, text.length, 'template', graph, [{ node }])?.items.map((item) => item.insert);
const expression = (text: string, asked = false) =>
  completionAt(text, text.length, 'expression', graph, [{ edge: 'a->b' }], asked)?.items.map((item) => item.insert);

test('E-INSP-09 only what can have a value at that place is offered', () => {
  expect(template('see {{outputs.')).toEqual(['outputs.a', 'outputs.a.ok']);
  expect(template('see {{outputs.', 'a')).toBeUndefined();
  expect(template('{{!top')).toEqual(['vars.topic']);
  expect(template('{{ok')).toEqual(['input.ok', 'outputs.a.ok']);
  expect(template('no braces top')).toBeUndefined();
  expect(template('{{vars.topic}} done top')).toBeUndefined();
});
test('E-INSP-09 what may be missing says so, and a prompt of two nodes offers what both have', () => {
  const at = (places: Parameters<typeof completionAt>[4]) =>
    completionAt('{{', 2, 'template', graph, places)?.items.map((item) => [item.insert, item.maybe]);
  expect(at([{ node: 'later' }])).toContainEqual(['outputs.b', true]);
  expect(at([{ node: 'later' }])).toContainEqual(['outputs.a', false]);
  const both = at([{ node: 'b' }, { node: 'later' }])?.map(([name]) => name);
  expect(both).toContain('outputs.a.ok');
  expect(both).not.toContain('outputs.b');
});
test('E-INSP-13 expressions complete names and functions, not inside a text, and all when asked', () => {
  expect(expression('input.')).toEqual(['input.ok']);
  expect(expression('len')).toEqual(['length(']);
  expect(expression('"len')).toBeUndefined();
  expect(expression('')).toBeUndefined();
  expect(expression('', true)).toContain('vars.topic');
  expect(callAt('length(input.', 13)?.label).toBe('length(x)');
  expect(callAt('if(length(a), ', 14)?.label).toBe('if(condition, then, else)');
  expect(callAt('(a) && ', 7)).toBeUndefined();
});
