import { execFileSync } from 'node:child_process';
import { test, expect } from 'vitest';
import { cliCommand } from './cliCommand.ts';

test('E-RUN-03 the copied command gives a shell exactly the values of the form', () => {
  const command = cliCommand({
    path: 'flows/a b.iter',
    vars: { title: `it's "$(id)" $HOME`, n: 3, list: ['a', 'b c'] },
    backend: 'simulate',
  });
  const words = execFileSync('/bin/sh', ['-c', `printf '%s\\n' ${command}`], { encoding: 'utf8' })
    .trimEnd()
    .split('\n');
  expect(words).toEqual([
    'iterion',
    'run',
    'flows/a b.iter',
    '--var',
    `title=it's "$(id)" $HOME`,
    '--var',
    'n=3',
    '--var',
    'list=["a","b c"]',
    '--backend',
    'simulate',
  ]);
});
