import { compile, edit, parse, referencesFromText } from '@iterion/dsl';
import type { WithEntryValue } from '@iterion/dsl';
import { expect, test } from 'vitest';
import { converted, doesFit, guessed, modeOf, textOf, typeOfValue, valueIn } from './mappingValue.ts';

const text = `schema o:
  n: int
  text: string
agent a:
  output: o
agent b:
  input: o
workflow w:
  default_backend: "claw"
  entry: a
  a -> b
  b -> done
`;
const document = parse(text);
const type = (value: WithEntryValue) =>
  typeOfValue(
    value,
    'template' in value ? referencesFromText(value.template, 'template', document, [{ edge: 'a->b' }]).references : [],
  );

test('E-INSP-16 what is typed is a literal where it plainly is one, else text', () => {
  expect(guessed('42')).toEqual({ json: 42 });
  expect(guessed('-1.5e3')).toEqual({ json: -1500 });
  expect(guessed(' true ')).toEqual({ json: true });
  expect(guessed('null')).toEqual({ json: null });
  expect(guessed('["a", 1]')).toEqual({ json: ['a', 1] });
  expect(guessed('{{input.n}}')).toEqual({ template: '{{input.n}}' });
  expect(guessed('[not json')).toEqual({ template: '[not json' });
  expect(guessed('007 agents')).toEqual({ template: '007 agents' });
});
test('E-INSP-16 a chosen mode decides: the text 42 can be text, and what does not fit the mode says so', () => {
  expect(valueIn('text', '42')).toEqual({ template: '42' });
  expect(valueIn('number', 'x')).toBe('Write a number');
  expect(valueIn('json', '{')).toContain('not JSON');
  expect(converted('text', { json: 42 })).toEqual({ template: '42' });
  expect(converted('number', { template: '42' })).toEqual({ json: 42 });
  expect(converted('boolean', { template: 'x' })).toEqual({ json: true });
  expect(converted('json', { template: 'x' })).toEqual({ json: 'x' });
  for (const mode of ['text', 'number', 'boolean', 'null', 'json'] as const)
    expect(modeOf(converted(mode, { template: mode === 'json' ? '[1]' : 'x' }))).toBe(mode);
});
test('E-INSP-16 the resulting type is said, and whether it fits the field', () => {
  expect(type({ template: '{{input.n}}' })).toBe('int');
  expect(type({ template: 'n is {{input.n}}' })).toBe('string');
  expect(type({ json: [1] })).toBe('list');
  expect(doesFit({ template: '{{input.text}}' }, 'string', 'string')).toBe(true);
  expect(doesFit({ json: [1] }, 'list', 'int')).toBe(false);
  expect(doesFit({ json: 1 }, 'int', undefined)).toBeUndefined();
});
test('E-INSP-16 every value is written as the language writes it and is read back the same', () => {
  const values: WithEntryValue[] = [
    { template: '{{input.n}}' },
    { template: 'a "quoted" text' },
    { template: '42' },
    { template: 'true' },
    { json: 42 },
    { json: -0.5 },
    { json: false },
    { json: null },
    { json: ['a', { b: [1, null] }] },
  ];
  for (const value of values) {
    const result = edit(document, { op: 'setWith', edge: 'a->b', key: 'text', value });
    if (!result.ok) throw new Error(result.refusal.reason);
    let after = text;
    for (const { start, end, newText } of result.edits.toReversed())
      after = after.slice(0, start) + newText + after.slice(end);
    const [entry] = compile(parse(after)).edges[0]?.with ?? [];
    const written = entry?.value.kind === 'template' ? entry.value.template.source : entry?.value.value;
    const expected = 'template' in value ? value.template : value.json;
    expect(typeof expected === 'object' ? undefined : written, textOf(value)).toEqual(
      typeof expected === 'object' ? undefined : expected,
    );
    expect(entry?.value.kind, textOf(value)).toBe('template' in value ? 'template' : 'json');
  }
});
