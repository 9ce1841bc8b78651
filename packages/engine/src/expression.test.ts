import { parseExpression, type Expr } from '@iterion/dsl';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { evaluate } from './expression.ts';
import { compactJson, jsonEqual, type Json } from './json.ts';
import { truthy } from './operators.ts';
import { scopeOf } from './scope.fixture.ts';

const scope = scopeOf({
  vars: {
    n: 3,
    z: 0,
    s: 'abc',
    list: ['a', 'b', 'a'],
    nums: [1, 2, 2],
    m: { k: 1 },
    no: ' No ',
    u: 'é🤖',
    nothing: null,
  },
  input: { ok: true, family: 'gpt', nested: { x: { y: 7 } }, length: 4 },
  outputs: { plan: { text: 'P', items: [1] } },
  meta: { plan: { _tokens: 12 } },
  histories: { plan: [{ text: 'O' }, { text: 'P', items: [1] }] },
  artifacts: { report: 'R' },
  loops: { l: { iteration: 1, max: 3, previous_output: null } },
  nodes: ['later'],
});

function parsed(source: string): Expr {
  const { expr, error } = parseExpression(source);
  if (expr === undefined) throw new Error(`${source}: ${error?.message}`);
  return expr;
}
function value(source: string): Json {
  const result = evaluate(parsed(source), scope);
  return result.ok ? result.value : 'error';
}

const TABLE: readonly (readonly [string, Json])[] = [
  ['1+2*3', 7],
  ['7/2', 3.5],
  ['7.5%2', 'error'],
  ['1/0', 'error'],
  ['"a"+1', 'a1'],
  ['vars.nope+1', 'error'],
  ['"5"==5', false],
  ['vars.list==vars.list', true],
  ['null==vars.nope', true],
  ['vars.nope<3', 'error'],
  ['!vars.n==3', false],
  ['vars.no && true', false],
  ['!vars.z', true],
  ["ok && family=='gpt'", true],
  ['nested.x.y', 7],
  ['nested.q.y', null],
  ['vars.list[-1]', 'a'],
  ['vars.list[9]', null],
  ['vars.s[0]', 'error'],
  ['length(vars.u)', 2],
  ['length(vars.nope)', 0],
  ['unique(vars.list)', ['a', 'b']],
  ['contains(vars.nums,"2")', true],
  ["join(vars.nums,'-')", '1-2-2'],
  ['if(vars.z>0, 1/vars.z, 0)', 0],
  ['concat(vars.nope, vars.nums)', [1, 2, 2]],
  ['2-3-4', -5],
  ['3 - -1', 4],
];
test.each(TABLE)('L-EXPR-05 values table: %s', (source, expected) => {
  expect(value(source)).toEqual(expected);
});

test('L-EXPR-06 a bare name reads the input and a name space alone is the map of its members', () => {
  expect(value('family')).toBe('gpt');
  expect(value('length')).toBe(4);
  expect(value('outputs')).toEqual({ plan: { text: 'P', items: [1] } });
  expect(value('artifacts')).toEqual({ report: 'R' });
  expect(value('loop.l')).toEqual({ iteration: 1, max: 3, previous_output: null });
  expect(value('run.id')).toBe('run_1');
  expect(value('outputs.plan._tokens + loop.l.iteration')).toBe(13);
  expect(value('length(outputs.plan.history)')).toBe(2);
  expect(value('outputs.plan.history[-1].items[0]')).toBe(1);
  expect(value('outputs["plan"].text')).toBe('P');
});

test('L-EXPR-07 missing members are null, wrong indexes are errors except on null', () => {
  expect(value('outputs.later.text')).toBe(null);
  expect(value('vars.n.x')).toBe(null);
  expect(value('vars.nothing[ok]')).toBe(null);
  expect(value('vars.list["0"]')).toBe('error');
  expect(value('vars.list[0.5]')).toBe('error');
  expect(value('vars.m["k"]')).toBe(1);
  expect(value('vars.m[0]')).toBe('error');
  expect(value('vars.list.length')).toBe(null);
});

test('R-TPL-01 inherited properties are ordinary missing keys', () => {
  for (const key of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
    for (const at of [
      'input',
      'vars',
      'outputs',
      'artifacts',
      'loop',
      'run',
      'attachments',
      'vars.m',
      'outputs.plan',
    ]) {
      expect(value(`${at}.${key}`)).toBe(null);
      expect(value(`${at}["${key}"]`)).toBe(null);
    }
  }
});

test('L-EXPR-10 truthiness', () => {
  for (const no of [null, false, 0, '', [], {}, 'false', ' FALSE ', 'No', '0']) expect(truthy(no)).toBe(false);
  for (const yes of [true, 1, -1, 'x', ' ', 'null', '00', [null], { a: null }]) expect(truthy(yes)).toBe(true);
  expect(value('vars.n || 1/0')).toBe(true);
  expect(value('vars.z && 1/0')).toBe(false);
  expect(value('vars.z or 1/0')).toBe('error');
});

test('L-EXPR-11 equality is by value and type', () => {
  expect(value('1 == 1.0')).toBe(true);
  expect(value('input == input')).toBe(true);
  expect(value('vars.m != vars.list')).toBe(true);
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
      const [x, y] = [JSON.parse(JSON.stringify(a)) as Json, JSON.parse(JSON.stringify(b)) as Json];
      expect(jsonEqual(x, structuredClone(x))).toBe(true);
      expect(jsonEqual(x, y)).toBe(jsonEqual(y, x));
      if (compactJson(x) === compactJson(y)) expect(jsonEqual(x, y)).toBe(true);
    }),
  );
});

test('L-EXPR-12 texts compare by code points', () => {
  expect(value('"a" < "b"')).toBe(true);
  expect(value('"" <= "a"')).toBe(true);
  expect(value('"a" < 1')).toBe('error');
  const texts = fc.string({ unit: 'binary' });
  fc.assert(
    fc.property(texts, texts, (left, right) => {
      const points = (text: string): number[] => [...text].map((one) => one.codePointAt(0) ?? 0);
      const [a, b] = [points(left), points(right)];
      let at = 0;
      while (at < Math.min(a.length, b.length) && a[at] === b[at]) at++;
      const expected = (a[at] ?? -1) < (b[at] ?? -1);
      const result = evaluate({ op: '<', left: { op: 'lit', value: left }, right: { op: 'lit', value: right } }, scope);
      expect(result).toEqual({ ok: true, value: expected });
    }),
  );
});

test('L-EXPR-13 arithmetic', () => {
  expect(value('-7 % 3')).toBe(-1);
  expect(value('0.1 + 0.2')).toBe(0.30000000000000004);
  expect(value('1.5 + "x"')).toBe('1.5x');
  expect(value('"x" + true')).toBe('error');
  expect(value('9007199254740991 + 1')).toBe('error');
  expect(value('9007199254740991 * 9007199254740991')).toBe('error');
  expect(value('-"1"')).toBe('error');
  expect(Object.is(value('0 * -1'), 0)).toBe(true);
  expect(value('5 % 0')).toBe('error');
});

test('L-EXPR-20 functions', () => {
  expect(value('contains(vars.nope, 1)')).toBe(false);
  expect(value('unique(vars.nope)')).toEqual([]);
  expect(value('join(vars.nope, ",")')).toBe('');
  expect(value('join(vars.nums, 1)')).toBe('error');
  expect(value('concat(vars.s)')).toBe('error');
  expect(value('length(vars.n)')).toBe('error');
  expect(value('length(vars.m)')).toBe(1);
  expect(value('contains(vars.s, "a")')).toBe('error');
  expect(value('unique(concat(vars.nums, vars.nums))')).toEqual([1, 2]);
  const unknown = evaluate({ op: 'call', fn: 'foo', args: [] }, scope);
  expect(unknown.ok).toBe(false);
  expect(evaluate({ op: 'call', fn: 'if', args: [{ op: 'lit', value: 1 }] }, scope).ok).toBe(false);
});

test('L-EXPR-25 an error says which operation failed on what', () => {
  const result = evaluate(parsed('vars.nope + 1'), scope);
  expect(result).toEqual({ ok: false, message: '+ cannot be applied to null and a number' });
});

const sources = fc.letrec<{ expr: string }>((tie) => ({
  expr: fc.oneof(
    { maxDepth: 5, depthIdentifier: 'expr' },
    fc.constantFrom(
      '1',
      '0',
      '2.5',
      '"a"',
      'true',
      'null',
      'vars.n',
      'vars.list',
      'vars.m',
      'family',
      'nested.x',
      'nope',
    ),
    fc
      .tuple(
        tie('expr'),
        fc.constantFrom('+', '-', '*', '/', '%', '==', '!=', '<', '<=', '>', '>=', '&&', '||'),
        tie('expr'),
      )
      .map(([left, op, right]) => `(${left}) ${op} (${right})`),
    tie('expr').map((arg) => `!(${arg})`),
    tie('expr').map((arg) => `-(${arg})`),
    fc.tuple(fc.constantFrom('length', 'unique', 'concat'), tie('expr')).map(([name, arg]) => `${name}(${arg})`),
    fc.tuple(tie('expr'), tie('expr'), tie('expr')).map(([c, a, b]) => `if(${c}, ${a}, ${b})`),
    fc.tuple(tie('expr'), tie('expr')).map(([list, index]) => `(${list})[${index}]`),
  ),
}));
test('L-EXPR-25 every expression has a JSON value or a message, and reads nothing but its scope', () => {
  fc.assert(
    fc.property(sources.expr, (source) => {
      const result = evaluate(parsed(source), scope);
      if (result.ok) expect(JSON.parse(compactJson(result.value))).toEqual(result.value);
      else expect(result.message).not.toBe('');
      expect(evaluate(parsed(source), scope)).toEqual(result);
    }),
    { numRuns: 500 },
  );
});

test('R-CORE-04 a long chain of operators or members does not exhaust the stack', () => {
  let sum: Expr = { op: 'lit', value: 0 };
  for (let index = 0; index < 50_000; index++) sum = { op: '+', left: sum, right: { op: 'lit', value: 1 } };
  expect(evaluate(sum, scope)).toEqual({ ok: true, value: 50_000 });
  let path: Expr = { op: 'path', ns: 'vars', path: ['m'], known: true };
  for (let index = 0; index < 50_000; index++) path = { op: 'member', of: path, key: 'k' };
  expect(evaluate(path, scope)).toEqual({ ok: true, value: null });
});

test('R-CORE-13 the length of a history is asked for, the list is not made', () => {
  const long = {
    ...scope,
    historyLength: (node: string) => (node === 'plan' ? 10_000 : 0),
    history: (): Json[] => {
      throw new Error('the whole history was listed');
    },
  };
  expect(evaluate(parsed('length(outputs.plan.history) - length(outputs.later.history)'), long)).toEqual({
    ok: true,
    value: 10_000,
  });
});
