// `init [DIR]` (R-CLI-10): a first workflow to look at and run; never overwrites.
import { visible } from '@iterion/runtime/text';
import type { Command, CommandResult, Invocation } from '../args/spec.ts';

export const init: Command = {
  name: 'init',
  summary: 'put a first workflow into a folder',
  operands: '[DIR]',
  most: 1,
  options: [],
  examples: ['iterion init', 'iterion init workflows'],
  run: (invocation) => initFolder(invocation),
};

async function initFolder({ args, terminal, json, cwd }: Invocation): Promise<CommandResult> {
  const { writeStarter, WORKFLOW_FILE } = await import('../init/starter.ts');
  const dir = args.operands[0] ?? '.';
  const { created, skipped } = writeStarter(dir, cwd);
  if (!json) {
    for (const file of created) terminal.out(`${terminal.paint('green', '+')} ${visible(file)}\n`);
    for (const file of skipped) terminal.out(terminal.paint('dim', `= ${visible(file)} is there already\n`));
    const file = dir === '.' ? WORKFLOW_FILE : `${dir.replace(/\/+$/, '')}/${WORKFLOW_FILE}`;
    terminal.out(`\nnext: iterion run ${visible(file)} --simulate\n`);
  }
  return { exitCode: 0, json: { dir, files_created: created, files_skipped: skipped } };
}
