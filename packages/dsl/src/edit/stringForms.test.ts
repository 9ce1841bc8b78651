import { expect, test } from 'vitest';
import { parse } from '../document.ts';
import { applyEdits } from '../source.ts';
import { declarationsOf, jsonOf, propertyOf } from '../tree.ts';
import { stringForms } from './stringForms.ts';

function command(text: string) {
  const document = parse(text);
  const [tool] = declarationsOf(document.file, 'tool');
  const node = tool && propertyOf(tool.node, 'command');
  if (!tool || !node) throw new Error('no command');
  const forms = stringForms(document, { node, at: tool.at });
  return { forms, value: node.value ? jsonOf(node.value) : undefined };
}

test.each([
  ['LF', '\n'],
  ['CRLF', '\r\n'],
])('E-INSP-03 L-EDIT-07 a string is written in every form that can hold it, and says the same (%s)', (_name, eol) => {
  const lines = (value: string) =>
    `tool t:\n    command: ${value}\n\nworkflow w:\n    entry: t\n`.replaceAll('\n', eol);
  for (const [written, forms] of [
    ['"echo one"', ['string', 'raw', 'strip']],
    ['`say "hi"`', ['raw', 'strip']],
    ['|-\n        one\n        two', ['raw', 'strip']],
    ['|\n        one', ['raw', 'keep']],
    ['""', ['string', 'raw']],
  ] as const) {
    const text = lines(written);
    const { forms: found, value } = command(text);
    expect(
      found.map(({ form }) => form),
      written,
    ).toEqual(forms);
    expect(found.filter(({ isPresent }) => isPresent)).toHaveLength(1);
    for (const { edit, isPresent } of found) {
      const after = applyEdits(text, [edit]);
      expect(command(after).value, `${written} as ${edit.newText}`).toBe(value);
      if (isPresent) expect(after).toBe(text);
      expect(after.replaceAll(eol, '')).not.toMatch(/[\r\n]/u);
    }
  }
});
