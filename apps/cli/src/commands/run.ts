// `run FILE` (R-CLI-14, R-CLI-15).
import type { Command } from '../args/spec.ts';
import { HOLD_OPTIONS, RECIPE_OPTION } from '../run/options.ts';

export const run: Command = {
  name: 'run',
  summary: 'run a workflow',
  operands: '[FILE]',
  most: 1,
  options: [
    { name: 'var', value: 'NAME=VALUE', repeatable: true, summary: 'give a variable its value' },
    { name: 'preset', value: 'NAME', summary: 'take the values of a preset of the file' },
    RECIPE_OPTION,
    {
      name: 'simulate',
      value: 'SEED',
      implied: '1',
      summary: 'make up every result: no model, command or person takes part',
    },
    { name: 'simulate-humans', value: 'on|off', summary: 'off: people are asked although the rest is simulated' },
    { name: 'simulate-delay', value: 'DURATION', summary: 'how long a simulated step lasts' },
    { name: 'backend', value: 'NAME', summary: 'use this backend for every model call, e.g. simulate' },
    { name: 'run-id', value: 'ID', summary: 'name the run' },
    { name: 'workspace', value: 'DIR', summary: 'where commands run (default the current folder)' },
    {
      name: 'workspace-safety',
      value: 'MODE',
      summary: 'serialize (default) or refuse steps that write at the same time',
    },
    { name: 'dry-run', summary: 'show the plan instead of running' },
    { name: 'strict', summary: 'what a careful author would mend keeps the run from starting' },
    ...HOLD_OPTIONS,
  ],
  examples: [
    'iterion run review.iter --simulate',
    'iterion run review.iter --var ticket=A-12 --budget max_cost_usd=2',
    'iterion run review.iter --backend simulate      # commands run and people are asked, models are simulated',
  ],
  run: async (invocation) => {
    if (invocation.args.has('dry-run')) {
      const { planWorkflow } = await import('../plan/planWorkflow.ts');
      return planWorkflow(invocation);
    }
    const { runWorkflow } = await import('../run/runWorkflow.ts');
    return runWorkflow(invocation);
  },
};
