import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';
import { folder, root } from './product.ts';

const COMMANDS = [
  'init',
  'editor',
  'validate',
  'fmt',
  'plan',
  'run',
  'inspect',
  'resume',
  'cancel',
  'fork',
  'report',
  'diagram',
  'schema',
  'lsp',
  'version',
];

test('R-CLI-01 every command has --help, and the overview names it', async () => {
  const { run } = folder();
  const overview = await run('--help');
  expect(overview.code).toBe(0);
  const helps = await Promise.all(COMMANDS.map((command) => run(command, '--help')));
  for (const [index, command] of COMMANDS.entries()) {
    expect(overview.out).toMatch(new RegExp(`^  ${command} +\\S`, 'm'));
    expect(helps[index]).toMatchObject({ code: 0, err: '' });
    expect(helps[index]?.out).toMatch(new RegExp(`^iterion ${command} [^\\n]*\\[options\\]\\n`));
    expect(helps[index]?.out).toContain('--json');
  }
  expect(await run('help', 'run')).toMatchObject({ code: 0, out: helps[COMMANDS.indexOf('run')]?.out });
  expect(await run()).toMatchObject({ code: 2, out: overview.out });
});

test('R-CLI-01 options may stand anywhere, with = or a blank; -- ends them', async () => {
  const { run, write } = folder('minimal_linear.iter');
  const compact = await run('diagram', 'minimal_linear.iter', '--view', 'detailed');
  expect(compact.code).toBe(0);
  expect(await run('diagram', '--view=detailed', 'minimal_linear.iter')).toEqual(compact);
  expect(await run('--view', 'detailed', 'diagram', 'minimal_linear.iter')).toEqual(compact);
  write('--odd.iter', 'workflow w:\n  entry: done\n');
  expect((await run('validate', '--', '--odd.iter')).out).toContain('--odd.iter');
});

test('R-CLI-02 what the disk or the arguments refuse is told with its remedy, not as a defect', async () => {
  const { json, write } = folder();
  write('t.iter', 'tool t:\n  command: "echo hi"\nworkflow w:\n  entry: t\n  t -> done\n');
  write('blocked', 'a file');
  const told = async (...args: string[]) => {
    const { code, document } = await json<{ error: { code: string; message: string; hint: string } }>(...args);
    expect(document.error.hint, args.join(' ')).not.toContain('defect');
    return [code, document.error.code, document.error.message] as const;
  };
  const store = await told('run', 't.iter', '--store-dir', 'blocked');
  expect(store).toMatchObject([1, 'EXECUTION_FAILED', expect.stringContaining('blocked cannot be written')]);
  expect(await told('run', 't.iter', '--store-dir', '/proc/nothing')).toMatchObject([
    1,
    'EXECUTION_FAILED',
    expect.stringContaining('/proc/nothing'),
  ]);
  expect((await told('inspect', '--store-dir', 'blocked'))[0]).toBe(1);
  expect(await told('run', 't.iter', '--workspace', 'nowhere')).toMatchObject([
    2,
    'USAGE',
    expect.stringContaining('is not there'),
  ]);
  expect((await told('run', 't.iter', '--workspace', 'blocked'))[2]).toContain('is no folder');
});

test('R-CLI-01 an unknown option or command is a usage error with the nearest name', async () => {
  const { run } = folder('minimal_linear.iter');
  expect(await run('validat', 'x.iter')).toEqual({
    code: 2,
    out: '',
    err: 'error [USAGE]: there is no command validat\n  hint: did you mean validate?\n',
  });
  expect((await run('minimal_linear.iter')).err).toContain('iterion run minimal_linear.iter');
  const option = await run('run', 'minimal_linear.iter', '--simulat');
  expect([option.code, option.err]).toEqual([
    2,
    'error [USAGE]: run has no option --simulat\n  hint: did you mean --simulate?\n',
  ]);
  const value = await run('run', 'minimal_linear.iter', '--var', '--simulate');
  expect([value.code, value.err]).toEqual([2, 'error [USAGE]: --var needs a value\n  hint: write --var NAME=VALUE\n']);
  expect((await run('validate')).err).toContain('validate needs FILE…');
  expect((await run('version', 'now')).code).toBe(2);
  expect((await run('--jsn')).code).toBe(2);
});

test('S-130 R-CLI-02 R-CLI-03 each outcome has its exit code and exactly one JSON document', async () => {
  const { json, write } = folder('minimal_linear.iter', 'human_gate.iter', 'judge_loop.iter');
  write('broken.iter', 'workflow w:\n  entry: nowhere\n');
  write('fails.iter', 'tool t:\n  command: "exit 3"\nworkflow w:\n  entry: t\n  t -> done\n');
  const outcomes: readonly (readonly [exit: number, code: string | null, ...args: string[]])[] = [
    [0, null, 'version'],
    [0, null, 'validate', 'minimal_linear.iter'],
    [1, null, 'validate', 'broken.iter'],
    [1, 'WORKFLOW_INVALID', 'validate', 'absent.iter'],
    [2, 'USAGE', 'validate'],
    [2, 'USAGE', 'nonsense'],
    [0, null, 'diagram', 'minimal_linear.iter'],
    [0, null, 'fmt', 'minimal_linear.iter', '--check'],
    [0, null, 'plan', 'minimal_linear.iter'],
    [1, 'WORKFLOW_INVALID', 'plan', 'broken.iter'],
    [0, null, 'run', 'minimal_linear.iter', '--dry-run'],
    [0, null, 'inspect'],
    [1, 'RUN_NOT_FOUND', 'inspect', '--run-id', 'nope'],
    [1, 'WORKFLOW_INVALID', 'run', 'broken.iter', '--simulate'],
    [0, null, 'run', 'minimal_linear.iter', '--simulate', '--run-id', 'good'],
    [1, 'RUN_EXISTS', 'run', 'minimal_linear.iter', '--simulate', '--run-id', 'good'],
    [1, 'TOOL_FAILED_PERMANENT', 'run', 'fails.iter', '--run-id', 'bad'],
    [3, null, 'run', 'human_gate.iter', '--backend', 'simulate', '--run-id', 'paused'],
    [4, 'BUDGET_EXCEEDED', 'run', 'judge_loop.iter', '--simulate', '--budget', 'max_iterations=1', '--run-id', 'poor'],
    [1, 'RESUME_INVALID', 'resume', '--run-id', 'good'],
    [3, null, 'resume', '--run-id', 'paused'],
    [2, 'USAGE', 'resume', '--run-id', 'paused', '--answer', 'approved'],
    [2, 'USAGE', 'resume'],
    [1, 'RESUME_INVALID', 'cancel', '--run-id', 'good'],
    [0, null, 'cancel', '--run-id', 'paused'],
    [0, null, 'inspect', '--run-id', 'paused', '--events', '--full'],
    [0, null, 'report', '--run-id', 'good'],
    [1, 'RUN_NOT_FOUND', 'report', '--run-id', 'nope'],
    [2, 'USAGE', 'fork', '--run-id', 'good'],
    [0, null, 'fork', '--run-id', 'good', '--at', 'writer'],
    [0, null, 'init', 'new'],
    [2, 'USAGE', 'editor', '--dir', 'absent'],
  ];
  for (const [exit, code, ...args] of outcomes) {
    const { document, code: got, out } = await json<{ error?: { code: string; message: string } } | null>(...args);
    expect([args.join(' '), got], out).toEqual([args.join(' '), exit]);
    expect(out.trim().split('\n')).toHaveLength(1);
    if (code !== null) expect(document?.error).toMatchObject({ code, message: expect.stringMatching(/\S/) as string });
    else expect(document).not.toHaveProperty('error');
  }
}, 60_000);

test('R-CLI-02 without --json an error has code, message, node and hint on stderr', async () => {
  const { run, write } = folder();
  write('fails.iter', 'tool t:\n  command: "echo broken >&2; exit 3"\nworkflow w:\n  entry: t\n  t -> done\n');
  const { code, err, out } = await run('run', 'fails.iter');
  expect(code).toBe(1);
  expect(err).toMatch(/^error \[TOOL_FAILED_PERMANENT\]: .*\n(.*\n)*? {2}node: t\n/m);
  expect(out).not.toContain('error [');
});

test('R-CLI-04 the store is --store-dir, else ITERION_STORE_DIR, else .iterion', async () => {
  const { json, env } = folder('minimal_linear.iter');
  await json('run', 'minimal_linear.iter', '--simulate', '--run-id', 'a');
  await json('run', 'minimal_linear.iter', '--simulate', '--run-id', 'b', '--store-dir', 'other store');
  env['ITERION_STORE_DIR'] = 'third';
  const third = await json('run', 'minimal_linear.iter', '--simulate', '--run-id', 'c');
  expect(third.document['store']).toBe('third');
  const ids = async (...args: string[]): Promise<unknown> =>
    (await json<{ id: string }[]>('inspect', ...args)).document.map(({ id }) => id);
  expect(await ids()).toEqual(['c']);
  expect(await ids('--store-dir', 'other store')).toEqual(['b']);
  expect(await ids('--store-dir', '.iterion')).toEqual(['a']);
});

test('R-CLI-04 control sequences in data are made visible', async () => {
  const { run, write } = folder();
  write('loud.iter', `tool t:\n  command: "printf 'a\\033[31mred\\007'"\nworkflow w:\n  entry: t\n  t -> done\n`);
  const { out, code } = await run('run', 'loud.iter');
  expect(code).toBe(0);
  expect(out).toContain('a␛[31mred␇');
  // oxlint-disable-next-line no-control-regex
  expect(out).not.toMatch(/[\u0000-\u0008\u000b-\u001f]/);
});

test('R-CLI-04 an unknown log level is refused', async () => {
  const { run } = folder();
  expect(await run('inspect', '--log-level', 'loud')).toMatchObject({ code: 2, out: '' });
});

test('R-CLI-23 version', async () => {
  const { run, json } = folder();
  expect((await run('version')).out).toMatch(/^iterion \d+\.\d+\.\d+ \([0-9a-f]{7,}|unknown\)\n$/);
  expect((await json('version')).document).toEqual({
    version: expect.stringMatching(/^\d/) as string,
    commit: expect.any(String) as string,
    node: process.versions.node,
    platform: `${process.platform}-${process.arch}`,
  });
  expect((await run('--version')).out).toBe((await run('version')).out);
});

test('R-CLI-24 version, help and validate load neither the runtime nor the server', async () => {
  const { env, run, dir } = folder('minimal_linear.iter');
  const coverage = path.join(dir, '.coverage');
  const loaded = async (...args: string[]): Promise<string> => {
    env['NODE_V8_COVERAGE'] = path.join(coverage, args.join('_').replace(/\W/g, ''));
    expect((await run(...args)).code).toBe(0);
    return spawnSync('grep', ['-rhoE', '"url":"file:[^"]*dist/[^"]*"', env['NODE_V8_COVERAGE']], { encoding: 'utf8' })
      .stdout;
  };
  for (const args of [['version'], ['--help'], ['run', '--help'], ['validate', 'minimal_linear.iter']]) {
    const modules = await loaded(...args);
    expect(modules).toContain('dist/iterion.mjs');
    expect(modules).not.toMatch(/runWorkflow|inspectRuns|serveEditor/);
    if (args[0] !== 'validate') expect(modules).not.toContain('compile');
  }
  expect(await loaded('inspect')).toContain('inspectRuns');
});

test('R-CLI-24 an older Node hands over to the one of the package', () => {
  const shim = path.join(root, 'apps/cli/bin/bundledNode.mjs');
  const { stdout, status } = spawnSync(process.execPath, [shim, 'version', '--json'], { encoding: 'utf8' });
  expect(status).toBe(0);
  const { node } = JSON.parse(stdout) as { node: string };
  const [major = 0] = node.split('.').map(Number);
  expect(major).toBeGreaterThanOrEqual(22);
  expect(spawnSync(process.execPath, [shim, 'nonsense'], { encoding: 'utf8' }).status).toBe(2);
});
