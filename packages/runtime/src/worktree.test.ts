import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { startFork } from './fork.ts';
import { resumeRun } from './resume.ts';
import { PATH_ONLY, type Place, place, startText } from './runs.fixture.ts';

const git = (cwd: string, ...args: string[]): string =>
  execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
    cwd,
    encoding: 'utf8',
  }).trim();

/** A repository with one commit and a hook that must never run. */
function repository(): Place & { readonly base: string } {
  const at = place();
  git(at.workspace, 'init', '--quiet', '--initial-branch=main');
  writeFileSync(path.join(at.workspace, 'file'), 'one\n');
  writeFileSync(path.join(at.workspace, '.gitignore'), '.iterion\n');
  git(at.workspace, 'add', '.');
  git(at.workspace, 'commit', '--quiet', '-m', 'first');
  writeFileSync(path.join(at.workspace, '.git', 'hooks', 'post-checkout'), '#!/bin/sh\ntouch hooked\n', {
    mode: 0o755,
  });
  return { ...at, base: git(at.workspace, 'rev-parse', 'HEAD') };
}

const flow = (...commands: string[]): string => `
${commands.map((command, index) => `tool t${index}:\n  command: \`${command}\`\n`).join('\n')}
workflow apart:
  entry: t0
  worktree: auto
${commands.map((_, index) => `  t${index} -> ${index + 1 === commands.length ? 'done' : `t${index + 1}`}`).join('\n')}
`;
const COMMIT = 'git -c user.name=t -c user.email=t@example.com -c core.hooksPath=/dev/null commit --quiet -am second';
const types = (at: Place, runId: string): string[] => at.store.events(runId).events.map(({ type }) => type);

test('R-RESUME-09 a run works in its own worktree; commits get a branch and a clean tree is removed', async () => {
  const at = repository();
  const handle = await startText(flow('echo two > file; pwd', COMMIT), at);
  expect(await handle.done).toMatchObject({
    status: 'finished',
    header: { worktree: { base_commit: at.base, state: 'removed' } },
  });
  expect(readFileSync(path.join(at.workspace, 'file'), 'utf8')).toBe('one\n');
  expect(git(at.workspace, 'show', `iterion/${handle.runId}:file`)).toBe('two');
  expect(git(at.workspace, 'rev-parse', 'HEAD')).toBe(at.base);
  expect(existsSync(path.join(at.store.folder, 'worktrees', handle.runId))).toBe(false);
  expect(git(at.workspace, 'worktree', 'list').split('\n')).toHaveLength(1);
  expect(existsSync(path.join(at.workspace, 'hooked'))).toBe(false);
  const all = types(at, handle.runId);
  expect(all.slice(0, 3)).toEqual(['run_started', 'worktree_created', 'node_started']);
  expect(all.slice(-3)).toEqual(['node_finished', 'worktree_removed', 'run_finished']);
});

test('R-RESUME-09 uncommitted changes keep the worktree, with the reason', async () => {
  const at = repository();
  const handle = await startText(flow('echo two > file'), at);
  expect(await handle.done).toMatchObject({ status: 'finished', header: { worktree: { state: 'kept' } } });
  expect(readFileSync(path.join(at.store.folder, 'worktrees', handle.runId, 'file'), 'utf8')).toBe('two\n');
  expect(at.store.events(handle.runId).events.find(({ type }) => type === 'worktree_kept')).toMatchObject({
    data: { reason: 'it has uncommitted changes' },
  });
});

test('R-RESUME-09 resume works in the worktree again; one that is gone is made again with a warning', async () => {
  const at = repository();
  const text = flow('echo two > file', 'test -f go', 'cat file');
  const failed = await (await startText(text, at)).done;
  expect(failed.status).toBe('failed_resumable');
  const tree = path.join(at.store.folder, 'worktrees', failed.runId);
  writeFileSync(path.join(tree, 'go'), '');
  const settings = { store: at.store, env: PATH_ONLY, runId: failed.runId };
  const { handle } = await resumeRun(settings);
  expect(await handle.done).toMatchObject({ status: 'finished', output: { result: 'two' } });
  const other = await (await startText(text, at)).done;
  const gone = path.join(at.store.folder, 'worktrees', other.runId);
  rmSync(gone, { recursive: true });
  const { handle: again } = await resumeRun({ ...settings, runId: other.runId });
  await again.done;
  expect(readFileSync(path.join(gone, 'file'), 'utf8')).toBe('one\n');
  expect(types(at, other.runId)).toContain('warning');
});

test('R-RESUME-09 a fork of such a run gets a worktree of its own', async () => {
  const at = repository();
  const source = await (await startText(flow('echo two > file', 'cat file'), at)).done;
  const fork = await startFork({ store: at.store, env: PATH_ONLY, from: source.runId, point: { node: 't1' } });
  expect(await fork.done).toMatchObject({ status: 'finished', output: { result: 'one' } });
  expect(existsSync(path.join(at.store.folder, 'worktrees', source.runId))).toBe(true);
});

test('R-RESUME-09 a workspace below the root of the repository is the same folder in the worktree', async () => {
  const at = repository();
  mkdirSync(path.join(at.workspace, 'sub'));
  writeFileSync(path.join(at.workspace, 'sub', 'inner'), 'in\n');
  git(at.workspace, 'add', 'sub');
  git(at.workspace, '-c', 'core.hooksPath=/dev/null', 'commit', '--quiet', '-m', 'sub');
  const handle = await startText(flow('cat inner; echo ${PROJECT_DIR}'), {
    ...at,
    workspace: path.join(at.workspace, 'sub'),
  });
  const inner = path.join(at.store.folder, 'worktrees', handle.runId, 'sub');
  expect(await handle.done).toMatchObject({ status: 'finished', output: { result: `in\n${inner}` } });
});

test('R-LLM-04 without a repository the run ends before its first node, and says what to do', async () => {
  const at = place();
  const result = await (await startText(flow('true'), at)).done;
  expect(result).toMatchObject({ status: 'failed_resumable', error: { hint: expect.stringContaining('commit') } });
  expect(types(at, result.runId)).toEqual(['run_started', 'run_failed']);
  const settings = { store: at.store, env: PATH_ONLY, runId: result.runId };
  await expect(resumeRun(settings)).rejects.toMatchObject({ code: 'USAGE' });
  git(at.workspace, 'init', '--quiet');
  git(at.workspace, 'commit', '--quiet', '--allow-empty', '-m', 'first');
  const { handle } = await resumeRun(settings);
  expect(await handle.done).toMatchObject({ status: 'finished', header: { worktree: { state: 'removed' } } });
});
