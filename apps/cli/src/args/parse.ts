// Arguments of one command by its declaration (R-CLI-01): options anywhere, `--` ends them, `--name=value` and `--name value` are equal,
// an unknown option is a usage error with the nearest name.
import { parseArgs } from 'node:util';
import { didYouMean } from '@iterion/dsl';
import { usage } from '../failure.ts';
import type { CommandSpec, OptionSpec, Parsed } from './spec.ts';

/** Options that every command has. */
export const COMMON: readonly OptionSpec[] = [
  { name: 'help', short: 'h', summary: 'show this help' },
  { name: 'json', summary: 'print one JSON document instead of text' },
  { name: 'log-level', value: 'LEVEL', summary: 'error, warn, info (default), debug or trace' },
];

export const LOG_LEVELS = ['error', 'warn', 'info', 'debug', 'trace'] as const;

export function parseCommandArgs(command: CommandSpec, argv: readonly string[]): Parsed {
  const options = [...command.options, ...COMMON];
  const found = new Map<string, string[]>();
  const operands: string[] = [];
  const { tokens } = parseArgs({
    args: withImplied(argv, options),
    options: Object.fromEntries(options.map(declared)),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  for (const token of tokens) {
    if (token.kind === 'positional') operands.push(token.value);
    if (token.kind !== 'option') continue;
    const spec = options.find(({ name }) => name === token.name);
    if (spec === undefined) throw unknownOption(token.rawName, command, options);
    const value = valueOf(spec, token.value, token.inlineValue === true);
    const values = found.get(spec.name) ?? [];
    if (values.length > 0 && spec.repeatable !== true && spec.value !== undefined) {
      throw usage(`--${spec.name} is given twice`, `give it once`);
    }
    found.set(spec.name, [...values, value]);
  }
  if (!found.has('help')) checkOperands(command, operands);
  return {
    operands,
    has: (name) => found.has(name),
    value: (name) => found.get(name)?.at(-1),
    values: (name) => found.get(name) ?? [],
  };
}

function declared(spec: OptionSpec): [string, { type: 'string' | 'boolean'; multiple: true; short?: string }] {
  const type = spec.value === undefined ? 'boolean' : 'string';
  return [spec.name, { type, multiple: true, ...(spec.short === undefined ? {} : { short: spec.short }) }];
}

/** An option with an implied value takes the next word only if that is a number; any other value is written with `=`. */
function withImplied(argv: readonly string[], options: readonly OptionSpec[]): string[] {
  const result: string[] = [];
  for (let index = 0; index < argv.length; index++) {
    const word = argv[index] ?? '';
    if (word === '--') return [...result, ...argv.slice(index)];
    const spec = options.find((option) => option.implied !== undefined && `--${option.name}` === word);
    if (spec === undefined) {
      result.push(word);
      continue;
    }
    const next = argv[index + 1];
    if (next !== undefined && /^\d+$/.test(next)) index++;
    result.push(`${word}=${next !== undefined && /^\d+$/.test(next) ? next : spec.implied}`);
  }
  return result;
}

function valueOf(spec: OptionSpec, value: string | undefined, inline: boolean): string {
  if (spec.value === undefined) {
    if (value !== undefined) throw usage(`--${spec.name} takes no value`, `write --${spec.name}`);
    return '';
  }
  if (value === undefined || (!inline && value.startsWith('--'))) {
    throw usage(`--${spec.name} needs a value`, `write --${spec.name} ${spec.value}`);
  }
  return value;
}

function unknownOption(written: string, command: CommandSpec, options: readonly OptionSpec[]): Error {
  const near = didYouMean(
    written.replace(/^-+/, ''),
    options.map(({ name }) => name),
  );
  const hint = near === undefined ? `see iterion ${command.name} --help` : `did you mean --${near}?`;
  return usage(`${command.name} has no option ${written}`, hint);
}

function checkOperands(command: CommandSpec, operands: readonly string[]): void {
  const { least = 0, most = 0, name } = command;
  if (operands.length < least) {
    throw usage(`${name} needs ${command.operands ?? 'an argument'}`, `see iterion ${name} --help`);
  }
  if (operands.length > most) {
    throw usage(`${name} does not take ${operands[most] ?? ''}`, `see iterion ${name} --help`);
  }
}

/** Where the command stands among the arguments: the first word that is neither an option nor the value of one. */
export function commandIndex(argv: readonly string[], options: readonly OptionSpec[]): number {
  for (let index = 0; index < argv.length; index++) {
    const word = argv[index] ?? '';
    if (word === '--') return -1;
    if (!word.startsWith('-')) return index;
    const spec = options.find(({ name }) => `--${name}` === word);
    if (spec?.value !== undefined && spec.implied === undefined) index++;
  }
  return -1;
}
