import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { tableLines } from './table.ts';
import { terminalOf } from './terminal.ts';

test('R-CLI-04 colour only on a TTY and without NO_COLOR', () => {
  const painted = (isTTY: boolean, env: Record<string, string>): string => {
    const stream = { isTTY, write: () => true };
    return terminalOf({ stdin: Readable.from([]), stdout: stream, stderr: stream }, env).paint('red', 'x');
  };
  expect(painted(true, {})).toBe('\u001b[31mx\u001b[39m');
  expect(painted(false, {})).toBe('x');
  expect(painted(true, { NO_COLOR: '1' })).toBe('x');
  expect(painted(true, { NO_COLOR: '' })).toBe('\u001b[31mx\u001b[39m');
  expect(painted(true, { TERM: 'dumb' })).toBe('x');
});

test('R-CLI-19 columns are as wide as their contents, without blanks at line ends', () => {
  const rows = [
    [{ text: 'ID' }, { text: 'N', right: true }, { text: '' }],
    [{ text: 'é1' }, { text: '10', right: true }, { text: 'note' }],
  ];
  expect(tableLines(rows)).toEqual(['ID   N', 'é1  10  note']);
});
