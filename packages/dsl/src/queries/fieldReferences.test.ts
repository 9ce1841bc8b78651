import { expect, test } from 'vitest';
import { parse } from '../document.ts';
import { referencesFromText } from './fieldReferences.ts';

const document = parse(`vars:
  topic: string
schema o:
  ok: bool
  list: string[]
agent a:
  output: o
tool t:
  input: o
  command: "true"
workflow w:
  default_backend: "claw"
  entry: a
  a -> t when ok
  t -> done
`);
const text = (source: string, kind: Parameters<typeof referencesFromText>[1] = 'template') =>
  referencesFromText(source, kind, document, [kind === 'expression' ? { edge: 'a->t' } : { node: 't' }]);

test('E-INSP-10 references of a template have their place, type and fault', () => {
  const source =
    'On {{vars.topic}}: {{ outputs.a.ok }} {{!input.list}} {{vars.tpic}} {{outputs.a.no}} {{"{{"}} {{vars.}}';
  const { references, malformed } = text(source);
  expect(references.map(({ start, end, type, raw }) => [source.slice(start, end), type, raw])).toEqual([
    ['{{vars.topic}}', 'string', false],
    ['{{ outputs.a.ok }}', 'bool', false],
    ['{{!input.list}}', 'string[]', true],
    ['{{vars.tpic}}', 'unknown', false],
    ['{{outputs.a.no}}', 'unknown', false],
  ]);
  expect(references.map(({ finding }) => finding && [finding.code, source.slice(finding.start, finding.end)])).toEqual([
    undefined,
    undefined,
    undefined,
    ['C033', 'tpic'],
    ['C031', 'no'],
  ]);
  expect(malformed.map(({ code, start }) => [code, source.slice(start)])).toEqual([['C004', '{{vars.}}']]);
});

test('E-INSP-18 references of a command say how they are quoted', () => {
  const { references, environment } = text(
    'echo {{vars.topic}} "{{input.ok}}" \'{{!input.ok}}\' `{{input.ok}}` ${HOME}',
    'command',
  );
  expect(references.map(({ quoting, raw }) => [quoting, raw])).toEqual([
    ['bare', false],
    ['double', false],
    ['single', true],
    ['none', false],
  ]);
  expect(environment.map(({ name }) => name)).toEqual(['HOME']);
});

test('E-INSP-10 paths of an expression, bare names too, stop where an index is computed', () => {
  const source = 'ok && input.list[0] == vars.topic && outputs.a.list[length(input.list) - 1] != "x" && nope';
  const { references } = text(source, 'expression');
  expect(
    references.map(({ start, end, ns, path, type, finding }) => [
      source.slice(start, end),
      ns,
      path,
      type,
      finding?.code,
    ]),
  ).toEqual([
    ['ok', 'input', ['ok'], 'bool', undefined],
    ['input.list[0]', 'input', ['list', 0], 'string', undefined],
    ['vars.topic', 'vars', ['topic'], 'string', undefined],
    ['outputs.a.list[length(input.list) - 1]', 'outputs', ['a', 'list'], 'string', undefined],
    ['input.list', 'input', ['list'], 'string[]', undefined],
    ['nope', 'input', ['nope'], 'unknown', 'C034'],
  ]);
});

test('E-INSP-09 a text with several places is wrong when one of them lacks the name', () => {
  const both = referencesFromText('{{input.ok}}', 'template', document, [{ node: 't' }, { node: 'a' }]);
  expect(both.references[0]?.finding).toBeUndefined();
  expect(
    referencesFromText('{{input.no}}', 'template', document, [{ node: 'a' }, { node: 't' }]).references[0]?.finding
      ?.code,
  ).toBe('C034');
  expect(referencesFromText('{{vars.topic}}', 'template', document, []).references[0]?.type).toBe('unknown');
});
