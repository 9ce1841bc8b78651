import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { folder, root, type Folder } from './product.ts';

const EXAMPLES = readdirSync(path.join(root, 'examples')).filter((name) => name.endsWith('.iter'));
const TYPES = `vars:
  n: int = 1
  flag: bool = false
  tags: string[] = []
  data: json
  name: string
presets:
  big:
    n: 40
compute show:
  expr:
    n: "vars.n"
    flag: "vars.flag"
    tags: "vars.tags"
    data: "vars.data"
    name: "vars.name"
    extra: "input.extra"
workflow w:
  entry: show
  show -> done
`;

interface RunDocument {
  readonly run_id: string;
  readonly status: string;
  readonly output: Record<string, unknown>;
  readonly usage: { readonly tokens: number };
  readonly error?: { readonly code: string; readonly message: string };
}

function log({ read }: Folder, id: string): Record<string, unknown>[] {
  const lines = read(`.iterion/runs/${id}/events.jsonl`).trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

test('R-CLI-14 --var is split at the first = and coerced by the declared type; other names become run inputs', async () => {
  const place = folder();
  place.write('w.iter', TYPES);
  const vars = ['n=7', 'flag=yes', 'tags=a, b', 'data={"k":[1]}', 'name=x=y', 'extra=e'].flatMap((pair) => [
    '--var',
    pair,
  ]);
  const { document, code, err } = await place.json<RunDocument>('run', 'w.iter', ...vars);
  expect(code).toBe(0);
  expect(document.output).toEqual({ n: 7, flag: true, tags: ['a', 'b'], data: { k: [1] }, name: 'x=y', extra: 'e' });
  expect(err).toBe('warning: extra is no variable of w.iter; it becomes a run input\n');
  const preset = await place.json<RunDocument>('run', 'w.iter', '--preset', 'big');
  expect(preset.document.output).toMatchObject({ n: 40, flag: false, data: null, name: null });
  expect(preset.err).toContain('2 variables without value or default: data, name');
});

test('S-131 R-CLI-14 a bad --var is a usage error and leaves no run behind', async () => {
  const place = folder();
  place.write('w.iter', TYPES);
  const wrong = [
    ['--var', 'n=many'],
    ['--var', 'n'],
    ['--var', '=3'],
    ['--preset', 'bigg'],
    ['--budget', 'max_tokens=lots'],
    ['--budget', 'max_token=3'],
    ['--timeout', 'soon'],
    ['--fsync', 'maybe'],
    ['--ndjson', '--json'],
    ['--simulate-humans', 'off'],
  ];
  for (const args of wrong) {
    const { code, err } = await place.run('run', 'w.iter', ...args);
    expect([args, code], err).toEqual([args, 2]);
  }
  const bad = await place.run('run', 'w.iter', '--preset', 'bigg');
  expect(bad.err).toContain('did you mean big?');
  expect(existsSync(path.join(place.dir, '.iterion'))).toBe(false);
});

test('R-CLI-14 a workflow with errors is not started', async () => {
  const { run, write, dir } = folder();
  write('bad.iter', 'workflow w:\n  entry: nowhere\n');
  const { code, err } = await run('run', 'bad.iter', '--simulate');
  expect(code).toBe(1);
  expect(err).toMatch(
    /^error \[WORKFLOW_INVALID\]: bad\.iter has 1 error; nothing was started\n {2}bad\.iter:2:\d+: error \[C/,
  );
  expect(existsSync(path.join(dir, '.iterion'))).toBe(false);
});

test('S-E3 P-27 R-SIM-04 every example runs simulated, and equal seeds give equal logs', async () => {
  const place = folder(...EXAMPLES);
  const known = (event: Record<string, unknown>): unknown => {
    const text = JSON.stringify({ ...event, timestamp: '' });
    return text
      .replaceAll(String(event['run_id']), 'RUN')
      .replaceAll(/"(active_s|_duration_s|duration_ms)":[\d.]+/g, '"$1":0');
  };
  await Promise.all(
    EXAMPLES.map(async (file) => {
      const runs = [];
      for (const seed of ['1', '1', '2']) runs.push(await place.json<RunDocument>('run', file, '--simulate', seed));
      for (const { document } of runs) expect(document.status).not.toBe('running');
      const [first, again] = runs.map(({ document }) => log(place, document.run_id).map(known));
      expect(again).toEqual(first);
    }),
  );
});

test('R-CLI-15 R-SIM-03 the human view: header, one line per event, SIMULATED, and what to do next', async () => {
  const { run } = folder('judge_loop.iter', 'parallel_review.iter');
  const { out, err, code } = await run('run', 'judge_loop.iter', '--simulate', '--run-id', 'one');
  expect([code, err]).toEqual([0, '']);
  const lines = out.split('\n');
  expect(lines[0]).toBe('judge_loop  SIMULATED (seed 1)');
  expect(lines[1]).toBe('judge_loop.iter · run one · store .iterion');
  expect(out).toMatch(/^ +\d+ms {2}✓ writer {2,}.*\d+ tokens · simulated$/m);
  expect(out).toMatch(/→ gate → writer .*loop rework 1\/5$/m);
  expect(out).toMatch(/^✓ finished {2}.* active · [\d,]+ tokens · \$0\.00 {2}SIMULATED: /m);
  expect(out).toContain('  inspect iterion inspect --run-id one\n');
  const fan = await run('run', 'parallel_review.iter', '--backend', 'simulate');
  expect(fan.out).toMatch(/^parallel_review {2}SIMULATED models$/m);
  expect(fan.out).toMatch(/✓ security .*\[branch_split_security\]$/m);
  expect(fan.out).toMatch(/SIMULATED in part: 4 of \d+ steps$/m);
});

test('R-SIM-03 a run whose models alone are simulated says so in its JSON, in the list, in inspect and in the report', async () => {
  const { run, json, read } = folder('parallel_review.iter');
  const { document } = await json('run', 'parallel_review.iter', '--backend', 'simulate', '--run-id', 'one');
  expect(document['simulated']).toBe(true);
  const [listed] = (await json<{ simulated: unknown }[]>('inspect')).document;
  expect(listed?.simulated).toMatchObject({ part: true });
  expect((await run('inspect')).out).toMatch(/ SIMULATED in part$/m);
  const inspected = (await json<{ run: { simulated: unknown } }>('inspect', '--run-id', 'one')).document;
  expect(inspected.run.simulated).toEqual(listed?.simulated);
  expect((await json('report', '--run-id', 'one', '--format', 'json')).document['simulated']).toBe(true);
  expect((await run('report', '--run-id', 'one')).code).toBe(0);
  expect(read('.iterion/runs/one/report.md')).toContain('SIMULATED in part: 4 of');
});

test('R-CLI-15 the JSON of a run', async () => {
  const { json } = folder('minimal_linear.iter');
  const { document } = await json('run', 'minimal_linear.iter', '--simulate', '--run-id', 'one');
  expect(document).toMatchObject({
    run_id: 'one',
    workflow: 'minimal_linear',
    status: 'finished',
    store: '.iterion',
    file: 'minimal_linear.iter',
    exit_code: 0,
    simulated: true,
    output: { title: 'simulated writer.title 1', text: 'simulated writer.text 1' },
    usage: { cost_usd: 0, cost_incomplete: false },
  });
  expect(document['active_s']).toEqual(expect.any(Number));
  expect(document).not.toHaveProperty('error');
  expect(document).not.toHaveProperty('interactions');
});

test('R-CLI-14 --ndjson prints every event of the log and nothing else', async () => {
  const place = folder('minimal_linear.iter');
  const { out, code } = await place.run('run', 'minimal_linear.iter', '--simulate', '--ndjson', '--run-id', 'one');
  expect(code).toBe(0);
  const printed = out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(printed).toEqual(log(place, 'one'));
});

test('R-CLI-14 --backend simulate: commands really run, models do not', async () => {
  const place = folder();
  place.write(
    'w.iter',
    `tool t:
  command: "echo hello > made.txt; echo done"
agent a:
  model: "anthropic/x"
  user: p
prompt p:
  Say {{outputs.t.result}}
workflow w:
  entry: t
  t -> a
  a -> done
`,
  );
  const { document, code } = await place.json<RunDocument>('run', 'w.iter', '--backend', 'simulate', '--run-id', 'one');
  expect([code, document.output]).toEqual([0, { text: 'simulated a 1' }]);
  expect(place.read('made.txt')).toBe('hello\n');
  const prompt = log(place, 'one').find(({ type }) => type === 'llm_prompt');
  expect(prompt).toMatchObject({ data: { user_message: 'Say done' } });
});

test('S-87 R-CLI-03 an exhausted budget exits 4; resume with a higher one completes (S-86)', async () => {
  const place = folder('judge_loop.iter');
  const poor = await place.json<RunDocument>(
    'run',
    'judge_loop.iter',
    '--simulate',
    '--run-id',
    'one',
    '--budget',
    'max_iterations=1',
  );
  expect([poor.code, poor.document.error?.code]).toEqual([4, 'BUDGET_EXCEEDED']);
  const low = await place.run('resume', '--run-id', 'one', '--budget', 'max_iterations=1');
  expect([low.code, low.err]).toEqual([2, expect.stringContaining('not above what the run has used')]);
  const rich = await place.json<RunDocument>('resume', '--run-id', 'one', '--budget', 'max_iterations=none');
  expect([rich.code, rich.document.status]).toEqual([0, 'finished']);
  const starts = log(place, 'one').filter(({ type, node_id }) => type === 'node_started' && node_id === 'writer');
  expect(new Set(starts.map(({ iteration }) => iteration)).size).toBe(starts.length);
});

test('R-CLI-05 R-REC-15 --timeout stops the run, which can be resumed', async () => {
  const place = folder();
  place.write('w.iter', 'tool t:\n  command: "sleep 20"\nworkflow w:\n  entry: t\n  t -> done\n');
  const began = Date.now();
  const { document, code } = await place.json<RunDocument>('run', 'w.iter', '--timeout', '300ms');
  expect([code, document.status, document.error?.code]).toEqual([1, 'failed_resumable', 'TIMEOUT']);
  expect(Date.now() - began).toBeLessThan(9_000);
});
