// Help texts, made from the declarations of the commands.
import { COMMON } from './parse.ts';
import type { CommandSpec, OptionSpec } from './spec.ts';

export function commandHelp(command: CommandSpec): string {
  const operands = command.operands === undefined ? '' : ` ${command.operands}`;
  const lines = [`iterion ${command.name}${operands} [options]`, '', `  ${command.summary}`, ''];
  const options = [...command.options, ...COMMON];
  lines.push('Options', ...columns(options.map((option) => [optionText(option), option.summary])));
  if (command.examples !== undefined) lines.push('', 'Examples', ...command.examples.map((line) => `  ${line}`));
  return `${lines.join('\n')}\n`;
}

export function overview(commands: readonly CommandSpec[], version: string): string {
  const lines = [
    `iterion ${version}: declarative workflows for AI agents`,
    '',
    'Usage: iterion COMMAND [options]',
    '',
    'Commands',
    ...columns(commands.map((command) => [command.name, command.summary])),
    '',
    'iterion COMMAND --help tells more. Every command takes --json.',
  ];
  return `${lines.join('\n')}\n`;
}

function optionText(option: OptionSpec): string {
  const short = option.short === undefined ? '' : `-${option.short}, `;
  if (option.value === undefined) return `${short}--${option.name}`;
  return `${short}--${option.name} ${option.implied === undefined ? option.value : `[${option.value}]`}`;
}

function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([first]) => first.length));
  return rows.map(([first, second]) => `  ${first.padEnd(width)}  ${second}`);
}
