// Recipes and benchmarks as a user runs them (runtime.md §10).
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { folder, type Folder } from './product.ts';

const FLOW = `vars:
  limit: int = 1
presets:
  big:
    limit: 9
prompt ask:
  About {{vars.limit}}.
schema verdict:
  ok: bool
  limit: int
compute check:
  output: verdict
  expr:
    ok: "vars.limit >= 5"
    limit: "vars.limit"
tool stamp:
  command: "pwd > where.txt && test {{vars.limit}} != 7"
agent writer:
  backend: "simulate"
  user: ask
workflow flow:
  entry: check
  check -> stamp
  stamp -> writer
  writer -> done
`;

interface Verdict {
  readonly metric: string;
  readonly value: unknown;
  readonly success: boolean;
}
interface RunDocument {
  readonly run_id: string;
  readonly status: string;
  readonly recipe?: string;
  readonly verdict?: Verdict;
}
interface Row extends RunDocument {
  readonly repetition: number;
  readonly store: string;
  readonly success: boolean;
  readonly error?: { readonly code: string };
}
interface BenchDocument {
  readonly rows: readonly Row[];
  readonly summary: readonly { readonly recipe: string; readonly runs: number; readonly success_rate: number }[];
}

const POLICY = { primary_metric: 'check.ok', secondary_metrics: ['limit'] };

function withRecipe(limit: number, more: object = {}): Folder {
  const at = folder();
  at.write('flow.iter', FLOW);
  const recipe = { name: `r${limit}`, workflow_ref: { name: 'flow', path: '../flow.iter' }, preset_vars: { limit } };
  at.write(`recipes/r${limit}.json`, JSON.stringify({ ...recipe, evaluation_policy: POLICY, ...more }));
  return at;
}

test('S-135 R-RECIPE-03 a recipe overrides the default and is overridden by --preset and --var; its success is told', async () => {
  const at = withRecipe(4);
  const run = (...args: string[]) => at.json<RunDocument>('run', '--recipe', 'recipes/r4.json', ...args);
  const alone = await run();
  expect(alone.code, alone.err).toBe(0);
  expect(alone.document).toMatchObject({
    status: 'finished',
    recipe: 'r4',
    verdict: { metric: 'check.ok', value: false, success: false, secondary: { limit: 4 } },
  });
  expect((await run('--preset', 'big')).document.verdict).toMatchObject({ success: true, secondary: { limit: 9 } });
  const given = await run('--preset', 'big', '--var', 'limit=6');
  expect(given.document.verdict).toMatchObject({ success: true, secondary: { limit: 6 } });
  const named = await at.run('run', 'flow.iter', '--recipe', 'recipes/r4.json');
  expect(named.out).toContain('no success  check.ok = false');
});

test('S-135 R-RECIPE-02 what does not fit is refused before a run exists', async () => {
  const at = withRecipe(4, { prompt_pack: { ask: 'About {{oops.limit}}.' } });
  at.write('wrong.json', JSON.stringify({ name: 'x', workflow_ref: { name: 'other' } }));
  at.write('typo.json', JSON.stringify({ name: 'x', promt_pack: {} }));
  const broken = await at.json<{ error: { code: string; message: string } }>('run', '--recipe', 'recipes/r4.json');
  expect([broken.code, broken.document.error.code]).toEqual([1, 'WORKFLOW_INVALID']);
  expect(broken.document.error.message).toContain('with the recipe r4 has 1 error');
  for (const [file, message] of [
    ['wrong.json', 'it is for the workflow other, this one is flow'],
    ['typo.json', 'promt_pack is unknown; did you mean prompt_pack?'],
    ['none.json', 'cannot be read'],
  ] as const) {
    const { code, err } = await at.run('run', 'flow.iter', '--recipe', file);
    expect([file, code], err).toEqual([file, 2]);
    expect(err).toContain(message);
  }
  expect((await at.run('run')).code).toBe(2);
  expect(existsSync(path.join(at.dir, '.iterion'))).toBe(false);
});

test('S-136 R-RECIPE-10 R-RECIPE-11 two recipes three times, one of them failing: six rows, rates, no abort', async () => {
  const at = withRecipe(6);
  at.write('recipes/r7.json', JSON.stringify({ name: 'r7', preset_vars: { limit: 7 }, evaluation_policy: POLICY }));
  const bench = ['bench', 'flow.iter', '--recipes', 'recipes', '--repeat', '3', '--parallel', '2'];
  const { document, code, err } = await at.json<BenchDocument>(...bench, '--output', 'out.md');
  expect(code, err).toBe(0);
  expect(document.rows.map((row) => [row.recipe, row.repetition, row.status, row.success])).toEqual([
    ...[1, 2, 3].map((n) => ['r6', n, 'finished', true]),
    ...[1, 2, 3].map((n) => ['r7', n, 'failed_resumable', false]),
  ]);
  expect(document.rows[3]?.error?.code).toBe('TOOL_FAILED_PERMANENT');
  expect(document.rows[3]?.verdict).toMatchObject({ value: true, success: true });
  expect(document.summary).toMatchObject([
    { recipe: 'r6', runs: 3, success_rate: 1 },
    { recipe: 'r7', runs: 3, success_rate: 0 },
  ]);
  expect(new Set(document.rows.map(({ store }) => store)).size).toBe(6);
  expect(at.read('out.md')).toMatch(/\| r6 \| 3 \| 100 % \| 44 % – 100 % \|/);
  const [row] = document.rows;
  const shown = await at.json<{ run: { recipe: object } }>(
    'inspect',
    row?.run_id ?? '',
    '--store-dir',
    row?.store ?? '',
  );
  expect(shown.document.run.recipe).toMatchObject({ name: 'r6' });
});

test('R-RECIPE-10 --simulate takes a seed per repetition; --worktree keeps the files of each run apart', async () => {
  const at = withRecipe(6);
  const simulated = await at.json<BenchDocument>('bench', 'recipes/r6.json', '--repeat', '2', '--simulate');
  expect(simulated.document.rows.map(({ status }) => status)).toEqual(['finished', 'finished']);
  expect(existsSync(path.join(at.dir, 'where.txt'))).toBe(false);
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], {
      cwd: at.dir,
      stdio: 'pipe',
    });
  git('init', '-q');
  git('add', 'flow.iter', 'recipes');
  git('commit', '-qm', 'first');
  const apart = await at.json<BenchDocument>(
    'bench',
    'recipes/r6.json',
    '--repeat',
    '2',
    '--parallel',
    '2',
    '--worktree',
  );
  expect(apart.code, apart.err).toBe(0);
  expect(existsSync(path.join(at.dir, 'where.txt'))).toBe(false);
  for (const { store, run_id } of apart.document.rows) {
    expect(at.read(path.join(store, 'worktrees', run_id, 'where.txt'))).toContain(run_id);
  }
  const wrong = [
    ['bench'],
    ['bench', 'recipes/r6.json', '--repeat', '0'],
    ['bench', 'recipes/r6.json', 'recipes/r6.json'],
    ['bench', 'flow.iter', '--recipes', 'nowhere'],
    ['bench', 'recipes/r6.json', '--worktree', '--simulate'],
  ];
  for (const args of wrong) expect([args, (await at.run(...args)).code]).toEqual([args, 2]);
});

test('R-RECIPE-20 R-RECIPE-21 the report of a run with a recipe tells its verdict, and stays with the run', async () => {
  const at = withRecipe(6);
  const { document } = await at.json<RunDocument>('run', '--recipe', 'recipes/r6.json');
  const report = await at.json<RunDocument>('report', document.run_id);
  expect(report.document).toMatchObject({ recipe: 'r6', verdict: { success: true, value: true } });
  const kept = at.read(`.iterion/runs/${document.run_id}/report.md`);
  expect(kept).toContain('| Verdict | success: check.ok = true, limit = 6 |');
  expect((await at.run('report', document.run_id)).out).toBe(kept);
  expect(
    readdirSync(path.join(at.dir, '.iterion/runs', document.run_id)).filter((name) => name.includes('tmp')),
  ).toEqual([]);
});

test('R-BUDGET-12 the budget of a recipe replaces that of the file key by key, --budget replaces both', async () => {
  const { write, json } = folder();
  write(
    'w.iter',
    'tool t:\n  command: "true"\nworkflow w:\n  entry: t\n  budget:\n    max_iterations: 9\n    max_tokens: 1000\n    max_duration: "1h"\n  t -> done\n',
  );
  const recipe = {
    name: 'r',
    workflow_ref: { name: 'w', path: 'w.iter' },
    budget: { max_iterations: 8, max_tokens: 800 },
  };
  write('r.json', JSON.stringify(recipe));
  const limits = async (...args: string[]) => {
    const { document } = await json<{ run_id: string }>('run', ...args);
    const inspected = await json<{ run: { limits: unknown } }>('inspect', '--run-id', document.run_id);
    return inspected.document.run.limits;
  };
  expect(await limits('w.iter')).toMatchObject({ max_iterations: 9, max_tokens: 1000, max_duration: 3600 });
  expect(await limits('--recipe', 'r.json')).toMatchObject({ max_iterations: 8, max_tokens: 800, max_duration: 3600 });
  const both = await limits('--recipe', 'r.json', '--budget', 'max_tokens=500', '--budget', 'max_duration=none');
  expect(both).toMatchObject({ max_iterations: 8, max_tokens: 500 });
  expect((both as { max_duration?: number | null }).max_duration ?? null).toBeNull();
});
