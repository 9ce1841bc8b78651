import type { Schema, Type } from '@iterion/dsl';
import { expect, test } from 'vitest';
import { checkAnswers, formOf } from './form.ts';

const at = { line: 1, column: 1, offset: 0 };
const range = { start: at, end: at };
function schema(fields: { [name: string]: Type }, enums: { [name: string]: string[] } = {}): Pick<Schema, 'fields'> {
  return {
    fields: Object.entries(fields).map(([name, type]) => ({
      name,
      type,
      range,
      ...(enums[name] === undefined ? {} : { enum: enums[name] }),
    })),
  };
}
const review = schema({ approved: 'bool', risk: 'string', n: 'int' }, { risk: ['low', 'high'] });

test('R-HUMAN-03 one field per field of the schema, in order', () => {
  expect(formOf(review, {}, 0)).toEqual([
    { name: 'approved', type: 'bool', required: true },
    { name: 'risk', type: 'string', enum: ['low', 'high'], required: true },
    { name: 'n', type: 'int', required: true },
  ]);
  expect(formOf(review, {}, 2).every((field) => !field.required)).toBe(true);
});

test('R-HUMAN-03 without a schema one text per key of the input, or `answer`', () => {
  expect(formOf(undefined, { plan: 'P', _x: 1 }, 0)).toEqual([{ name: 'plan', type: 'string', required: true }]);
  expect(formOf(undefined, {}, 0)).toEqual([{ name: 'answer', type: 'string', required: true }]);
  expect(formOf(undefined, null, 0)).toEqual([{ name: 'answer', type: 'string', required: true }]);
});

test('S-52 R-HUMAN-04 typed answers are coerced', () => {
  const form = formOf(review, {}, 0);
  expect(checkAnswers(form, { approved: 'yes', risk: 'low', n: '3' })).toEqual({
    ok: true,
    answers: { approved: true, risk: 'low', n: 3 },
  });
});

test('R-HUMAN-04 answers are refused whole, with one message per field', () => {
  const form = formOf(review, {}, 0);
  expect(checkAnswers(form, { approved: 'maybe', risk: 'mid', aproved: true })).toEqual({
    ok: false,
    problems: [
      { field: 'approved', message: 'approved must be bool, not "maybe"' },
      { field: 'risk', message: 'risk must be low|high, not mid' },
      { field: 'n', message: 'n needs an answer' },
      { field: 'aproved', message: 'there is no field aproved; did you mean approved?' },
    ],
  });
  expect(checkAnswers(form, 'yes').ok).toBe(false);
  expect(checkAnswers(form, null).ok).toBe(false);
});

test('S-53 R-HUMAN-04 min_answers: enough fields are answered, the others are null', () => {
  const form = formOf(review, {}, 1);
  const rules = { minAnswers: 1 };
  expect(checkAnswers(form, { risk: 'low', n: '' }, rules)).toEqual({
    ok: true,
    answers: { approved: null, risk: 'low', n: null },
  });
  expect(checkAnswers(form, { risk: null, n: '' }, rules)).toEqual({
    ok: false,
    problems: [{ field: '', message: 'at least 1 field needs an answer: approved, risk, n' }],
  });
  expect(checkAnswers(form, { n: 'many' }, rules).ok).toBe(false);
});

test('R-HUMAN-04 further keys are kept where there is no schema', () => {
  const form = formOf(undefined, {}, 0);
  expect(checkAnswers(form, { answer: 'x', more: 1 }, { open: true })).toEqual({
    ok: true,
    answers: { answer: 'x', more: 1 },
  });
  expect(checkAnswers(form, { answer: 'x', more: 1 }).ok).toBe(false);
});

test('R-HUMAN-04 a text field accepts the empty text, another required field does not', () => {
  const form = formOf(schema({ note: 'string', n: 'int' }), {}, 0);
  expect(checkAnswers(form, { note: '', n: 1 })).toEqual({ ok: true, answers: { note: '', n: 1 } });
  expect(checkAnswers(form, { note: '', n: '' }).ok).toBe(false);
});

test('R-REC-08 a form field that is not required may stay open', () => {
  const form = [
    { name: 'action', type: 'string', enum: ['retry', 'skip', 'abort'], required: true },
    { name: 'output', type: 'json', required: false },
  ] as const;
  expect(checkAnswers(form, { action: 'retry' })).toEqual({ ok: true, answers: { action: 'retry', output: null } });
  expect(checkAnswers(form, { action: 'skip', output: '{"a":1}' })).toEqual({
    ok: true,
    answers: { action: 'skip', output: { a: 1 } },
  });
});
