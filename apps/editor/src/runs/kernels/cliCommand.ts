// The command line that does what the launch form would do (E-RUN-03), quoted for the shell that was chosen. Pure.
import type { View } from '@iterion/engine';
import type { LaunchRequest } from '@iterion/protocol';

export const shells = ['posix', 'powershell', 'cmd'] as const;
export type Shell = (typeof shells)[number];
export const shellNames: { readonly [S in Shell]: string } = {
  posix: 'bash, zsh',
  powershell: 'PowerShell',
  cmd: 'cmd.exe',
};

export function cliCommand(request: LaunchRequest, shell: Shell = 'posix'): string {
  const words = ['iterion', 'run', request.path ?? 'FILE.iter'];
  const add = (flag: string, value: string | number | undefined): void => {
    if (value !== undefined) words.push(flag, String(value));
  };
  for (const [name, value] of Object.entries(request.vars ?? {}))
    if (value !== null) words.push('--var', `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  add('--preset', request.preset);
  add('--recipe', request.recipe);
  if (request.simulate !== undefined)
    words.push('--simulate', ...(request.simulate.seed === undefined ? [] : [request.simulate.seed]));
  if (request.simulate?.humans === 'ask') words.push('--simulate-humans', 'off');
  add('--backend', request.backend);
  add('--timeout', request.timeoutMs === undefined ? undefined : `${Math.round(request.timeoutMs / 1000)}s`);
  for (const [key, value] of budgetWords(request.budget ?? {})) add('--budget', `${key}=${value}`);
  if (request.strict === true) words.push('--strict');
  return words.map((word) => QUOTED[shell](word)).join(' ');
}

/** Limits as the language names them. */
function budgetWords(budget: NonNullable<LaunchRequest['budget']>): readonly (readonly [string, string])[] {
  const { maxTokens, maxCostUsd, maxDurationMs, maxIterations, maxParallelBranches } = budget;
  const limits: readonly (readonly [string, number | undefined])[] = [
    ['max_tokens', maxTokens],
    ['max_cost_usd', maxCostUsd],
    ['max_iterations', maxIterations],
    ['max_parallel_branches', maxParallelBranches],
  ];
  return [
    ...limits.flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)] as const])),
    ...(maxDurationMs === undefined ? [] : [['max_duration', `${Math.round(maxDurationMs / 1000)}s`] as const]),
  ];
}

/** The line that starts a run like this one again. */
export function cliOfRun(path: string, { run }: View): string {
  const wholly = run.simulated !== null && run.simulated.part !== true;
  return cliCommand({
    path,
    vars: run.vars,
    ...(wholly ? { simulate: { seed: run.simulated.seed } } : run.simulated === null ? {} : { backend: 'simulate' }),
  });
}

const QUOTED: { readonly [S in Shell]: (word: string) => string } = {
  posix: (word) => (/^[\w./=:@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`),
  powershell: (word) => (/^[\w./=:+-]+$/.test(word) ? word : `'${word.replaceAll("'", "''")}'`),
  cmd: (word) =>
    /^[\w./=:@+-]+$/.test(word)
      ? word
      : `"${word
          .replace(/(\\*)"/g, String.raw`$1$1\"`)
          .replace(/(\\+)$/, '$1$1')
          .replaceAll('%', '%%')}"`,
};
