// `cancel --run-id R` (R-CLI-17): by the process that holds the run, else here.
import type { Command, CommandResult, Invocation } from '../args/spec.ts';
import { STORE_OPTION } from '../run/options.ts';

export const cancel: Command = {
  name: 'cancel',
  summary: 'stop a run; it can be resumed',
  operands: '[RUN]',
  most: 1,
  options: [
    { name: 'run-id', value: 'RUN', summary: 'an id, the beginning of one, or last' },
    { name: 'pause', summary: 'let running steps finish, then pause' },
    { name: 'reason', value: 'TEXT', summary: 'why; it is recorded' },
    STORE_OPTION,
  ],
  examples: ['iterion cancel --run-id last', 'iterion cancel --run-id run_17 --pause'],
  run: (invocation) => stop(invocation),
};

async function stop(invocation: Invocation): Promise<CommandResult> {
  const { args, terminal, json, cwd } = invocation;
  const { loadEnvironment, stopRun } = await import('@iterion/runtime');
  const { storeOf } = await import('../run/settings.ts');
  const { runIdOf } = await import('../run/findRun.ts');
  const { store, storeArgument } = storeOf(invocation);
  const runId = runIdOf(store, args);
  const { env } = loadEnvironment({ cwd });
  const action = args.has('pause') ? 'pause' : 'cancel';
  const reason = args.value('reason') ?? 'asked for on the command line';
  const status = await stopRun({ store, runId, env, action, reason, by: 'cli' });
  if (!json) {
    terminal.out(`${runId}: ${status}\n`);
    if (status !== 'finished')
      terminal.out(`${terminal.paint('dim', '  resume ')} iterion resume --run-id ${runId}${storeArgument}\n`);
  }
  return { exitCode: 0, json: { run_id: runId, status } };
}
