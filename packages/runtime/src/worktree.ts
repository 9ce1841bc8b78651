// `worktree: auto` (R-RESUME-09): a run in a git worktree of its own, so that the user's files stay as they are until the run has finished.
//  T1  Nothing is removed that holds uncommitted changes, and commits keep a branch that names them.
//  T2  Hooks, file-system monitor and pager of the repository never run.
import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import type { EventData, RunEvent } from '@iterion/engine';
import type { Environment } from './environment.ts';
import { RuntimeError } from './errors.ts';
import type { HostDraft } from './hostEvent.ts';
import { findExecutable } from './executables.ts';
import { runProcess } from './process.ts';

export interface Worktree {
  /** Root of the worktree. */
  readonly path: string;
  /** The workspace of all nodes: the folder in it that stands for the one the run was started in. */
  readonly workspaceDir: string;
  readonly baseCommit: string;
}

type WorktreeData = EventData['worktree_created'];

const QUIET = ['-c', 'core.hooksPath=/dev/null', '-c', 'core.fsmonitor=false', '-c', 'core.pager=cat'];

/** Where the worktree of a run lies. */
export function worktreePath(store: string, runId: string): string {
  return path.join(store, 'worktrees', runId);
}

/** Adds a worktree at the present commit. USAGE if the workspace is in no git repository with a commit. */
export async function createWorktree(
  workspaceDir: string,
  target: string,
  env: Environment,
  commit = 'HEAD',
): Promise<Worktree> {
  const git = gitIn(workspaceDir, env);
  const base = await git(['rev-parse', '--verify', `${commit}^{commit}`]);
  if (!base.ok) {
    throw new RuntimeError('USAGE', `\`worktree: auto\` needs a git repository with a commit: ${base.error}`, {
      hint: 'make a first commit, or leave `worktree` out of the workflow',
    });
  }
  const prefix = await git(['rev-parse', '--show-prefix']);
  await git(['worktree', 'prune']);
  const added = await git(['worktree', 'add', '--detach', target, base.text]);
  if (!added.ok) throw new RuntimeError('EXECUTION_FAILED', `the worktree ${target} cannot be made: ${added.error}`);
  return {
    path: target,
    workspaceDir: realpathSync(path.join(target, prefix.ok ? prefix.text : '')),
    baseCommit: base.text,
  };
}

/** The event that records a new worktree. */
export function createdEvent({ path, baseCommit }: Worktree): HostDraft {
  return { type: 'worktree_created', data: { path, base_commit: baseCommit } };
}

/** What the log says about the worktree of a run; undefined if it has none. */
export function recordedWorktree(events: readonly RunEvent[]): WorktreeData | undefined {
  let found: WorktreeData | undefined;
  for (const event of events) if (event.type === 'worktree_created') found = event.data;
  return found;
}

/** The worktree of a run that goes on: the one that is there, else one at the recorded commit (then with a warning). */
export async function reopenWorktree(
  workspaceDir: string,
  recorded: WorktreeData,
  target: string,
  env: Environment,
): Promise<{ worktree: Worktree; events: readonly HostDraft[] }> {
  const { base_commit } = recorded;
  const own = recorded.path === target; // a fork's log tells of the worktree of its source
  if (own && existsSync(path.join(target, '.git'))) {
    const prefix = await gitIn(workspaceDir, env)(['rev-parse', '--show-prefix']);
    const inner = realpathSync(path.join(target, prefix.ok ? prefix.text : ''));
    return { worktree: { path: target, workspaceDir: inner, baseCommit: base_commit }, events: [] };
  }
  const worktree = await createWorktree(workspaceDir, target, env, base_commit);
  const created: HostDraft = { type: 'worktree_created', data: { path: target, base_commit } };
  if (!own) return { worktree, events: [created] };
  const message = `the worktree ${target} was gone; it was made again at ${base_commit}, without what the run had changed in it`;
  return {
    worktree,
    events: [created, { type: 'warning', data: { code: 'WORKTREE_RECREATED', message } }],
  };
}

/** What becomes of the worktree of a finished run: commits get the branch `iterion/<run id>`; a clean tree is removed, another is kept. */
export async function closeWorktree(
  workspaceDir: string,
  worktree: Worktree,
  runId: string,
  env: Environment,
): Promise<readonly HostDraft[]> {
  const inside = gitIn(worktree.path, env);
  const data = { path: worktree.path, base_commit: worktree.baseCommit };
  const head = await inside(['rev-parse', 'HEAD']);
  const status = await inside(['status', '--porcelain', '--untracked-files=normal']);
  if (!head.ok || !status.ok) {
    return [
      { type: 'worktree_kept', data: { ...data, reason: head.ok ? (status.ok ? '' : status.error) : head.error } },
    ];
  }
  const outside = gitIn(workspaceDir, env);
  let branch: string | undefined;
  if (head.text !== worktree.baseCommit) {
    branch = `iterion/${runId}`;
    const named = await outside(['branch', '--force', branch, head.text]);
    if (!named.ok)
      return [{ type: 'worktree_kept', data: { ...data, reason: `its branch cannot be set: ${named.error}` } }];
  }
  const kept = branch === undefined ? data : { ...data, branch };
  if (status.text !== '') return [{ type: 'worktree_kept', data: { ...kept, reason: 'it has uncommitted changes' } }];
  const removed = await outside(['worktree', 'remove', worktree.path]);
  return [
    removed.ok
      ? { type: 'worktree_removed', data: kept }
      : { type: 'worktree_kept', data: { ...kept, reason: removed.error } },
  ];
}

type GitAnswer = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly error: string };

function gitIn(cwd: string, env: Environment): (args: readonly string[]) => Promise<GitAnswer> {
  return async (args) => {
    const git = findExecutable('git', env);
    if (git === undefined) return { ok: false, error: 'git is not on the PATH' };
    const result = await runProcess({
      command: git,
      args: [...QUIET, ...args],
      cwd,
      env: { ...env, GIT_TERMINAL_PROMPT: '0' },
    });
    if (result.ended === 'exit' && result.exitCode === 0) return { ok: true, text: result.stdout.text.trim() };
    return { ok: false, error: (result.stderr.tail || result.error?.message || `git ${args[0] ?? ''} failed`).trim() };
  };
}
