import { expect, test } from 'vitest';
import type { StaticType } from '../graph.ts';
import { parseExpression } from './parse.ts';
import { inferType } from './types.ts';

const FIELDS: { readonly [name: string]: StaticType } = {
  n: 'int',
  f: 'float',
  s: 'string',
  b: 'bool',
  l: 'string[]',
  j: 'json',
  m: 'map',
  xs: 'list',
};
function infer(source: string): { type: StaticType; faults: string[] } {
  const { expr } = parseExpression(source);
  const faults: string[] = [];
  if (expr === undefined) throw new Error(`does not parse: ${source}`);
  const type = inferType(
    expr,
    (path) => (typeof path.path[0] === 'string' ? (FIELDS[path.path[0]] ?? 'unknown') : 'unknown'),
    ({ operator, types }) => faults.push(`${operator} ${types.join(' ')}`),
  );
  return { type, faults };
}

test('L-EXPR-26 types of results', () => {
  const types: readonly (readonly [string, StaticType])[] = [
    ['1 + 2', 'int'],
    ['n + 0.5', 'float'],
    ['n / n', 'float'],
    ['n % 2', 'int'],
    ["s + 'x'", 'string'],
    ['s + n', 'string'],
    ['n > 1 && b', 'bool'],
    ['!j', 'bool'],
    ['length(l)', 'int'],
    ["join(l, ',')", 'string'],
    ['unique(l)', 'string[]'],
    ['concat(l, xs)', 'list'],
    ['if(b, n, 2)', 'int'],
    ['if(b, n, s)', 'unknown'],
    ['j + 1', 'unknown'],
    ['null', 'null'],
    ['unique(l)[0]', 'string'],
  ];
  for (const [source, type] of types) expect(infer(source), source).toEqual({ type, faults: [] });
});

test('L-EXPR-26 operations that never succeed and comparisons that never hold', () => {
  for (const bad of [
    "1 < 'a'",
    'b > 1',
    'l < l',
    'b + 1',
    's - 1',
    '-s',
    'b * 2',
    's % 2',
    "n == '1'",
    'l == s',
    'm == l',
  ]) {
    expect(infer(bad).faults, bad).toHaveLength(1);
  }
  for (const bad of [
    'length(n)',
    'length(b)',
    "contains(s, 'a')",
    'join(l, 1)',
    'join(s, s)',
    'unique(m)',
    "unique(l)['a']",
  ]) {
    expect(infer(bad).faults, bad).toHaveLength(1);
  }
});

test('L-EXPR-26 nothing is said where null or anything may take part', () => {
  const fine = [
    'j < 1',
    'null == n',
    'n != s',
    'j == s',
    'x + 1',
    "s < 'b'",
    'n == f',
    'length(j)',
    'length(m)',
    'if(s, 1, 2)',
  ];
  for (const source of fine) expect(infer(source).faults, source).toEqual([]);
});
