import type { Schema } from '@iterion/dsl';
import type { Interaction } from '@iterion/protocol';
import { expect, test } from 'vitest';
import { checkDraft } from './answers.ts';
import { answersOf, fieldsOf } from './questionForm.ts';

const range = { start: { line: 1, column: 1, offset: 0 }, end: { line: 1, column: 1, offset: 0 } };
const schema: Schema = {
  name: 'result',
  range,
  nameRange: range,
  fields: [
    { name: 'ok', type: 'bool', range },
    { name: 'count', type: 'int', range },
  ],
};
const question = (more: Partial<Interaction>): Interaction => ({
  id: 'i',
  runId: 'r',
  node: 'n',
  branch: 'main',
  execution: 'exec:main:n:0',
  kind: 'recovery',
  createdAt: '',
  questions: {},
  facts: [],
  schema: [
    { name: 'action', type: 'string', enum: ['retry', 'skip', 'abort'], required: true },
    { name: 'output', type: 'json', required: false },
  ],
  minAnswers: null,
  state: 'open',
  ...more,
});

test('E-RUN-44 a recovery asks what to do; skipping asks for an output in the fields of the schema of the node', () => {
  expect(fieldsOf(question({}), {}, schema).map(({ name }) => name)).toEqual(['action']);
  expect(fieldsOf(question({}), { action: 'abort' }, schema).map(({ name }) => name)).toEqual(['action']);
  const draft = { action: 'skip', 'output.ok': true, 'output.count': '4' };
  const fields = fieldsOf(question({}), draft, schema);
  expect(fields.map(({ name, type }) => [name, type])).toEqual([
    ['action', 'string'],
    ['output.ok', 'bool'],
    ['output.count', 'int'],
  ]);
  expect(checkDraft(fields, { ...draft, 'output.count': 'x' }, null).problems).toEqual({
    'output.count': 'A whole number is needed.',
  });
  expect(answersOf(checkDraft(fields, draft, null).answers)).toEqual({
    action: 'skip',
    output: { ok: true, count: 4 },
  });
  expect(
    fieldsOf(question({}), draft, null)
      .map(({ name, type }) => [name, type])
      .at(-1),
  ).toEqual(['output', 'json']);
});

test('E-RUN-45 an agent that offers options gets one of them, unless it takes free text', () => {
  const asked = question({
    kind: 'question',
    questions: { question: 'Which?', options: ['a', 'b'] },
    schema: [{ name: 'ask_user_response', type: 'string', required: true }],
    choices: [
      { value: 'a', label: 'a' },
      { value: 'b', label: 'b' },
    ],
  });
  expect(fieldsOf(asked, {}, null)).toMatchObject([{ name: 'ask_user_response', enum: ['a', 'b'] }]);
  const free = { ...asked, questions: { question: 'Which?', options: ['a', 'b'], allow_free_text: true } };
  expect(fieldsOf(free, {}, null)[0]?.enum).toBeUndefined();
});
