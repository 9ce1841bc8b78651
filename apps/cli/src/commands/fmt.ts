// `fmt FILE…` (R-CLI-12): formats in place; `-` formats standard input to standard output. A file whose text cannot be read as
// statements stays as it is (L-FMT-01).
import type { JsonMap } from '@iterion/engine';
import { plural, visible } from '@iterion/runtime/text';
import type { Command, CommandResult, Invocation } from '../args/spec.ts';
import { failureOf, usage } from '../failure.ts';

export const fmt: Command = {
  name: 'fmt',
  summary: 'format workflow files',
  operands: 'FILE…',
  least: 1,
  most: Infinity,
  options: [
    { name: 'check', summary: 'change nothing; exit 1 if something would change' },
    { name: 'stdout', summary: 'print the formatted text instead of writing the file' },
  ],
  examples: ['iterion fmt workflows/*.iter', 'iterion fmt --check review.iter', 'iterion fmt - < review.iter'],
  run: (invocation) => formatFiles(invocation),
};

async function formatFiles({ args, terminal, json, cwd }: Invocation): Promise<CommandResult> {
  const { format, parse } = await import('@iterion/dsl');
  const { nameOf, STANDARD_INPUT, standardInput } = await import('../workflow/standardInput.ts');
  const { readText, replaceText } = await import('../workflow/load.ts');
  const { diagnosticLine } = await import('../workflow/diagnostics.ts');
  const path = await import('node:path');
  const check = args.has('check');
  const stdin = await standardInput(args.operands, terminal);
  const toStdout = args.has('stdout') || (stdin !== undefined && !check && !json);
  if (toStdout && (json || check))
    throw usage(`--stdout and --${json ? 'json' : 'check'} exclude each other`, 'give one of them');
  if (toStdout && args.operands.length > 1)
    throw usage(`${stdin === undefined ? '--stdout' : '-'} takes one file`, 'format the others on their own');
  const reports: JsonMap[] = [];
  let changes = 0;
  let faults = 0;
  for (const operand of args.operands) {
    const file = nameOf(operand);
    const absolute = path.resolve(cwd, operand);
    try {
      const text = readText(operand, absolute, stdin);
      const result = format(parse(text));
      if (!result.ok) {
        faults++;
        const lines = result.errors.map((diagnostic) => diagnosticLine(file, diagnostic));
        reports.push({ file, changed: false, error: { code: 'WORKFLOW_INVALID', message: lines.join('\n') } });
        if (!json) for (const line of lines) terminal.err(`${visible(line)}\n`);
        continue;
      }
      const changed = result.text !== text;
      if (changed) changes++;
      const piped = stdin !== undefined && operand === STANDARD_INPUT;
      // What came in has no file to go to.
      reports.push({ file, changed, ...(piped && !check ? { text: result.text } : {}) });
      if (toStdout) terminal.out(result.text);
      else if (changed && !check && !piped) replaceText(absolute, result.text);
      if (changed && !json && !toStdout) terminal.out(`${visible(file)}: ${check ? 'would change' : 'formatted'}\n`);
    } catch (thrown) {
      const failure = failureOf(thrown);
      if (failure.code !== 'WORKFLOW_INVALID') throw failure;
      faults++;
      reports.push({ file, changed: false, error: failure.error });
      if (!json)
        terminal.err(`${terminal.paintError('red', `error [${failure.code}]:`)} ${visible(failure.message)}\n`);
    }
  }
  if (!json && !toStdout && faults === 0 && changes === 0)
    terminal.out(`${plural(reports.length, 'file')}: nothing to change\n`);
  return { exitCode: faults > 0 || (check && changes > 0) ? 1 : 0, json: { files: reports } };
}
