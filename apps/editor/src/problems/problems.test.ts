import type { Diagnostic } from '@iterion/dsl';
import { expect, test } from 'vitest';
import { changedLines } from './changedLines.ts';
import { countsOf, everySeverity, filtered, nextProblem } from './problems.ts';

const problem = (code: string, offset: number, severity: Diagnostic['severity'] = 'error'): Diagnostic => ({
  code,
  severity,
  message: `about ${code}`,
  hint: '',
  range: { start: { line: 1, column: 1, offset }, end: { line: 1, column: 2, offset: offset + 1 } },
});
const list = [problem('C002', 30), problem('C001', 10), problem('C100', 20, 'info'), problem('C003', 40, 'warning')];

test('E-DIAG-05 F8 walks in text order and around the end', () => {
  const codes = [-1, 10, 30, 40].map((offset) => nextProblem(list, offset, 1)?.code);
  expect(codes).toEqual(['C001', 'C002', 'C003', 'C001']);
  expect([40, 30, 10].map((offset) => nextProblem(list, offset, -1)?.code)).toEqual(['C002', 'C001', 'C003']);
  expect(nextProblem([], 0, 1)).toBeUndefined();
});

test('E-DIAG-04 the list is filtered by words and severity and counted', () => {
  expect(filtered(list, { word: 'c00', severities: everySeverity })).toHaveLength(3);
  expect(filtered(list, { word: '', severities: new Set(['warning']) }).map((item) => item.code)).toEqual(['C003']);
  expect(countsOf(list)).toEqual({ error: 2, warning: 1, info: 1 });
});

test('E-DIAG-06 a preview shows the lines that change with one line around them', () => {
  const text = 'a\nb\nc\nd\ne\n';
  expect(changedLines(text, [{ start: 4, end: 5, newText: 'C' }])).toEqual([
    { kind: 'same', text: 'b' },
    { kind: 'removed', text: 'c' },
    { kind: 'added', text: 'C' },
    { kind: 'same', text: 'd' },
  ]);
  expect(changedLines(text, [{ start: 2, end: 2, newText: 'new\n' }]).filter((line) => line.kind !== 'same')).toEqual([
    { kind: 'added', text: 'new' },
  ]);
  expect(changedLines(text, [{ start: 2, end: 4, newText: '' }]).filter((line) => line.kind !== 'same')).toEqual([
    { kind: 'removed', text: 'b' },
  ]);
});
