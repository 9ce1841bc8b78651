// Every code of the registry by its own example: the failing file is reported, the mended one is not, and every fix that is
// offered removes what it mends without adding an error (L-DIAG-02).
import { describe, expect, test } from 'vitest';
import { compile } from '../compile/compile.ts';
import { parse } from '../document.ts';
import type { CompiledGraph, Diagnostic } from '../graph.ts';
import { applyEdits } from '../source.ts';
import { CODES, codeRow, ENVIRONMENT_CODES, messageOf } from './registry.ts';

const compiled = (text: string): CompiledGraph => compile(parse(text));
const errorsOf = ({ diagnostics }: CompiledGraph): Diagnostic[] =>
  diagnostics.filter((each) => each.severity === 'error');

for (const [code, row] of CODES) {
  describe(code, () => {
    test(`L-DIAG-01 ${code} is reported for its failing example`, () => {
      const own = compiled(row.failing).diagnostics.filter((each) => each.code === code);
      expect(own.length, row.failing).toBeGreaterThan(0);
      for (const diagnostic of own) {
        expect(diagnostic.message).toMatch(/^\S[\s\S]*$/);
        expect(diagnostic.message).not.toMatch(/(?<!\{)\{\w+\}(?!\})|``|undefined/);
        expect(diagnostic.hint).not.toBe('');
        expect(diagnostic.range.end.offset).toBeGreaterThanOrEqual(diagnostic.range.start.offset);
        expect(diagnostic.range.end.offset).toBeLessThanOrEqual(row.failing.length);
      }
    });

    test(`L-DIAG-01 ${code} is not reported for its mended example, which has no error`, () => {
      const graph = compiled(row.mended);
      expect(
        graph.diagnostics.filter((each) => each.code === code),
        row.mended,
      ).toEqual([]);
      expect(
        errorsOf(graph).map((each) => each.message),
        row.mended,
      ).toEqual([]);
    });

    test(`L-DIAG-02 every fix of ${code} removes its diagnostic and adds no error`, () => {
      const graph = compiled(row.failing);
      for (const diagnostic of graph.diagnostics.filter((each) => each.code === code)) {
        expect((diagnostic.fixes ?? []).filter((fix) => fix.preferred === true).length).toBeLessThanOrEqual(1);
        for (const fix of diagnostic.fixes ?? []) expectMends(row.failing, graph, diagnostic, fix);
      }
    });
  });
}

type Fix = NonNullable<Diagnostic['fixes']>[number];

function expectMends(text: string, before: CompiledGraph, diagnostic: Diagnostic, fix: Fix): void {
  const after = applyEdits(text, fix.edits);
  const graph = compiled(after);
  const same = ({ code, message }: Diagnostic): boolean => code === diagnostic.code && message === diagnostic.message;
  const count = (from: CompiledGraph): number => from.diagnostics.filter(same).length;
  expect(count(graph), `${fix.title}\n${after}`).toBeLessThan(count(before));
  if (/\((?:then )?\w+.*\)$/.test(fix.title)) return; // the title announces what is still to be done
  const known = new Set(errorsOf(before).map((each) => each.message));
  const added = errorsOf(graph).filter((each) => !known.has(each.message));
  expect(
    added.map((each) => `${each.code} ${each.message}`),
    `${fix.title}\n${after}`,
  ).toEqual([]);
}

test('L-DIAG-01 messages name what they speak of', () => {
  expect(messageOf(codeRow('C001'), undefined, { name: 'x' })).toBe('There is no node `x`.');
  expect(messageOf(codeRow('C008'), 'missing', {})).toBe('The workflow names no entry.');
});

test('L-DIAG §7 the registry holds every code of the specification', () => {
  expect([...ENVIRONMENT_CODES.keys()]).toEqual([
    'W001',
    'W002',
    'W003',
    'W004',
    'W005',
    'W006',
    'W007',
    'W008',
    'W009',
  ]);
  for (const row of ENVIRONMENT_CODES.values()) expect(row.hint).not.toBe('');
});
