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

test('E-RUN-03 limits, preset, recipe and shell of the form are in the line', () => {
  const request = {
    path: 'a.iter',
    preset: 'quick',
    recipe: 'r.json',
    timeoutMs: 90_000,
    budget: { maxCostUsd: 2.5, maxDurationMs: 60_000 },
    vars: { note: `50% of "it's" $x` },
  };
  expect(cliCommand(request)).toBe(
    `iterion run a.iter --var 'note=50% of "it'\\''s" $x' --preset quick --recipe r.json --timeout 90s --budget max_cost_usd=2.5 --budget max_duration=60s`,
  );
  expect(cliCommand(request, 'powershell')).toContain(`--var 'note=50% of "it''s" $x' --preset`);
  expect(cliCommand(request, 'cmd')).toContain(String.raw`--var "note=50%% of \"it's\" $x" --preset`);
});
