import { compile, edit, parse } from '@iterion/dsl';
import { expect, test } from 'vitest';
import { addFields, fieldsFromUsage, fieldsOfSample } from './schemaSources.ts';

test('E-INSP-11 fields are taken from a JSON sample, typed', () => {
  expect(
    fieldsOfSample('{"ok": true, "n": 3, "share": 0.5, "text": "x", "tags": ["a"], "deep": {"a": 1}, "none": null}'),
  ).toEqual([
    { name: 'ok', type: 'bool' },
    { name: 'n', type: 'int' },
    { name: 'share', type: 'float' },
    { name: 'text', type: 'string' },
    { name: 'tags', type: 'string[]' },
    { name: 'deep', type: 'json' },
    { name: 'none', type: 'json' },
  ]);
  expect(fieldsOfSample('[{"a": "first"}]')).toEqual([{ name: 'a', type: 'string' }]);
  expect(fieldsOfSample('{"a":')).toContain('not JSON');
  expect(fieldsOfSample('3')).toContain('object');
  expect(fieldsOfSample('{"no name": 1}')).toContain('"no name"');
});

test('E-INSP-11 fields are taken from conditions and references that ask for them, and added in one operation', () => {
  const text = `# kept
schema o:   # here
  known: string   # and here

prompt p:
  Read {{input.summary}} and {{outputs.a.notes}} of {{outputs.b.other}}.

agent a:
  output: o
agent b:
  input: o
  user: p

workflow w:
  default_backend: "claw"
  entry: a
  a -> b when approved
  a -> done when not approved
  b -> done
`;
  const document = parse(text);
  const graph = compile(document);
  const [schema] = graph.schemas;
  if (!schema) throw new Error('no schema');
  const fields = fieldsFromUsage(document, graph, schema);
  expect(fields.toSorted((x, y) => x.name.localeCompare(y.name))).toEqual([
    { name: 'approved', type: 'bool' },
    { name: 'notes', type: 'string' },
    { name: 'summary', type: 'string' },
  ]);
  const operation = addFields(schema, [...fields, { name: 'known', type: 'int' }]);
  const result = operation && edit(document, operation);
  if (!result?.ok) throw new Error('refused');
  let after = text;
  for (const { start, end, newText } of result.edits.toReversed())
    after = after.slice(0, start) + newText + after.slice(end);
  const added = after.split('\n').filter((line) => !text.split('\n').includes(line));
  expect(added.toSorted()).toEqual(['  approved: bool', '  notes: string', '  summary: string']);
  expect(after).toContain('  known: string   # and here\n');
  expect(addFields(schema, [{ name: 'known', type: 'int' }])).toBeNull();
});
