import { expect, test } from 'vitest';
import { checkDraft } from './answers.ts';

const fields = [
  { name: 'approved', type: 'bool', required: true },
  { name: 'risk', type: 'string', enum: ['low', 'high'], required: true },
  { name: 'n', type: 'int', required: false },
  { name: 'tags', type: 'string[]', required: false },
  { name: 'data', type: 'json', required: false },
];

test('E-RUN-40 required fields, types and enums are checked before sending', () => {
  expect(checkDraft(fields, {}, null).problems).toEqual({
    approved: 'An answer is required.',
    risk: 'An answer is required.',
  });
  const wrong = checkDraft(fields, { approved: false, risk: 'mid', n: '1.5', data: '{' }, null);
  expect(Object.keys(wrong.problems)).toEqual(['risk', 'n', 'data']);
  expect(checkDraft(fields, { approved: false, risk: 'low', n: '3', tags: 'a\n\n b ', data: '{"k":1}' }, null)).toEqual(
    {
      answers: { approved: false, risk: 'low', n: 3, tags: ['a', 'b'], data: { k: 1 } },
      problems: {},
    },
  );
});

test('E-RUN-40 min_answers counts answered fields, whichever they are', () => {
  const optional = fields.map((field) => ({ ...field, required: false }));
  expect(checkDraft(optional, {}, 1).general).toContain('At least 1');
  expect(checkDraft(optional, { n: '3' }, 1)).toEqual({ answers: { n: 3 }, problems: {} });
});
