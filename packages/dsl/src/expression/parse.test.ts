import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Expr } from '../graph.ts';
import { isNegationOf, sameExpression } from './equal.ts';
import { parseExpression } from './parse.ts';

/** The tree as text with all parentheses, for reading in tests. */
function shown(expr: Expr): string {
  switch (expr.op) {
    case 'lit':
      return JSON.stringify(expr.value);
    case 'path':
      return [expr.ns, ...expr.path.map((each) => (typeof each === 'string' ? each : `[${shown(each)}]`))].join('.');
    case 'member':
      return `${shown(expr.of)}.${typeof expr.key === 'string' ? expr.key : `[${shown(expr.key)}]`}`;
    case 'not':
    case 'neg':
      return `(${expr.op} ${shown(expr.arg)})`;
    case 'call':
      return `${expr.fn}(${expr.args.map(shown).join(', ')})`;
    default:
      return `(${shown(expr.left)} ${expr.op} ${shown(expr.right)})`;
  }
}
const tree = (source: string): string | undefined => {
  const { expr } = parseExpression(source);
  return expr === undefined ? undefined : shown(expr);
};
const errorOf = (source: string) => parseExpression(source).error;

describe('L-EXPR', () => {
  test('L-EXPR-01 tokens: blanks and line ends separate, words may follow a dot, strings have escapes', () => {
    expect(tree('a\r\n\t and  b')).toBe('(input.a and input.b)');
    expect(tree('vars.not.and.true')).toBe('vars.not.and.true');
    expect(tree(`'it\\'s \\n \\q' == "\\"\\t\\\\"`)).toBe('("it\'s \\n q" == "\\"\\t\\\\")');
    expect(tree('naïve_ñ')).toBe('input.naïve_ñ');
    for (const bad of ['.5', '1.', '1e5', '+1', "'open", 'a # b', 'a = b', 'and', 'a ? b : c', '0x10']) {
      expect(errorOf(bad), bad).toBeDefined();
    }
  });

  test('L-EXPR-02 precedence and association', () => {
    expect(tree('1+2*3')).toBe('(1 + (2 * 3))');
    expect(tree('2-3-4')).toBe('((2 - 3) - 4)');
    expect(tree('!a == b')).toBe('(not (input.a == input.b))');
    expect(tree('a || b && c')).toBe('(input.a or (input.b and input.c))');
    expect(tree('not a and b')).toBe('((not input.a) and input.b)');
    expect(tree('3 - -1')).toBe('(3 - (neg 1))');
    expect(tree('-a.b * 2')).toBe('((neg input.a.b) * 2)');
    expect(errorOf('1 < 2 < 3')).toMatchObject({ start: 6, end: 7 });
    expect(errorOf('a == !b')).toBeDefined();
  });

  test('L-EXPR-02 nesting deeper than 256 is refused, a long chain is not', () => {
    const nested = (depth: number) => `${'('.repeat(depth)}a${')'.repeat(depth)}`;
    expect(errorOf(nested(256))).toBeUndefined();
    expect(errorOf(nested(257))?.message).toContain('256');
    for (const prefix of ['!', '-', 'not ', 'length(', 'a['])
      expect(errorOf(`${prefix.repeat(100_000)}a`)).toBeDefined();
    expect(errorOf(`1${' + 1'.repeat(1_500)}`)).toBeUndefined();
    expect(errorOf(`1${' + 1'.repeat(100_000)}`)).toBeDefined();
  });

  test('L-EXPR-05 integers beyond 2^53-1 are refused', () => {
    expect(errorOf('9007199254740991')).toBeUndefined();
    expect(errorOf('9007199254740992')).toMatchObject({ start: 0, end: 16 });
    expect(errorOf('9007199254740993.5')).toBeUndefined();
  });

  test('L-EXPR-06 paths start with a name space, any other name stands for input', () => {
    expect(tree('vars')).toBe('vars');
    expect(tree('outputs.a.list[-1].x')).toBe('outputs.a.list.[(neg 1)].x');
    expect(tree('ok && input.ok')).toBe('(input.ok and input.ok)');
    expect(tree("vars['a b']")).toBe('vars.["a b"]');
    expect(tree('(a).b')).toBe('input.a.b');
    expect(tree('unique(a)[0].x')).toBe('unique(input.a).[0].x');
    expect(errorOf("'a'.b")).toBeDefined();
    expect(errorOf('true[0]')).toBeDefined();
    expect(tree("('a').b")).toBe('"a".b');
  });

  test('L-EXPR-06 the places of a path and its segments', () => {
    const { paths, spans } = parseExpression('1 + outputs.n[0].x');
    expect(paths).toHaveLength(1);
    expect(spans.get(paths[0]!)).toMatchObject({
      start: 4,
      end: 18,
      segments: [
        { start: 4, end: 11 },
        { start: 12, end: 13 },
        { start: 13, end: 16 },
        { start: 17, end: 18 },
      ],
    });
  });

  test('L-EXPR-20 calls: unknown functions and wrong numbers of arguments, fields named like functions', () => {
    expect(tree('length + 1')).toBe('(input.length + 1)');
    expect(tree('if(a, b, c)')).toBe('if(input.a, input.b, input.c)');
    expect(errorOf('lenght(a)')).toMatchObject({ start: 0, end: 6, unknown: { name: 'lenght' } });
    for (const bad of ['length()', 'length(a, b)', 'concat()', 'contains(a)', 'if(a, b)', 'join(a,)', 'input(a)']) {
      expect(errorOf(bad), bad).toBeDefined();
    }
    expect(tree('concat(a, b, c)')).toBe('concat(input.a, input.b, input.c)');
  });

  test('L-SEM-16 negation and equality are those of trees', () => {
    const expr = (source: string) => parseExpression(source).expr!;
    expect(sameExpression(expr('a.b>1'), expr('( a . b ) > 1'))).toBe(true);
    expect(sameExpression(expr('a && b'), expr('b && a'))).toBe(false);
    expect(isNegationOf(expr('n > 3'), expr('!(n > 3)'))).toBe(true);
    expect(isNegationOf(expr('not a'), expr('a'))).toBe(true);
    expect(isNegationOf(expr('n <= 3'), expr('n > 3'))).toBe(false);
  });

  test('L-REC-01 any text gives an expression or an error within it, never both', () => {
    const part = fc.constantFrom(
      'a',
      'vars',
      '.',
      '[',
      ']',
      '(',
      ')',
      '1',
      "'s'",
      '"',
      ' ',
      '&&',
      'or',
      'not',
      '!',
      '==',
      '<',
      '-',
      ',',
      'if',
      '🤖',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 25 }), (parts) => {
        const source = parts.join('');
        const { expr, error, spans } = parseExpression(source);
        expect(expr === undefined).toBe(error !== undefined);
        if (error !== undefined) {
          expect(error.start).toBeGreaterThanOrEqual(0);
          expect(error.end).toBeGreaterThanOrEqual(error.start);
          expect(error.end).toBeLessThanOrEqual(source.length);
        }
        for (const span of spans.values()) expect(span.end).toBeLessThanOrEqual(source.length);
      }),
    );
  });
});
