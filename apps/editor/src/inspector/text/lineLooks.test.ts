import { parse, referencesFromText } from '@iterion/dsl';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Dialect } from './ink.ts';
import { drawnMarks, lineLooks } from './lineLooks.ts';
import { markdownMarks } from './markdownWords.ts';

const document = parse('vars:\n  topic: string\nagent a:\n  model: "m/x"\n');
const looks = (text: string, dialect: Dialect) =>
  lineLooks(text, drawnMarks(referencesFromText(text, 'template', document, [{ node: 'a' }])), dialect);
const drawn = (text: string, dialect: Dialect = 'markdown') =>
  looks(text, dialect).map(({ pieces }) =>
    pieces.map((piece) => [piece.text, piece.mark || piece.ink].filter(Boolean).join(':')).join('|'),
  );

test('E-INSP-14 a prompt shows Markdown and references, also where one holds the other', () => {
  expect(drawn('# Do {{vars.topic}} now\n- a `{{vars.nope}}` b\n\nplain **so** _it_ [x](y) <doc>')).toEqual([
    '# Do :heading|{{vars.topic}}:reference| now:heading',
    '-:bullet| a |`:code|{{vars.nope}}:wrong|`:code| b',
    '',
    'plain |**so**:strong| |_it_:emphasis| |[x](y):link| |<doc>:tag',
  ]);
  expect(drawn('```js\nconst {{vars.topic}} = 1 # no heading\n```\n# yes')).toEqual([
    '```js:code',
    'const :code|{{vars.topic}}:reference| = 1 # no heading:code',
    '```:code',
    '# yes:heading',
  ]);
  expect(drawn('> said\n1. one\n***\nsnake_case_name 2*3*4')).toEqual([
    '> said:quote',
    '1.:bullet| one',
    '***:bullet',
    'snake_case_name 2*3*4',
  ]);
});

test('E-INSP-18 the quotes of a shell command hold over the references in them', () => {
  expect(drawn('echo "a {{vars.topic}} b" # c', 'shell')).toEqual([
    'echo:keyword| |"a :string|{{vars.topic}}:reference| b":string| |# c:comment',
  ]);
});

test('E-INSP-14 E-SRC-04 what is painted is always the text, in every dialect', () => {
  const part = fc.constantFrom(
    '# ',
    '**',
    '_',
    '`',
    '```\n',
    '{{vars.topic}}',
    '{{',
    '}}',
    '\n',
    ' ',
    'a',
    '"',
    '<b>',
    '[x](',
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 40 }), fc.constantFrom<Dialect>('markdown', 'shell'), (parts, dialect) => {
      const text = parts.join('');
      const lines = looks(text, dialect);
      expect(lines.map(({ pieces }) => pieces.map((piece) => piece.text).join('')).join('\n')).toBe(text);
      const marks = markdownMarks(text);
      for (const [index, mark] of marks.entries())
        expect(mark.start).toBeGreaterThanOrEqual(marks[index - 1]?.end ?? 0);
    }),
  );
});
