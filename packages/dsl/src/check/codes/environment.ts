// W001–W009: what the pass with an environment reports (§7.6). The checks live with the hosts; names and hints live here.
import type { EnvironmentRow } from './row.ts';

const environment = { pass: 'environment' } as const;

export const environmentCodes = {
  W001: {
    ...environment,
    severity: 'warning',
    title: 'An environment variable without default is unset',
    message: 'The environment variable `{name}` is not set.',
    hint: 'Set it, or write `${NAME:-default}`.',
    docs: 'A run that needs it ends at its start (ENV_MISSING). In the command of a tool it is left to the shell.',
  },
  W002: {
    ...environment,
    severity: 'error',
    title: 'A model resolves to the empty string, or neither file nor machine names one',
    message: 'Nothing names a model for `{name}`.',
    hint: 'Set `model` or the machine default.',
    docs: 'The node cannot run.',
  },
  W003: {
    ...environment,
    severity: 'warning',
    title: 'The program of a CLI backend is not found',
    message: 'The program `{program}` of the backend `{backend}` is not found.',
    hint: 'Install it, or choose another backend.',
    docs: 'CLI backends run a program of the machine.',
  },
  W004: {
    ...environment,
    severity: 'warning',
    title: 'No credentials for a provider',
    message: 'There are no credentials for `{provider}`.',
    hint: 'Set the credentials of the provider.',
    docs: 'Calls to the provider will be refused.',
  },
  W005: {
    ...environment,
    severity: 'error',
    title: 'An mcp server neither declared nor in the project catalogue',
    message: 'There is no mcp server `{name}`, neither in the file nor in the project.',
    hint: 'Declare it, or add it to the project.',
    docs: 'With `autoload_project` the servers of the project count as well.',
  },
  W006: {
    ...environment,
    severity: 'warning',
    title: '`max_cost_usd` with a model of unknown price',
    message: 'The price of `{model}` is not known, so max_cost_usd cannot bound it.',
    hint: 'Add a price, or bound tokens instead.',
    docs: 'Its calls count as free of charge.',
  },
  W007: {
    ...environment,
    severity: 'warning',
    title: 'A construct that the running build does not execute',
    message: 'This build does not execute `{name}`.',
    hint: 'Use another build, or do without.',
    docs: 'The construct is part of the language and has no effect here.',
  },
  W008: {
    ...environment,
    severity: 'warning',
    title: 'A variable (warning) or required attachment (error) without value at run start',
    message: '`{name}` has no value.',
    hint: 'Give it when the run starts.',
    docs: 'A variable without value is null; a run does not start without a required attachment.',
  },
  W009: {
    ...environment,
    severity: 'error',
    title: '`worktree: auto` outside a git repository',
    message: 'The workspace is no git repository, so there can be no worktree.',
    hint: 'Run inside a repository, or remove `worktree`.',
    docs: 'A worktree is a second checkout of the repository.',
  },
} as const satisfies { readonly [code: string]: EnvironmentRow };
