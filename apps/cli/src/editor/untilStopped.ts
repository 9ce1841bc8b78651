// Keys and signals of a served editor (S-CLI-03, S-API-21): the first signal stops in order, the second at once.
import type { RunningServer } from '@iterion/server';
import { plural } from '@iterion/runtime/text';
import type { CommandResult, Invocation } from '../args/spec.ts';
import { openBrowser } from './browser.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export async function untilStopped(
  { terminal, json }: Invocation,
  server: RunningServer,
  linkTo: (link: string) => string,
): Promise<CommandResult> {
  const stop = Promise.withResolvers<void>();
  let asked = 0;
  const onSignal = (): void => {
    asked += 1;
    if (asked > 1) process.exit(130);
    stop.resolve();
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  const keys = terminal.interactive && !json ? listenToKeys() : undefined;
  keys?.((key) => {
    if (key === 'q' || key === '\u0003') return onSignal();
    if (key !== 'o' && key !== 'l') return;
    const link = linkTo(server.newLink());
    if (key === 'o') void openBrowser(link);
    else terminal.out(`  ${terminal.paint('cyan', link)}\n`);
  });
  await stop.promise;
  if (!json) terminal.out('stopping\n');
  const runs = await server.close();
  for (const signal of SIGNALS) process.off(signal, onSignal);
  if (process.stdin.isTTY) process.stdin.setRawMode(false);
  if (!json && runs.length > 0) {
    terminal.out(`${plural(runs.length, 'run')} stopped on the way:\n`);
    for (const id of runs) terminal.out(`  iterion resume --run-id ${id}\n`);
  }
  return { exitCode: 0 };
}

/** Single keys of the terminal. */
function listenToKeys(): (onKey: (key: string) => void) => void {
  process.stdin.setRawMode(true);
  process.stdin.resume();
  process.stdin.setEncoding('utf8');
  return (onKey) => void process.stdin.on('data', (keys: string) => [...keys].forEach(onKey));
}
