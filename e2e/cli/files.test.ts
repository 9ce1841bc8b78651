import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { folder, root } from './product.ts';

const EXAMPLES = readdirSync(path.join(root, 'examples')).filter((name) => name.endsWith('.iter'));

test('R-CLI-11 every problem has its place, its code and how to mend it; the last line counts', async () => {
  const { run, write } = folder();
  write('w.iter', 'agent a:\n  model: "anthropic/x"\n  outptu: s\n\nworkflow w:\n  entry: b\n  a -> done\n');
  const { code, out } = await run('validate', 'w.iter');
  expect(code).toBe(1);
  const lines = out.trimEnd().split('\n');
  expect(
    lines.filter((line) => /^w\.iter:\d+:\d+: (error|warning|info) \[[A-Z]+\d+\]: \S/.test(line)).length,
  ).toBeGreaterThan(1);
  expect(lines.filter((line) => line.startsWith('  hint: ')).length).toBeGreaterThan(0);
  expect(lines.at(-1)).toMatch(/^\d+ errors?(, \d+ warnings?)?$/);
});

test('R-CLI-11 the JSON of one file and of several', async () => {
  const { json, write } = folder('minimal_linear.iter');
  write('bad.iter', 'workflow w:\n  entry: nowhere\n');
  const good = await json('validate', 'minimal_linear.iter');
  expect(good.document).toEqual({
    file: 'minimal_linear.iter',
    valid: true,
    workflow_name: 'minimal_linear',
    node_count: 2,
    edge_count: 2,
    diagnostics: [],
    parse_diagnostics: [],
    compile_diagnostics: [],
  });
  const both = await json<{
    valid: boolean;
    files: { valid: boolean; diagnostics: { code: string; range: object }[] }[];
  }>('validate', 'minimal_linear.iter', 'bad.iter', 'absent.iter');
  expect(both.code).toBe(1);
  expect(both.document.valid).toBe(false);
  expect(both.document.files.map(({ valid }) => valid)).toEqual([true, false, false]);
  expect(both.document.files[1]?.diagnostics[0]).toMatchObject({
    severity: 'error',
    message: expect.any(String) as string,
    range: { start: { line: expect.any(Number) as number } },
  });
});

test('R-CLI-11 a file that is not there, is a folder or is not text', async () => {
  const { run, write, dir } = folder('minimal_linear.iter');
  write('sub/x.iter', '');
  expect((await run('validate', 'minimal_liner.iter')).err).toContain('did you mean minimal_linear.iter?');
  expect((await run('validate', 'sub')).err).toContain('is a folder');
  writeFileSync(path.join(dir, 'latin.iter'), Buffer.from([0x23, 0xe4, 0x0a]));
  expect((await run('validate', 'latin.iter')).err).toContain('not UTF-8');
});

test('S-E1 every example validates without a finding, and fmt is stable', async () => {
  const { run, json, read } = folder(...EXAMPLES);
  expect(await run('validate', ...EXAMPLES, '--strict')).toMatchObject({ code: 0, err: '' });
  expect((await json('fmt', '--check', ...EXAMPLES)).code).toBe(0);
  for (const name of EXAMPLES) expect(read(name)).toBe(readFileSync(path.join(root, 'examples', name), 'utf8'));
});

test('R-CLI-12 fmt writes, --check only tells, --stdout only prints, a broken file stays', async () => {
  const { run, json, write, read } = folder();
  const text = 'workflow w:\n    entry: t   \n    t->done\n\n\n\ntool t:\n    command: "true"\n';
  write('w.iter', text);
  write('broken.iter', 'workflow w\n  entry: "x\n');
  expect(await run('fmt', '--check', 'w.iter')).toMatchObject({ code: 1, out: 'w.iter: would change\n' });
  expect(read('w.iter')).toBe(text);
  const printed = await run('fmt', '--stdout', 'w.iter');
  expect(printed.code).toBe(0);
  expect(printed.out).toContain('\n  t -> done\n');
  expect(read('w.iter')).toBe(text);
  expect(await run('fmt', 'w.iter')).toMatchObject({ code: 0, out: 'w.iter: formatted\n' });
  expect(read('w.iter')).toBe(printed.out);
  const broken = await json<{ files: { changed: boolean; error?: object }[] }>('fmt', 'broken.iter', 'w.iter');
  expect(broken.code).toBe(1);
  expect(broken.document.files).toMatchObject([{ changed: false, error: {} }, { changed: false }]);
  expect(read('broken.iter')).toBe('workflow w\n  entry: "x\n');
});

test('R-CLI-10 init writes what is absent and never overwrites; its workflow validates and runs', async () => {
  const { run, json, write, read } = folder();
  write('new/.gitignore', 'mine\n');
  const first = await json('init', 'new');
  expect(first.document).toEqual({
    dir: 'new',
    files_created: ['pr_refine_single_model.iter', '.env.example'],
    files_skipped: ['.gitignore'],
  });
  expect(read('new/.gitignore')).toBe('mine\n');
  expect((await json('init', 'new')).document['files_created']).toEqual([]);
  const { document } = await json('validate', 'new/pr_refine_single_model.iter');
  expect(document).toMatchObject({ valid: true, diagnostics: [] });
  expect((await run('run', 'new/pr_refine_single_model.iter', '--simulate')).code).toBe(0);
});

test('R-CLI-21 diagram prints a Mermaid flowchart, the same each time', async () => {
  const { run, json } = folder('parallel_review.iter');
  const { out, code } = await run('diagram', 'parallel_review.iter', '--direction', 'LR');
  expect(code).toBe(0);
  expect(out).toMatch(/^flowchart LR\n/);
  expect(out).toContain('n_split');
  expect(await run('diagram', 'parallel_review.iter', '--direction=LR')).toMatchObject({ out });
  const full = await json('diagram', 'parallel_review.iter', '--full');
  expect(full.document).toMatchObject({ file: 'parallel_review.iter', workflow_name: 'parallel_review', view: 'full' });
  expect((await run('diagram', 'parallel_review.iter', '--full', '--detailed')).code).toBe(2);
  expect((await run('diagram', 'parallel_review.iter', '--view', 'huge')).code).toBe(2);
});

test('S-132 R-CLI-13 plan: bounds, order and worst case of a file, without a run', async () => {
  const { run, json, dir } = folder('pr_refine_single_model.iter', 'human_gate.iter');
  const { document, code } = await json<{
    readonly nodes: readonly { readonly id: string; readonly max_activations: number; readonly backend?: string }[];
    readonly loops: readonly { readonly name: string; readonly max_traversals: number }[];
    readonly worst_case: { readonly attempts: number; readonly limited_by: readonly string[] };
    readonly capabilities: { readonly commands: readonly string[] };
  }>('plan', 'pr_refine_single_model.iter');
  expect(code).toBe(0);
  expect(Object.fromEntries(document.loops.map(({ name, max_traversals }) => [name, max_traversals]))).toEqual({
    full_recipe_loop: 3,
    refine_loop: 16,
  });
  const bounds = Object.fromEntries(document.nodes.map(({ id, max_activations }) => [id, max_activations]));
  expect(bounds).toMatchObject({ planner: 4, refine_plan: 16 });
  expect(document.nodes[0]).toMatchObject({ id: 'context_builder', backend: 'claw' });
  const cut = await json<typeof document>(
    'run',
    'human_gate.iter',
    '--dry-run',
    '--budget',
    'max_iterations=2',
    '--backend',
    'simulate',
  );
  expect(cut.document.worst_case).toMatchObject({ attempts: 2, limited_by: ['max_iterations'] });
  expect(cut.document.capabilities.commands).toEqual(['collect', 'announce']);
  const text = await run('plan', 'human_gate.iter');
  expect(text.out).toMatch(/^ {2}draft +agent +4 +claw /m);
  expect(text.out).toContain('revise: at most 3 passes');
  expect((await run('plan', 'human_gate.iter', '--var', 'commits=many')).code).toBe(2);
  expect(existsSync(path.join(dir, '.iterion'))).toBe(false);
});

test('R-CLI-13 plan tells what finished runs took', async () => {
  const { run, json, write } = folder();
  write('w.iter', 'tool t:\n  command: "sleep 0.1"\nworkflow w:\n  entry: t\n  t -> done\n');
  expect((await json('plan', 'w.iter')).document).not.toHaveProperty('estimate');
  await run('run', 'w.iter');
  await run('run', 'w.iter', '--simulate');
  const { document } = await json<{ estimate: { runs: number; nodes: { id: string; active_s: { p95: number } }[] } }>(
    'plan',
    'w.iter',
  );
  expect(document.estimate).toMatchObject({ runs: 1, nodes: [{ id: 't', activations: { median: 1, p95: 1 } }] });
  expect(document.estimate.nodes[0]?.active_s.p95).toBeGreaterThanOrEqual(0.1);
  expect((await run('plan', 'w.iter')).out).toMatch(/^ {2}usual +\S.*95 % within .*\(1 finished run\)$/m);
});

test('R-CLI-11 S-133 --env looks at the environment, the .env file and the machine; without it nothing outside the file counts', async () => {
  const { run, json, write, env } = folder();
  write(
    'w.iter',
    `vars:
  ticket: string
agent a:
  model: "\${MODEL_NAME}"
  backend: "simulate"
  user: p
prompt p:
  Say {{vars.ticket}}
workflow w:
  entry: a
  worktree: auto
  a -> done
`,
  );
  expect((await json('validate', 'w.iter')).document['diagnostics']).toEqual([]);
  const codes = async (...args: string[]): Promise<unknown> =>
    (await json<{ diagnostics: { code: string }[] }>('validate', '--env', 'w.iter', ...args)).document.diagnostics.map(
      ({ code }) => code,
    );
  expect(await codes()).toEqual(['W001', 'W008', 'W009']);
  expect((await run('validate', '--env', 'w.iter')).code).toBe(1);
  write('.env', 'export MODEL_NAME="anthropic/x"  # which one\nANTHROPIC_BASE_URL=http://elsewhere\n');
  expect(await codes()).toEqual(['W008', 'W009']);
  expect(await codes('--no-env-file')).toEqual(['W001', 'W008', 'W009']);
  env['MODEL_NAME'] = 'real';
  expect(await codes('--no-env-file')).toEqual(['W008', 'W009']);
  const started = await run('run', 'w.iter', '--simulate', '--var', 'ticket=T');
  expect(started.err).toMatch(/warning: \.env:2: ANTHROPIC_BASE_URL would redirect programs and is ignored/);
});

test('R-CLI-11 validate reads standard input for -, alone and among files, --strict included', async () => {
  const { feed, json, dir } = folder('minimal_linear.iter');
  const broken = 'agent a:\n  model: "m"\n  outptu: s\n\nworkflow w:\n  entry: a\n  a -> done\n';
  const bad = await feed(broken, 'validate', '-');
  expect(bad.code).toBe(1);
  expect(bad.out).toMatch(/^<stdin>:3:3: error \[E012\]: /);
  const good = readFileSync(path.join(dir, 'minimal_linear.iter'));
  expect(await feed(good, 'validate', '-')).toMatchObject({ code: 0, err: '' });
  const both = await feed(broken, 'validate', 'minimal_linear.iter', '-', '--json');
  const { files, valid } = JSON.parse(both.out) as { files: { file: string; valid: boolean }[]; valid: boolean };
  expect([both.code, valid]).toEqual([1, false]);
  expect(files.map((each) => [each.file, each.valid])).toEqual([
    ['minimal_linear.iter', true],
    ['<stdin>', false],
  ]);
  expect((await feed(good, 'validate', '-', '-')).code).toBe(2);
  expect((await feed(Buffer.from([0x23, 0xe4, 0x0a]), 'validate', '-')).err).toContain('<stdin> is not UTF-8');
  // C033 is a warning that --strict makes an error (L-DIAG-05).
  const loose = 'tool t:\n  command: "echo {{vars.absent}}"\nworkflow w:\n  entry: t\n  t -> done\n';
  expect(await feed(loose, 'validate', '-')).toMatchObject({ code: 0, err: '' });
  const strict = await feed(loose, 'validate', '-', '--strict');
  expect(strict.code).toBe(1);
  expect(strict.out).toMatch(/^<stdin>:2:\d+: error \[C033\]: /);
  expect((await json('validate')).code).toBe(2);
});

test('R-CLI-12 R-CLI-21 fmt and diagram read standard input for - and write standard output', async () => {
  const { feed, json, run } = folder('parallel_review.iter');
  const loose = 'workflow w:\r\n    entry: t   \r\n    t->done\r\ntool t:\r\n    command: "true"\r\n';
  const neat = 'workflow w:\r\n  entry: t\r\n  t -> done\r\n\r\ntool t:\r\n  command: "true"\r\n';
  expect(await feed(loose, 'fmt', '-')).toEqual({ code: 0, out: neat, err: '' });
  expect(await feed(neat, 'fmt', '-')).toEqual({ code: 0, out: neat, err: '' });
  expect(await feed(loose, 'fmt', '-', '--check')).toEqual({ code: 1, out: '<stdin>: would change\n', err: '' });
  expect(JSON.parse((await feed(loose, 'fmt', '-', '--json')).out)).toEqual({
    files: [{ file: '<stdin>', changed: true, text: neat }],
  });
  const broken = await feed('workflow w\n', 'fmt', '-');
  expect([broken.code, broken.out]).toEqual([1, '']);
  expect(broken.err).toMatch(/^<stdin>:1:/);
  expect((await feed(loose, 'fmt', '-', 'parallel_review.iter')).code).toBe(2);
  const drawn = await feed(loose, 'diagram', '-');
  expect(drawn.code).toBe(0);
  expect(drawn.out).toMatch(/^flowchart TD\n/);
  const { document } = await json('diagram', 'parallel_review.iter');
  expect((await run('diagram', 'parallel_review.iter')).out).toBe(document['mermaid']);
});

test('L-IR-02 schema prints the JSON Schema of the graph', async () => {
  const { run, json } = folder();
  const printed = await run('schema');
  expect(printed).toMatchObject({ code: 0, err: '' });
  expect(JSON.parse(printed.out)).toEqual(
    JSON.parse(readFileSync(path.join(root, 'docs/reference/graph.schema.json'), 'utf8')),
  );
  expect((await json('schema')).document).toEqual(JSON.parse(printed.out));
});
