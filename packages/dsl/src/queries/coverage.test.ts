import { describe, expect, test } from 'vitest';
import { compile } from '../compile/compile.ts';
import { parse } from '../document.ts';
import { coverageOf, type Coverage } from './coverage.ts';

/** What the ways out of `a` cover; each is written after `a -> `. */
function coverage(...ways: string[]): Coverage | undefined {
  return of('agent a:\n  output: o\n', ways);
}
function of(head: string, ways: readonly string[]): Coverage | undefined {
  const text = `schema o:\n  ok: bool\n  sure: bool\n${head}agent b:\n  input: o\nagent c:\n  input: o\nworkflow w:\n  entry: a\n${ways.map((way) => `  a -> ${way}\n`).join('')}`;
  return coverageOf(compile(parse(text)), 'a');
}

describe('E-INSP-17 what the ways out of a node cover', () => {
  test('both cases of a field, a fallback, an expression and its negation are all cases', () => {
    expect(coverage('b when ok', 'c when not ok')).toEqual({ by: 'conditions', complete: true, never: [] });
    expect(coverage('b when ok', 'c')).toMatchObject({ complete: true, never: [] });
    expect(coverage('b when `ok && sure`', 'c when `!(ok && sure)`')).toMatchObject({ complete: true });
  });
  test('the case that is left open is named where one field says it', () => {
    expect(coverage('b when ok')).toMatchObject({ complete: false, open: { field: 'ok', negated: true } });
    expect(coverage('b when not ok')).toMatchObject({ complete: false, open: { field: 'ok', negated: false } });
    expect(coverage('b when ok', 'c when sure')).toEqual({ by: 'conditions', complete: false, never: [] });
  });
  test('a way that earlier ones leave no case can never be taken', () => {
    expect(coverage('b when ok', 'c when not ok', 'done when sure')?.never).toEqual(['a->done']);
    expect(coverage('b when ok', 'c when ok', 'done')?.never).toEqual(['a->c']);
    expect(coverage('b', 'c')?.never).toEqual(['a->c']);
    expect(coverage('done', 'b when ok', 'c when not ok')?.never, 'a fallback with nothing left').toEqual(['a->done']);
  });
  test('a way with a loop leaves its case to later ones when the loop is exhausted', () => {
    expect(coverage('b when ok as again(2)', 'c when ok', 'done')?.never).toEqual([]);
    expect(coverage('b as again(2)', 'c')?.never).toEqual([]);
  });
  test('routers that do not choose by condition say what decides', () => {
    expect(of('router a:\n  mode: fan_out_all\n', ['b', 'c'])).toEqual({ by: 'all', complete: true, never: [] });
    expect(of('router a:\n  mode: llm\n', ['b', 'c'])?.by).toBe('model');
    expect(of('router a:\n  mode: round_robin\n', ['b', 'c when ok'])).toEqual({
      by: 'turns',
      complete: true,
      never: ['a->c'],
    });
    expect(coverage()).toBeUndefined();
  });
  test('it agrees with the diagnostics C010, C011 and C012', () => {
    const cases = [
      ['b when ok', 'c when not ok'],
      ['b when ok'],
      ['b when ok', 'c when ok'],
      ['b', 'c'],
      ['b when ok as again(2)', 'c when ok'],
      ['b when `ok`', 'c when `!ok`'],
      ['b when `ok`', 'c when sure', 'done'],
    ];
    for (const ways of cases) {
      const text = `schema o:\n  ok: bool\n  sure: bool\nagent a:\n  output: o\nagent b:\nagent c:\nworkflow w:\n  entry: a\n${ways.map((way) => `  a -> ${way}\n`).join('')}`;
      const graph = compile(parse(text));
      const found = coverageOf(graph, 'a');
      const codes = graph.diagnostics.filter((each) => each.edgeId?.startsWith('a->'));
      expect(!found?.complete, ways.join(' | ')).toBe(codes.some((each) => each.code === 'C012'));
      const reported = codes.filter((each) => each.code === 'C010' || each.code === 'C011').map((each) => each.edgeId);
      expect(found?.never, ways.join(' | ')).toEqual(expect.arrayContaining(reported));
    }
  });
});
