import { expect, test } from 'vitest';
import { folder } from './product.ts';

interface Engine {
  readonly emptyView: () => { readonly run: object };
  readonly viewAll: (view: object, events: readonly object[]) => { readonly run: object };
}
/** The fold from its source, for the product bundles its own. */
const engine = (): Promise<Engine> =>
  import(new URL('../../packages/engine/src/index.ts', import.meta.url).href) as Promise<Engine>;
const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;

test('R-CLI-19 the list: newest first, filtered, limited; a store without runs says how to begin', async () => {
  const { run, json } = folder('minimal_linear.iter', 'judge_loop.iter');
  const empty = await run('inspect');
  expect([empty.code, empty.out]).toEqual([
    0,
    'no runs in .iterion yet; start one with: iterion run FILE --simulate\n',
  ]);
  await run('run', 'minimal_linear.iter', '--simulate', '--run-id', 'a');
  await run('run', 'judge_loop.iter', '--simulate', '--run-id', 'b', '--budget', 'max_iterations=1');
  await run('run', 'minimal_linear.iter', '--simulate', '--run-id', 'c');
  const table = (await run('inspect')).out.trimEnd().split('\n');
  expect(table[0]?.trim().split(/ {2,}/)).toEqual(['ID', 'STATUS', 'WORKFLOW', 'CREATED', 'ACTIVE', 'COST']);
  expect(table.slice(1).map((line) => line.split(/ +/).slice(0, 3))).toEqual([
    ['c', 'finished', 'minimal_linear'],
    ['b', 'failed_resumable', 'judge_loop'],
    ['a', 'finished', 'minimal_linear'],
  ]);
  expect(table[1]).toContain('SIMULATED');
  const ids = async (...args: string[]): Promise<unknown> =>
    (await json<{ id: string; checkpoint?: unknown }[]>('inspect', ...args)).document.map(({ id, checkpoint }) => [
      id,
      checkpoint,
    ]);
  expect(await ids('--status', 'failed_resumable')).toEqual([['b', undefined]]);
  expect(await ids('--workflow', 'minimal_linear', '--limit', '1')).toEqual([['c', undefined]]);
  const typo = await run('inspect', '--status', 'finishd');
  expect([typo.code, typo.err]).toEqual([2, expect.stringContaining('did you mean finished?')]);
  expect((await run('inspect', '--events')).err).toContain('--events needs a run');
});

test('S-134 R-VIEW-01 the snapshot of inspect is the fold of its events', async () => {
  const { run, json } = folder('parallel_review.iter', 'human_gate.iter');
  const { emptyView, viewAll } = await engine();
  await run('run', 'parallel_review.iter', '--simulate', '--run-id', 'a');
  await run('run', 'human_gate.iter', '--backend', 'simulate', '--run-id', 'b');
  for (const id of ['a', 'b']) {
    const { document } = await json<{ run: object; snapshot: { run: object }; events: object[] }>(
      'inspect',
      id,
      '--events',
    );
    const view = viewAll(emptyView(), document.events);
    expect(document.snapshot).toEqual(asJson({ ...view, run: { ...view.run, live: false } }));
    expect(document.run).toEqual(document.snapshot.run);
  }
});

test('R-VIEW-06 the run of the snapshot equals run.json without its checkpoint', async () => {
  const { run, json, read } = folder('human_gate.iter');
  await run('run', 'human_gate.iter', '--backend', 'simulate', '--run-id', 'one');
  const stored = JSON.parse(read('.iterion/runs/one/run.json')) as Record<string, unknown>;
  const { document } = await json<{ run: Record<string, unknown> }>('inspect', 'one');
  const names = Object.keys(document.run).filter((name) => name in stored && name !== 'usage');
  expect(names).toEqual(
    expect.arrayContaining(['id', 'status', 'vars', 'limits', 'artifact_index', 'created_at', 'failure']),
  );
  for (const name of names) expect([name, document.run[name]]).toEqual([name, stored[name]]);
  expect(document.run['usage']).toMatchObject({ tokens: (stored['usage'] as { tokens: number }).tokens });
});

test('R-CLI-19 one run: executions under their branches, the log by number, type and node', async () => {
  const { run } = folder('parallel_review.iter');
  await run('run', 'parallel_review.iter', '--simulate', '--run-id', 'one');
  const { out } = await run('inspect', '--run-id', 'one');
  expect(out).toMatch(/^parallel_review {2}finished {2}SIMULATED/);
  const tree = out.split('\n').map((line) => line.trimEnd());
  const at = (pattern: RegExp): number => tree.findIndex((line) => pattern.test(line));
  expect(at(/✓ split/)).toBeLessThan(at(/⇉ branch_split_security/));
  expect(at(/⇉ branch_split_security/)).toBe(at(/^ {6}✓ security/) - 1);
  expect(at(/^ {6}✓ design/)).toBeLessThan(at(/^ {2}✓ verdict/));
  const events = await run('inspect', 'one', '--events', '--type', 'node_finished', '--node', 'verdict');
  expect(events.out.split('Events\n')[1]?.trimEnd().split('\n')).toHaveLength(1);
  const late = await run('inspect', 'one', '--from', '1000');
  expect(late.out.split('Events\n')[1]).toBe('');
  const full = await run('inspect', 'one', '--full');
  expect(full.out).toContain('verdict (verdict, version 0)');
});

test('R-STORE-22 a damaged line is told, what precedes it is shown', async () => {
  const { run, read, write, json } = folder('minimal_linear.iter');
  await run('run', 'minimal_linear.iter', '--simulate', '--run-id', 'one');
  const lines = read('.iterion/runs/one/events.jsonl').split('\n');
  write('.iterion/runs/one/events.jsonl', [...lines.slice(0, 4), '{broken', ...lines.slice(5)].join('\n'));
  const { code, err, out } = await run('inspect', 'one');
  expect(code).toBe(1);
  const told = new RegExp(
    `error \\[STORE_CORRUPT\\]: line 5 of the log \\(offset ${lines.slice(0, 4).join('\n').length + 1}\\)`,
  );
  expect(err).toMatch(told);
  expect(out).toContain('minimal_linear');
  expect((await json('inspect', 'one')).document).toMatchObject({ error: { code: 'STORE_CORRUPT' } });
  const report = await run('report', '--run-id', 'one');
  expect([report.code, report.out]).toEqual([1, expect.stringContaining('minimal_linear')]);
  expect(report.err).toMatch(told);
  expect(await json('report', '--run-id', 'one')).toMatchObject({
    code: 1,
    document: { run_id: 'one', log_error: { code: 'STORE_CORRUPT' } },
  });
});

test('R-CLI-18 a fork begins with the events of its source, which stays as it was', async () => {
  const { run, json, read } = folder('minimal_linear.iter');
  await run('run', 'minimal_linear.iter', '--simulate', '--run-id', 'one');
  const before = read('.iterion/runs/one/events.jsonl');
  const forked = await json('fork', '--run-id', 'one', '--at', 'writer', '--new-id', 'two');
  expect([forked.code, forked.document]).toMatchObject([
    0,
    {
      run_id: 'two',
      status: 'finished',
      forked_from: { run_id: 'one' },
      output: { title: 'simulated writer.title 1' },
    },
  ]);
  expect(read('.iterion/runs/one/events.jsonl')).toBe(before);
  const made = await json('fork', '--run-id', 'one', '--at', 'writer', '--new-id', 'three', '--no-start');
  expect(made.document).toMatchObject({
    run_id: 'three',
    workflow: 'minimal_linear',
    exit_code: 0,
    forked_from: { run_id: 'one', seq: 9, activation: 'main:writer:0' },
  });
  expect((await run('fork', '--run-id', 'one', '--at', 'writer', '--no-start', '--budget', 'max_tokens=9')).code).toBe(
    2,
  );
  expect((await run('resume', '--run-id', 'three')).code).toBe(0);
  expect(read('.iterion/runs/three/events.jsonl')).toMatch(/"type":"run_resumed".*"reason":"fork"/);
  for (const wrong of [
    ['--at', 'nowhere'],
    ['--at', 'writer', '--at-seq', '3'],
    ['--at', 'writer', '--set', 'output.title=x'],
    [],
  ]) {
    expect([wrong, (await run('fork', '--run-id', 'one', ...wrong)).code]).toEqual([wrong, 2]);
  }
});

test('R-CLI-20 R-RECIPE-20 R-RECIPE-21 report: Markdown with escaped values, or JSON with metrics of the log', async () => {
  const { run, json, write, read } = folder('judge_loop.iter');
  await run('run', 'judge_loop.iter', '--simulate', '--run-id', 'one');
  const { document } = await json<{
    metrics: { total_tokens: number; loop_edges: number; model_calls: number };
    steps: { type: string }[];
  }>('report', '--run-id', 'one');
  const log = read('.iterion/runs/one/events.jsonl')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { type: string; data: Record<string, unknown> });
  const spent = log
    .filter(({ type }) => type === 'usage_recorded')
    .reduce((sum, { data }) => sum + Number(data['input_tokens']) + Number(data['output_tokens']), 0);
  expect(document.metrics).toMatchObject({
    total_tokens: spent,
    model_calls: log.filter(({ type }) => type === 'llm_request').length,
    loop_edges: log.filter(({ type, data }) => type === 'edge_selected' && data['loop'] !== undefined).length,
  });
  expect(document.steps.length).toBeGreaterThan(3);
  const { out } = await run('report', 'one');
  expect(out).toMatch(/^# judge_loop · one\n\n\*\*SIMULATED\*\* with seed 1\n\n## Summary\n/);
  for (const title of ['Summary', 'Loops', 'Timeline']) expect(out).toContain(`## ${title}\n`);
  write('loud.iter', `tool t:\n  command: "echo '<b>|*x*|</b>' >&2; exit 3"\nworkflow w:\n  entry: t\n  t -> done\n`);
  await run('run', 'loud.iter', '--run-id', 'two');
  expect((await run('report', 'two', '--output', 'two.md')).out).toBe('two.md written\n');
  expect(read('two.md')).toContain('&lt;b&gt;\\|\\*x\\*\\|&lt;/b&gt;');
  expect(read('two.md')).not.toContain('<b>');
});
