import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { Failure } from '../failure.ts';
import { mapOf, pairsOf } from './pairs.ts';
import { commandIndex, COMMON, parseCommandArgs } from './parse.ts';
import type { CommandSpec } from './spec.ts';

const spec: CommandSpec = {
  name: 'go',
  summary: 'goes',
  operands: 'FILE…',
  least: 1,
  most: 2,
  options: [
    { name: 'var', value: 'K=V', repeatable: true, summary: '' },
    { name: 'simulate', value: 'SEED', implied: '1', summary: '' },
    { name: 'dir', value: 'DIR', summary: '' },
    { name: 'full', summary: '' },
  ],
};
function failure(...argv: string[]): string {
  try {
    parseCommandArgs(spec, argv);
    return '';
  } catch (thrown) {
    if (thrown instanceof Failure) return thrown.message;
    throw thrown;
  }
}

test('R-CLI-01 options and operands in any order, = or a blank', () => {
  const args = parseCommandArgs(spec, ['--var', 'a=1', 'x', '--full', '--var=b=2=3', '--dir', '-odd', 'y']);
  expect(args.operands).toEqual(['x', 'y']);
  expect(args.values('var')).toEqual(['a=1', 'b=2=3']);
  expect([args.has('full'), args.has('json'), args.value('dir'), args.value('simulate')]).toEqual([
    true,
    false,
    '-odd',
    undefined,
  ]);
  expect(parseCommandArgs(spec, ['--', '--full']).operands).toEqual(['--full']);
});

test('R-CLI-14 an option with an implied value takes the next word only if it is a number', () => {
  const seed = (...argv: string[]): unknown => {
    const args = parseCommandArgs(spec, argv);
    return [args.value('simulate'), args.operands];
  };
  expect(seed('--simulate', 'w.iter')).toEqual(['1', ['w.iter']]);
  expect(seed('w.iter', '--simulate')).toEqual(['1', ['w.iter']]);
  expect(seed('--simulate', '42', 'w.iter')).toEqual(['42', ['w.iter']]);
  expect(seed('--simulate=abc', 'w.iter')).toEqual(['abc', ['w.iter']]);
  expect(seed('--simulate', '--full', 'w.iter')).toEqual(['1', ['w.iter']]);
});

test('R-CLI-01 what is wrong is said', () => {
  expect(failure('x', '--ful')).toBe('go has no option --ful');
  expect(failure('x', '--full=1')).toBe('--full takes no value');
  expect(failure('x', '--dir')).toBe('--dir needs a value');
  expect(failure('x', '--dir', 'a', '--dir', 'b')).toBe('--dir is given twice');
  expect(failure()).toBe('go needs FILE…');
  expect(failure('x', 'y', 'z')).toBe('go does not take z');
  expect(failure('--help')).toBe('');
});

test('R-CLI-01 the command is the first word that is neither an option nor the value of one', () => {
  const options = [...COMMON, ...spec.options];
  expect(commandIndex(['--json', 'go', 'x'], options)).toBe(1);
  expect(commandIndex(['--log-level', 'debug', 'go'], options)).toBe(2);
  expect(commandIndex(['--log-level=debug', 'go'], options)).toBe(1);
  expect(commandIndex(['--simulate', 'go'], options)).toBe(1);
  expect(commandIndex(['--json'], options)).toBe(-1);
  expect(commandIndex(['--', 'go'], options)).toBe(-1);
});

test('R-CLI-14 pairs are split at the first =', () => {
  expect(pairsOf('var', ['a=1', 'b==', 'c='])).toEqual([
    ['a', '1'],
    ['b', '='],
    ['c', ''],
  ]);
  expect(mapOf('var', ['a=1', 'a=2'])).toEqual({ a: '2' });
  for (const bad of ['a', '=1', '']) expect(() => mapOf('var', [bad])).toThrow(Failure);
});

test('R-CLI-01 parsing ends in a result or a usage failure, whatever is typed', () => {
  const words = fc.oneof(
    fc.string(),
    fc.constantFrom('--', '--var', '--dir', '--full', '-h', '--simulate', '--json', '-', '--='),
  );
  fc.assert(
    fc.property(fc.array(words), (argv) => {
      try {
        const { operands } = parseCommandArgs(spec, argv);
        expect(operands.every((word) => argv.includes(word))).toBe(true);
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(Failure);
        expect((thrown as Failure).exitCode).toBe(2);
      }
    }),
    { numRuns: 500 },
  );
});
