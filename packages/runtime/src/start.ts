// Starts runs (R-CLI-14): everything that can be refused is refused before anything is on the disk.
import { createHash } from 'node:crypto';
import {
  type Graph,
  type Json,
  type JsonMap,
  type LimitPatch,
  type RunError,
  type RunHeader,
  init,
} from '@iterion/engine';
import { BACKEND_OVERRIDE, withBackend } from './backendOverride.ts';
import { runEnvironment } from './environment.ts';
import { RuntimeError } from './errors.ts';
import { startLimits } from './limits.ts';
import { preflight } from './preflight.ts';
import type { Recipe } from './recipes/recipe.ts';
import { createRedactor, secretsOf } from './redact.ts';
import { type HostSettings, type RunHandle, holdRun } from './runHandle.ts';
import { RunWriter } from './store/runWriter.ts';
import { existingFolder } from './store/layout.ts';
import { newRunId, prepareStore } from './store/store.ts';
import { VERSION } from './version.ts';
import { type Worktree, createWorktree, createdEvent, worktreePath } from './worktree.ts';

export interface StartOptions extends HostSettings {
  readonly graph: Graph;
  /** The exact text that `graph` was compiled from. */
  readonly sourceText: string;
  readonly filePath: string;
  /** Every declared variable (`coerceVars`). */
  readonly vars: JsonMap;
  readonly inputs?: JsonMap;
  readonly runId?: string;
  /** Seed of ids and jitter; default the run id. */
  readonly seed?: string;
  readonly simulate?: { readonly seed: string; readonly humans?: 'on' | 'off' };
  /** Replaces the backend of every node that talks to a model. */
  readonly backend?: string;
  readonly limits?: LimitPatch;
  readonly workspaceSafety?: 'serialize' | 'refuse';
  readonly name?: string;
  readonly labels?: readonly string[];
  readonly origin?: string;
  readonly attachments?: JsonMap;
  /** The recipe that `graph` and `sourceText` come from (`applyRecipe`); it is recorded with the run. */
  readonly recipe?: Recipe;
}

/** Starts a run in this process. WORKFLOW_INVALID, RUN_EXISTS or USAGE before anything is on the disk. */
export async function startRun(options: StartOptions): Promise<RunHandle> {
  if (!options.graph.valid || options.graph.workflow === undefined) {
    throw new RuntimeError('WORKFLOW_INVALID', `${options.filePath} has errors`, {
      hint: 'see them with `iterion validate`',
      details: options.graph.diagnostics,
    });
  }
  const workspaceDir = existingFolder(options.workspaceDir);
  const redactor = createRedactor(secretsOf(options.env));
  const runId = options.runId ?? newRunId();
  prepareStore(options.store.folder);
  const writer = RunWriter.create(options.store.paths(runId), options.sourceText, {
    disk: options.store.disk,
    fsync: options.fsync ?? 'node',
  });
  try {
    describe(options, runId);
    const problems = problemsOf(options, workspaceDir);
    const worktree = problems.length > 0 ? undefined : await worktreeFor(options, runId, workspaceDir, problems);
    const header = headerFor(options, runId, workspaceDir, worktree);
    const clean = redactor.json(header as unknown as JsonMap) as unknown as RunHeader;
    const graph = withBackend(options.graph, options.backend);
    const held = { graph, state: init(clean), writer, redactor, workspaceDir: worktree?.workspaceDir ?? workspaceDir };
    const { host, handle } = holdRun(
      { ...options, workspaceDir },
      worktree === undefined ? held : { ...held, worktree },
    );
    if (problems.length > 0) await host.refuse(redactor.json(problems as unknown as Json) as unknown as RunError[]);
    else await host.start(worktree === undefined ? [] : [createdEvent(worktree)]);
    return handle;
  } catch (error) {
    await writer.close();
    throw error;
  }
}

function problemsOf(options: StartOptions, workspaceDir: string): RunError[] {
  return preflight(options.graph, {
    env: options.env,
    workspaceDir,
    simulated: options.simulate !== undefined || options.execute !== undefined,
    ...(options.backend === undefined ? {} : { backend: options.backend }),
    backends: ['simulate', ...Object.keys(options.backends ?? {})],
  });
}

/** The worktree that the workflow asks for; none under `--simulate`, which starts no process. A failure becomes a problem of the start. */
async function worktreeFor(
  options: StartOptions,
  runId: string,
  workspaceDir: string,
  problems: RunError[],
): Promise<Worktree | undefined> {
  if (options.graph.workflow?.worktree !== 'auto' || options.simulate !== undefined) return undefined;
  try {
    return await createWorktree(workspaceDir, worktreePath(options.store.folder, runId), options.env);
  } catch (error) {
    if (!(error instanceof RuntimeError)) throw error;
    problems.push({
      code: 'EXECUTION_FAILED',
      message: error.message,
      ...(error.hint === undefined ? {} : { hint: error.hint }),
    });
    return undefined;
  }
}

/** Writes what the user says about the run, if anything. */
function describe({ store, name, labels, origin }: StartOptions, runId: string): void {
  if (name === undefined && labels === undefined && origin === undefined) return;
  store.updateMetadata(runId, {
    ...(name === undefined ? {} : { name }),
    ...(labels === undefined ? {} : { labels }),
    ...(origin === undefined ? {} : { origin }),
  });
}

function headerFor(
  options: StartOptions,
  runId: string,
  workspaceDir: string,
  worktree: Worktree | undefined,
): RunHeader {
  const { graph, simulate, attachments, recipe } = options;
  const environment = runEnvironment(graph, options.env, worktree?.workspaceDir ?? workspaceDir, {
    simulated: simulate !== undefined,
  });
  return {
    run_id: runId,
    workflow: graph.workflow?.name ?? '',
    graph_hash: graph.hash,
    seed: options.seed ?? runId,
    vars: options.vars,
    inputs: options.inputs ?? {},
    env: { ...environment.recorded, ...(options.backend === undefined ? {} : { [BACKEND_OVERRIDE]: options.backend }) },
    limits: startLimits(graph, options.env, options.limits),
    workspace_safety:
      graph.workflow?.workspaceSafety === 'refuse' ? 'refuse' : (options.workspaceSafety ?? 'serialize'),
    ...(simulate === undefined
      ? {}
      : { simulated: { seed: simulate.seed, ...(simulate.humans === 'off' ? { humans: false } : {}) } }),
    ...(attachments === undefined ? {} : { attachments }),
    ...(recipe === undefined ? {} : { recipe }),
    workflow_hash: createHash('sha256').update(options.sourceText).digest('hex'),
    file_path: options.filePath,
    work_dir: workspaceDir,
    version: VERSION,
    epoch: 1,
  };
}
