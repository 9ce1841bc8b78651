import type { Diagnostic } from '@iterion/dsl';
import { expect, test } from 'vitest';
import { compileDocument, parseText } from './language.ts';
import { shareDiagnostics } from './sharedDiagnostics.ts';

const text = (name: string): string => `agent a:\n  model: "m"\n\nworkflow w:\n  entry: a\n  a -> ${name}\n`;
const found = (source: string): readonly Diagnostic[] => compileDocument(parseText(source)).diagnostics;

test('E-DOC-14 a diagnostic that says the same at the same place stays the same object', () => {
  const before = found(text('bb'));
  expect(before.length).toBeGreaterThan(0);
  expect(shareDiagnostics(before, found(text('bb')))).toBe(before);
  const other = shareDiagnostics(before, found(text('cc')));
  expect(other).not.toBe(before);
});

test('E-DIAG-06 a kept diagnostic hands out the fixes of the newest text, and sharing reads none', () => {
  let read = 0;
  const diagnostic = (edit: string): Diagnostic => {
    const [first] = found(text('bb'));
    if (!first) throw new Error('The text has a problem.');
    const { fixes: _, ...rest } = first;
    return Object.defineProperty({ ...rest }, 'fixes', {
      enumerable: true,
      configurable: true,
      get: () => {
        read += 1;
        return [{ title: edit, edits: [] }];
      },
    });
  };
  const before = [diagnostic('old')];
  const shared = shareDiagnostics(before, [diagnostic('new')]);
  expect(shared).toBe(before);
  expect(read).toBe(0);
  expect(shared[0]?.fixes?.[0]?.title).toBe('new');
});
