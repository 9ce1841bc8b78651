import { expect, test } from 'vitest';
import { codes, declaration, edges, property, read, valueOf } from '../fixtures/reading.ts';
import { sourceOffset } from '../tree.ts';

const lines = (...all: string[]): string => `${all.join('\n')}\n`;

test('L-LEX-21 L-LEX-22 a block scalar: common indentation, content, layout around it', () => {
  const text = lines(
    'tool u:',
    '  command: |  # note',
    '',
    '      echo one  ',
    '',
    '    \techo "two" ## text',
    '',
    '  input: s',
  );
  expect(codes(text)).toEqual([]);
  expect(read(text, 'command')).toBe('  echo one  \n\n\techo "two" ## text\n');
  expect(read(text, 'input')).toBe('s');
});

test('L-LEX-22 |- leaves the final line end out; no lines are the empty string', () => {
  expect(read(lines('tool u:', '  script: |-', '    a', '    b'), 'script')).toBe('a\nb');
  expect(read(lines('tool u:', '  script: |', '  language: sh'), 'script')).toBe('');
  expect(read('tool u:\n  script: |', 'script')).toBe('');
});

test('L-LEX-22 CRLF counts as LF, and every value character knows its place', () => {
  const text = 'tool u:\r\n  command: |\r\n    one\r\n      two\r\n';
  const { value } = property(text, 'command');
  if (value?.type !== 'Literal') throw new Error('no literal');
  expect(value.token.value).toBe('one\n  two\n');
  const source = [...value.token.value].map((_, at) => text.charAt(sourceOffset(value.token, at)));
  expect(source.join('')).toBe('one\r  two\r');
});

test('L-LEX-21 text after the opener reports E008; an opener where no string may stand, too', () => {
  expect(codes(lines('tool v:', '  command: | echo'))).toEqual(['E008@2']);
  expect(codes(lines('vars:', '  v: string = |', '    x'))).toEqual(['E008@2']);
  expect(codes(lines('agent a:', '  readonly: |', '    x'))).toEqual(['E008@2']);
});

test('L-LEX-10 L-LEX-21 a block scalar keeps its line rule inside a with block', () => {
  const text = lines('workflow w:', '  a -> b with {', '    note: |', '      one', '      } two', '    n: 1 }');
  expect(codes(text)).toEqual([]);
  expect(edges(text)[0]?.with?.entries.map((entry) => valueOf(entry.value))).toEqual(['one\n} two\n', 1]);
});

const body = (...all: string[]): string | undefined => declaration(lines(...all)).body?.token?.value;

test('L-LEX-27 L-LEX-28 a prompt body: text, whatever it looks like', () => {
  const text = [
    'prompt user: ## on the header line',
    '## between',
    '',
    '    # Title',
    '      deeper "',
    '',
    '  end {{x}} -> [  ',
  ];
  expect(body(...text, '', 'agent a:')).toBe('  # Title\n    deeper "\n\nend {{x}} -> [  ');
  expect(codes(lines(...text))).toEqual([]);
});

test('L-LEX-27 a deeper comment line is text; one at the header’s indentation after the body ends it', () => {
  expect(body('prompt p:', '  # text', '# comment')).toBe('# text');
});

test('L-LEX-28 blank lines around the body are layout; blanks in blank lines are not kept', () => {
  expect(body('prompt p:', '', '  a', '     ', '  b', '   ')).toBe('a\n\nb');
});

test('L-LEX-29 an empty body is empty (E013); text on the header line reports E001', () => {
  expect(codes(lines('prompt p:'))).toEqual(['E013@1']);
  expect(codes(lines('prompt p: hello'))).toEqual(['E001@1']);
});

test('L-LEX-29 a tab-led line reports E003 once and belongs to the body', () => {
  const text = lines('prompt p:', '  one', '\ttwo', '\tthree');
  expect(codes(text)).toEqual(['E003@3']);
  expect(declaration(text).body?.token?.value).toBe('one\ntwo\nthree');
});

test('L-LEX-05 a missing final line end changes nothing', () => {
  expect(declaration('prompt p:\n  a').body?.token?.value).toBe('a');
  expect(codes('agent a:\n  model: "m"')).toEqual([]);
});
