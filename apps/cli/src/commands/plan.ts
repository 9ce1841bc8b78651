// `plan FILE` (R-CLI-13), the same as `run FILE --dry-run`: what a run can take at most; executes nothing.
import type { Command } from '../args/spec.ts';
import { RECIPE_OPTION } from '../run/options.ts';

export const plan: Command = {
  name: 'plan',
  summary: 'show what a run can take at most, without running it',
  operands: '[FILE]',
  most: 1,
  options: [
    { name: 'var', value: 'NAME=VALUE', repeatable: true, summary: 'give a variable its value' },
    { name: 'preset', value: 'NAME', summary: 'take the values of a preset of the file' },
    RECIPE_OPTION,
    { name: 'budget', value: 'KEY=VALUE', repeatable: true, summary: 'replace a limit of the budget' },
    { name: 'backend', value: 'NAME', summary: 'use this backend for every model call' },
    { name: 'env-file', value: 'FILE', summary: 'read environment variables from this file instead of .env' },
    { name: 'no-env-file', summary: 'read no .env file' },
  ],
  examples: ['iterion plan review.iter', 'iterion plan review.iter --budget max_iterations=20 --json'],
  run: async (invocation) => {
    const { planWorkflow } = await import('../plan/planWorkflow.ts');
    return planWorkflow(invocation);
  },
};
