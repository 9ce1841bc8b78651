// The examples as a newcomer meets them: of graded difficulty, using the language's breadth, right, and simulated to their end.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { folder, root } from './product.ts';

const NAMES = readdirSync(path.join(root, 'examples')).filter((name) => name.endsWith('.iter'));
const TEXTS = new Map(NAMES.map((name) => [name, readFileSync(path.join(root, 'examples', name), 'utf8')]));

interface Checked {
  readonly files: readonly {
    readonly file: string;
    readonly node_count: number;
    readonly diagnostics: readonly unknown[];
  }[];
}

test('S-E1 at least twelve, from two nodes to twelve, each told by its head, without any finding under --strict', async () => {
  const place = folder(...NAMES);
  const { code, document } = await place.json<Checked>('validate', '--strict', ...NAMES);
  expect([code, document.files.flatMap(({ diagnostics }) => diagnostics)]).toEqual([0, []]);
  const sizes = document.files.map(({ node_count }) => node_count);
  expect([sizes.length >= 12, Math.min(...sizes), Math.max(...sizes)]).toEqual([true, 2, 12]);
  for (const [name, text] of TEXTS)
    expect(text, name).toMatch(/^## ---\n## name: .{8,}\n## description: .{40,}\n## ---\n/);
});

test('E-FILE-12 together they show every kind, every way to route, to wait, to ask and to go on', () => {
  const text = [...TEXTS.values()].join('\n');
  for (const kind of ['agent', 'judge', 'router', 'join', 'human', 'tool', 'compute'])
    expect(text, kind).toMatch(new RegExp(`^${kind} \\w+:$`, 'm'));
  for (const mode of ['fan_out_all', 'condition', 'round_robin', 'llm'])
    expect(text, mode).toContain(`mode: ${mode}\n`);
  for (const end of ['done', 'fail']) expect(text, end).toContain(`-> ${end}\n`);
  for (const piece of [
    'strategy: best_effort',
    'strategy: wait_all',
    'await: wait_all',
    'require: [',
    'multi: true',
    'session: inherit',
    'interaction: llm_or_human',
    'min_answers:',
    '.history}}',
    'when not ',
    ') with {',
    'presets:',
    'attachments:',
    'mcp_server ',
    'cursor ',
    'memory:',
    'compaction:',
    'sandbox:',
    'worktree: auto',
    'workspace_safety:',
    'tool_policy:',
    'script: |',
    'language: js',
    'language: python',
    'max_cost_usd:',
    'max_parallel_branches:',
    '[enum: ',
    '${',
  ])
    expect(text, piece).toContain(piece);
});

test('S-E3 each is planned and simulated to its end; seed 1, which --simulate alone means, reaches done everywhere', async () => {
  const place = folder(...NAMES);
  await Promise.all(
    NAMES.map(async (name) => {
      expect((await place.run('plan', name)).code, name).toBe(0);
      for (const seed of [[], ['2'], ['3']]) {
        const { document } = await place.json<{ status: string }>('run', name, '--simulate', ...seed);
        expect(seed.length === 0 ? ['finished'] : ['finished', 'failed'], `${name} ${seed.join()}`).toContain(
          document.status,
        );
      }
    }),
  );
}, 60_000);

test('count_words really runs without a key, and its presets too', async () => {
  const place = folder('count_words.iter');
  const run = (...args: string[]) => place.json<{ output: unknown }>('run', 'count_words.iter', ...args);
  expect((await run()).document.output).toEqual({ result: 'long: 11 words, 9 different' });
  expect((await run('--preset', 'shout')).document.output).toEqual({ result: 'long: 3 words, 1 different' });
  const hostile = await run('--var', `text=$(touch pwned) "; touch pwned; ' \``);
  expect(hostile.document.output).toEqual({ result: 'long: 4 words, 2 different' });
  expect(readdirSync(place.dir)).not.toContain('pwned');
});
