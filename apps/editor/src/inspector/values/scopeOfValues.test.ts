import { expressionFromText, parse } from '@iterion/dsl';
import { evaluate, lookup } from '@iterion/engine';
import { expect, test } from 'vitest';
import { referenceText, sampleOf, scopeOfValues, type Valued } from './scopeOfValues.ts';

const value = (text: string, values: readonly Valued[]) => {
  const { expr } = expressionFromText(text, parse('')).parsed;
  return expr && evaluate(expr, scopeOfValues(values));
};

test('E-INSP-13 an expression is tried on typed values by the engine itself', () => {
  const values: readonly Valued[] = [
    { ns: 'input', path: ['approved'], value: true },
    { ns: 'input', path: ['risk'], value: 'low' },
    { ns: 'vars', path: ['limit'], value: 3 },
    { ns: 'outputs', path: ['plan', 'steps'], value: ['a', 'b'] },
  ];
  expect(value('approved && risk == "low"', values)).toEqual({ ok: true, value: true });
  expect(value('length(outputs.plan.steps) + vars.limit', values)).toEqual({ ok: true, value: 5 });
  expect(value('risk - 1', values)).toMatchObject({ ok: false });
});

test('E-INSP-13 deep paths, indexes, history and loops take the value that was typed', () => {
  const scope = scopeOfValues([
    { ns: 'input', path: ['list', 1], value: 'x' },
    { ns: 'input', path: ['deep', 'a'], value: 1 },
    { ns: 'input', path: ['deep'], value: { b: 2 } },
    { ns: 'outputs', path: ['n', 'history', 0, 'ok'], value: false },
    { ns: 'loop', path: ['retry', 'iteration'], value: 2 },
    { ns: 'run', path: ['id'], value: 'r' },
  ]);
  expect(lookup(scope, 'input', ['list', 1])).toBe('x');
  expect(lookup(scope, 'input', ['deep'])).toEqual({ a: 1, b: 2 });
  expect(lookup(scope, 'outputs', ['n', 'history', 0, 'ok'])).toBe(false);
  expect(lookup(scope, 'loop', ['retry', 'iteration'])).toBe(2);
  expect(lookup(scope, 'run', ['id'])).toBe('r');
  expect(lookup(scope, 'outputs', ['nobody', 'x'])).toBeUndefined();
  expect(lookup(scopeOfValues([]), 'vars', ['constructor'])).toBeUndefined();
});

test('E-INSP-13 each type has a sample, and a reference is said as it is written', () => {
  expect(sampleOf('bool')).toBe(true);
  expect(sampleOf('string[]')).toEqual(['one', 'two']);
  expect(referenceText({ ns: 'outputs', path: ['a', 'list', -1, 'x'] })).toBe('outputs.a.list[-1].x');
});
