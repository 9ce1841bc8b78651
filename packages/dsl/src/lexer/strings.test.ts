import { expect, test } from 'vitest';
import { codes, declaration, entries, literal, read } from '../fixtures/reading.ts';
import { sourceOffset, valueSpan } from '../tree.ts';

const value = (text: string): unknown => read(`agent a:\n  model: ${text}\n`, 'model');

test('L-LEX-17 a legacy string keeps the backslash and the character after it', () => {
  expect(value('"a\\"b\\n"')).toBe('a\\"b\\n');
  expect(value('"\\\\"')).toBe('\\\\');
  expect(value('"x # no comment"')).toBe('x # no comment');
  expect(value('""')).toBe('');
});

test('L-LEX-17 L-REC-08 a string without end: E004 at its quote, its value the trimmed rest of the line', () => {
  const text = 'agent a:\n  model: " m # x  \n  readonly: true\n';
  expect(codes(text)).toEqual(['E004@2']);
  expect(read(text, 'model')).toBe('m # x');
  expect(read(text, 'readonly')).toBe(true);
  expect(codes('agent a:\n  model: "m\\')).toEqual(['E004@2']);
});

test('L-LEX-18 a raw string spans lines, knows no escape, and reads CRLF as LF', () => {
  expect(value('`c:\\dir "x"`')).toBe('c:\\dir "x"');
  const text = 'vars:\r\n  r: string = `one\r\n  two\r\n`  # end\r\n  s: int = 1\r\n';
  expect(codes(text)).toEqual([]);
  expect(entries(text)['r']?.value).toMatchObject({ token: { value: 'one\n  two\n' } });
  expect(entries(text)['s']?.trailing).toBeUndefined();
});

test('L-LEX-18 L-REC-08 a raw string without end ends with its first line', () => {
  const text = 'agent a:\n  model: `m\n  readonly: true\n';
  expect(codes(text)).toEqual(['E004@2']);
  expect(read(text, 'readonly')).toBe(true);
});

test('L-LEX-19 strict escapes', () => {
  expect(literal('"\\"\\\\\\n\\t\\r\\0"', true)).toBe('"\\\n\t\r\0');
  expect(codes('## strict-escape: on\nvars:\n  v: string = "a\\q"\n')).toEqual(['E007@3']);
  expect(literal('"a\\q"', true)).toBe('a\\q');
});

test('L-LEX-19 each value character of a strict string knows its place', () => {
  const text = '## strict-escape: on\nvars:\n  v: string = "a\\nb\\"c"\n';
  const value = entries(text)['v']?.value;
  if (value?.type !== 'Literal') throw new Error('no literal');
  const { token } = value;
  expect(token.value).toBe('a\nb"c');
  expect([...token.value].map((_, index) => text.charAt(sourceOffset(token, index)))).toEqual([
    'a',
    '\\',
    'b',
    '\\',
    'c',
  ]);
  const span = valueSpan(token, 4, 5);
  expect(text.slice(span.start, span.end)).toBe('c');
});

test('L-LEX-20 single quotes report E002 with a fix; the content is used', () => {
  expect(codes("agent a:\n  model: 'm'\n")).toEqual(['E002@2']);
  expect(value("'m'")).toBe('m');
});

test('L-LEX-25 strings of JSON follow JSON escapes in either mode', () => {
  for (const strict of [false, true]) {
    expect(literal('{"a": "x\\u00e9\\n\\/"}', strict)).toEqual({ a: 'xé\n/' });
  }
  expect(codes('vars:\n  v: json = ["\\q"]\n')).toEqual(['E002@2']);
});

test('L-LEX-04 inside literals every character is content', () => {
  expect(value('"a\u00a0\u0007\t\r b"')).toBe('a\u00a0\u0007\t\r b');
  expect(codes('agent a:\n  model: "a\u00a0b"\n')).toEqual([]);
});

test('L-CST-02 a value offset leads to its source offset across the lines of a raw string', () => {
  const text = 'vars:\r\n  r: string = `a\r\nb`\r\n';
  const block = declaration(text).block?.statements[0];
  if (block?.type !== 'Entry' || block.value?.type !== 'Literal') throw new Error('no literal');
  const { token } = block.value;
  expect([0, 1, 2].map((at) => text.charAt(sourceOffset(token, at)))).toEqual(['a', '\n', 'b']);
});
