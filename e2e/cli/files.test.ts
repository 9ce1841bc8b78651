import { readdirSync, readFileSync } from 'node:fs';
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
  const { writeFileSync } = await import('node:fs');
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
