import type { LaunchVariable } from '@iterion/protocol';
import { expect, test } from 'vitest';
import { checkValues, originOf } from './values.ts';

const variable = (name: string, type: LaunchVariable['type'], more: Partial<LaunchVariable> = {}): LaunchVariable => ({
  name,
  type,
  required: false,
  from: 'default',
  secret: false,
  ...more,
});
const none = new Set<string>();

test('E-RUN-01 what is typed becomes the declared type, what cannot is said at its field, what is required is there or left unset on purpose', () => {
  const variables = [
    variable('title', 'string', { required: true, from: 'none' }),
    variable('retries', 'int', { value: 3 }),
    variable('config', 'json', { value: { a: 1 } }),
    variable('tags', 'string[]', { value: [] }),
    variable('rate', 'float', { value: 0.5 }),
  ];
  const texts = { title: '', retries: 'many', config: '{', tags: 'a\n\nb', rate: '0.5' };
  const checked = checkValues(variables, { texts, unset: none });
  expect(Object.keys(checked.wrong)).toEqual(['title', 'retries', 'config']);
  expect(checked.wrong['title']).toBe('A value is needed; or choose to leave it unset.');
  expect(checked.wrong['config']).toMatch(/^This is not JSON/);
  expect(
    checkValues(variables, {
      texts: { title: '', retries: '5', config: '[1]', tags: 'a\n\nb', rate: '0.5' },
      unset: new Set(['title']),
    }),
  ).toEqual({ values: { retries: 5, config: [1], tags: ['a', 'b'] }, wrong: {} });
});

test('E-RUN-02 each value says where it comes from; values of a former run are sent, those the file gives itself are not', () => {
  const former = variable('a', 'string', { value: 'x', from: 'run' });
  const preset = variable('b', 'string', { value: 'y', from: 'preset' });
  expect(checkValues([former, preset], { texts: { a: 'x', b: 'y' }, unset: none }).values).toEqual({ a: 'x' });
  expect(originOf(preset, 'y', 'z')).toBe('preset');
  expect(originOf(preset, 'z', 'z')).toBe('last');
  expect(originOf(preset, 'w', 'z')).toBe('you');
});
