import { parse, referencesFromText } from '@iterion/dsl';
import { expect, test } from 'vitest';
import { insertionOf } from './insertion.ts';

const document = parse(`vars:
  files: string[] = ["a"]
  name: string = "x"
tool t:
  command: "true"
`);
const words = (text: string, shell = true) =>
  referencesFromText(text, shell ? 'command' : 'template', document, [{ node: 't' }]).references.map((reference) =>
    insertionOf(reference, shell),
  );

test('E-INSP-18 each reference says how it is quoted; raw and unquotable ones warn', () => {
  expect(words(`rm {{vars.files}} {{vars.name}} "{{vars.name}}" '{{vars.name}}'`)).toEqual([
    { words: 'quoted, one word per item', warns: false },
    { words: 'quoted, as one word', warns: false },
    { words: 'quoted, inside your double quotes', warns: false },
    { words: 'quoted, inside your single quotes', warns: false },
  ]);
  expect(words('sh -c {{!vars.name}} `{{vars.name}}` {{vars.nope}}').map(({ warns }) => warns)).toEqual([
    true,
    true,
    true,
  ]);
  expect(words('x = {{vars.files}}; y = {{!vars.name}}', false)).toEqual([
    { words: 'as a JSON literal', warns: false },
    { words: 'raw: the value becomes part of the script', warns: true },
  ]);
});
