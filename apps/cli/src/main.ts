// The command line: finds the command, parses its arguments, prints its result or its error (R-CLI-01..03). What a command does is
// loaded when it runs (R-CLI-24).
import { didYouMean } from '@iterion/dsl';
import type { Json } from '@iterion/engine';
import { visible } from '@iterion/runtime/text';
import { commandHelp, overview } from './args/help.ts';
import { COMMON, commandIndex, LOG_LEVELS, parseCommandArgs } from './args/parse.ts';
import type { Command, CommandResult } from './args/spec.ts';
import { COMMANDS } from './commands/index.ts';
import { type Failure, failureOf, usage } from './failure.ts';
import { type Terminal, terminalOf } from './output/terminal.ts';
import { VERSION } from './version.ts';

async function main(argv: readonly string[]): Promise<number> {
  const terminal = terminalOf(process, process.env);
  const json = wantsJson(argv);
  try {
    const { exitCode, json: document } = await dispatch(argv, terminal, json);
    if (json && document !== undefined) printJson(terminal, document);
    return exitCode;
  } catch (thrown) {
    const failure = failureOf(thrown);
    if (json) printJson(terminal, { error: failure.error, ...failure.parts.known });
    else printFailure(terminal, failure);
    if (isDebugging(argv) && thrown instanceof Error) terminal.err(`${thrown.stack ?? ''}\n`);
    return failure.exitCode;
  }
}

async function dispatch(argv: readonly string[], terminal: Terminal, json: boolean): Promise<CommandResult> {
  const at = commandIndex(argv, [...COMMON, ...COMMANDS.flatMap((command) => command.options)]);
  const name = argv[at];
  if (name === undefined || name === 'help') return general(argv, at, terminal);
  const command = COMMANDS.find((candidate) => candidate.name === name);
  if (command === undefined) throw unknownCommand(name);
  const args = parseCommandArgs(command, [...argv.slice(0, at), ...argv.slice(at + 1)]);
  if (args.has('help')) return helpOf(command, terminal, json);
  const level = args.value('log-level');
  if (level !== undefined && !LOG_LEVELS.some((known) => known === level)) {
    throw usage(`there is no log level ${level}`, `the levels are ${LOG_LEVELS.join(', ')}`);
  }
  return command.run({ args, terminal, json, env: process.env, cwd: process.cwd() });
}

/** Without a command: the overview, the help of a command (`help run`), or the version. */
function general(argv: readonly string[], at: number, terminal: Terminal): Promise<CommandResult> | CommandResult {
  const before = at === -1 ? argv : argv.slice(0, at);
  const version = COMMANDS.find((command) => command.name === 'version');
  if ((before.includes('--version') || before.includes('-V')) && version !== undefined) {
    const args = parseCommandArgs(version, []);
    return version.run({ args, terminal, json: wantsJson(argv), env: process.env, cwd: process.cwd() });
  }
  const topic = at === -1 ? undefined : argv[at + 1];
  if (topic !== undefined && !topic.startsWith('-')) {
    const command = COMMANDS.find((candidate) => candidate.name === topic);
    if (command === undefined) throw unknownCommand(topic);
    return helpOf(command, terminal, wantsJson(argv));
  }
  const stray = before.find((word) => !['-h', '--help', '--json', '--'].includes(word));
  if (stray !== undefined && at === -1) throw usage(`there is no option ${stray}`, 'see iterion --help');
  const text = overview(COMMANDS, VERSION);
  if (!wantsJson(argv)) terminal.out(text);
  // Being called without a command is a question, not a success.
  const asked = before.includes('--help') || before.includes('-h') || at !== -1;
  return { exitCode: asked ? 0 : 2, json: { help: text } };
}

function helpOf(command: Command, terminal: Terminal, json: boolean): CommandResult {
  const text = commandHelp(command);
  if (!json) terminal.out(text);
  return { exitCode: 0, json: { help: text } };
}

function unknownCommand(name: string): Failure {
  const near = didYouMean(
    name,
    COMMANDS.map((command) => command.name),
  );
  const file = /\.(iter|bot)$/.test(name) ? `to run a workflow: iterion run ${name}` : undefined;
  return usage(
    `there is no command ${visible(name)}`,
    file ?? (near === undefined ? 'see iterion --help' : `did you mean ${near}?`),
  );
}

function wantsJson(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  return (end === -1 ? argv : argv.slice(0, end)).includes('--json');
}

function isDebugging(argv: readonly string[]): boolean {
  const level = argv[argv.indexOf('--log-level') + 1] ?? '';
  return ['debug', 'trace'].includes(argv.includes('--log-level') ? level : (process.env['ITERION_LOG_LEVEL'] ?? ''));
}

function printJson(terminal: Terminal, document: Json): void {
  terminal.out(`${JSON.stringify(document, null, terminal.live ? 2 : undefined)}\n`);
}

function printFailure(terminal: Terminal, failure: Failure): void {
  const { node, hint } = failure.parts;
  terminal.err(`${terminal.paintError('red', `error [${failure.code}]:`)} ${visible(failure.message)}\n`);
  if (node !== undefined) terminal.err(`  node: ${visible(node)}\n`);
  if (hint !== undefined) terminal.err(`  hint: ${visible(hint)}\n`);
}

// A reader that has seen enough (`| head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});
const exitCode = await main(process.argv.slice(2));
// Whatever was written reaches a pipe before the process ends.
process.stdout.write('', () => process.stderr.write('', () => process.exit(exitCode)));
