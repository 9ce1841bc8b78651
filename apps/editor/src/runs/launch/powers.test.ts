import type { Manifest } from '@iterion/protocol';
import { expect, test } from 'vitest';
import { powersOf } from './powers.ts';

const at = (line: number) => ({
  range: { start: { line, column: 1, offset: 0 }, end: { line, column: 2, offset: 1 } },
});
const manifest = (parts: Partial<Manifest>): Manifest => ({
  commands: [],
  scripts: [],
  mcpServers: [],
  backends: [],
  environment: [],
  network: [],
  sandbox: [],
  worktree: false,
  writes: [],
  hash: 'sha256-0',
  ...parts,
});
const command = (text: string, node: string, line: number) => ({ command: text, raw: false, node, ...at(line) });

test('E-RUN-07 powers stand in the order of the text, equal ones once, each with its lines', () => {
  const powers = powersOf({
    manifest: manifest({
      commands: [command('make', 'b', 9), command('ls', 'a', 4), command('make', 'c', 20)],
      environment: [{ name: 'TOKEN', ...at(1) }],
    }),
  });
  expect(powers.map(({ what, text, places }) => [what, text, places.map(({ line, node }) => [line, node])])).toEqual([
    ['runs', 'ls', [[4, 'a']]],
    [
      'runs',
      'make',
      [
        [9, 'b'],
        [20, 'c'],
      ],
    ],
    ['reads', '$TOKEN', [[1, undefined]]],
  ]);
});

test('E-RUN-07 after a change what is new comes first, and what is gone is told last', () => {
  const powers = powersOf({
    manifest: manifest({ commands: [command('ls', 'a', 4), command('curl', 'n', 9)] }),
    previous: manifest({ commands: [command('ls', 'a', 4), command('rm x', 'o', 9)] }),
  });
  expect(powers.map(({ text, change }) => [text, change])).toEqual([
    ['curl', 'added'],
    ['ls', 'none'],
    ['rm x', 'removed'],
  ]);
});
