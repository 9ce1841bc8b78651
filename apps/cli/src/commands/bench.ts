// `bench` (R-RECIPE-10): recipes × repetitions, and what they came to.
import type { Command } from '../args/spec.ts';
import { STORE_OPTION } from '../run/options.ts';

export const bench: Command = {
  name: 'bench',
  summary: 'run recipes several times and compare them',
  operands: 'RECIPE.json… | FILE --recipes DIR',
  least: 1,
  most: Infinity,
  options: [
    { name: 'recipes', value: 'DIR', summary: 'every recipe of this folder, on FILE' },
    { name: 'repeat', value: 'N', summary: 'how often each recipe runs (default 1)' },
    { name: 'parallel', value: 'N', summary: 'how many runs at one time (default 1)' },
    {
      name: 'output',
      value: 'FILE',
      summary: 'write the result to this file: JSON if it ends in .json, else Markdown',
    },
    {
      name: 'simulate',
      value: 'SEED',
      implied: '1',
      summary: 'make up every result; each repetition has a seed of its own',
    },
    { name: 'worktree', summary: 'each run in a git worktree of its own' },
    {
      name: 'var',
      value: 'NAME=VALUE',
      repeatable: true,
      summary: 'give a variable its value, whatever the recipe says',
    },
    { name: 'backend', value: 'NAME', summary: 'use this backend for every model call' },
    { name: 'workspace', value: 'DIR', summary: 'where commands run (default the current folder)' },
    {
      name: 'budget',
      value: 'KEY=VALUE',
      repeatable: true,
      summary: 'replace a limit of each run, e.g. max_cost_usd=2',
    },
    { name: 'timeout', value: 'DURATION', summary: 'stop each run after this time' },
    { name: 'fsync', value: 'MODE', summary: 'node (default), batch or off' },
    { name: 'env-file', value: 'FILE', summary: 'read environment variables from this file instead of .env' },
    { name: 'no-env-file', summary: 'read no .env file' },
    STORE_OPTION,
  ],
  examples: [
    'iterion bench fast.json careful.json --repeat 5 --parallel 2',
    'iterion bench review.iter --recipes recipes --simulate --output bench.md',
  ],
  run: async (invocation) => {
    const { benchRecipes } = await import('../bench/benchRecipes.ts');
    return benchRecipes(invocation);
  },
};
