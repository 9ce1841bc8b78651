// Declarations of the options that `run` and `resume` share.
import type { OptionSpec } from '../args/spec.ts';

export const STORE_OPTION: OptionSpec = {
  name: 'store-dir',
  value: 'DIR',
  summary: 'where runs are kept (default .iterion)',
};

export const RECIPE_OPTION: OptionSpec = {
  name: 'recipe',
  value: 'RECIPE.json',
  summary: 'run it as a recipe says: values, prompts, models, budget; without FILE the one it names',
};

export const HOLD_OPTIONS: readonly OptionSpec[] = [
  STORE_OPTION,
  { name: 'timeout', value: 'DURATION', summary: 'stop after this time, e.g. 30m; waiting for people is not counted' },
  {
    name: 'budget',
    value: 'KEY=VALUE',
    repeatable: true,
    summary: 'replace a limit of the budget, e.g. max_cost_usd=2; none removes it',
  },
  { name: 'no-interactive', summary: 'never ask at this terminal: the run pauses instead' },
  { name: 'ndjson', summary: 'print every event as a line of JSON' },
  { name: 'fsync', value: 'MODE', summary: 'node (default), batch or off' },
  { name: 'env-file', value: 'FILE', summary: 'read environment variables from this file instead of .env' },
  { name: 'no-env-file', summary: 'read no .env file' },
];
