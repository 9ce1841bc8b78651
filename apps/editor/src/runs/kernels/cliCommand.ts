// The command line that does what the launch form would do (E-RUN-03), quoted for a POSIX shell.
import type { LaunchRequest } from '@iterion/protocol';

export function cliCommand(request: LaunchRequest): string {
  const words = ['iterion', 'run', request.path ?? 'FILE.iter'];
  for (const [name, value] of Object.entries(request.vars ?? {}))
    if (value !== null) words.push('--var', `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  if (request.simulate !== undefined)
    words.push('--simulate', ...(request.simulate.seed === undefined ? [] : [request.simulate.seed]));
  if (request.simulate?.humans === 'ask') words.push('--simulate-humans', 'off');
  if (request.backend !== undefined) words.push('--backend', request.backend);
  if (request.preset !== undefined) words.push('--preset', request.preset);
  if (request.timeoutMs !== undefined) words.push('--timeout', `${Math.round(request.timeoutMs / 1000)}s`);
  return words.map(quoted).join(' ');
}

const quoted = (word: string): string => (/^[\w./=:@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
