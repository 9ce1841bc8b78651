// Continuing runs (§8.8): lock → repair → fold → compare workflow → append → move (R-RESUME-02).
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { compile, didYouMean, parse } from '@iterion/dsl';
import {
  type Graph,
  type Json,
  type LimitPatch,
  type ResumeOptions as CoreOptions,
  type RunEvent,
  type RunState,
  type WorkflowChange,
  compareWorkflow,
  judgeAnswers,
} from '@iterion/engine';
import { BACKEND_OVERRIDE, withBackend } from './backendOverride.ts';
import { type Environment, runEnvironment } from './environment.ts';
import { RuntimeError } from './errors.ts';
import type { HostDraft } from './hostEvent.ts';
import { changedLimits } from './limits.ts';
import { endStrays } from './process.ts';
import { recordedRecipe, withRecipe } from './recipes/applyRecipe.ts';
import { createRedactor, secretsOf } from './redact.ts';
import { type HostSettings, type RunHandle, answersRefused, holdRun } from './runHandle.ts';
import { existingFolder } from './store/layout.ts';
import { RunWriter } from './store/runWriter.ts';
import { coerceVars } from './vars.ts';
import {
  type Worktree,
  createWorktree,
  createdEvent,
  recordedWorktree,
  reopenWorktree,
  worktreePath,
} from './worktree.ts';

export interface ResumeOptions extends Omit<HostSettings, 'workspaceDir'> {
  readonly runId: string;
  /** The text to go on with; default the one at the recorded path if it is the same workflow, else the stored copy (R-RESUME-07). */
  readonly sourceText?: string;
  /** Default the folder the run was started in. */
  readonly workspaceDir?: string;
  /** Answers by interaction id. */
  readonly answers?: Readonly<Record<string, Json>>;
  readonly limits?: LimitPatch;
  readonly loopExtra?: Readonly<Record<string, number>>;
  /** New conversations instead of continued ones (R-RESUME-06). */
  readonly restartNodes?: boolean;
  /** Accept changes of nodes with finished activations (R-RESUME-07). */
  readonly force?: boolean;
  /** Take changed environment values instead of the recorded ones (R-RESUME-08). */
  readonly refreshEnv?: boolean;
  readonly by?: string;
}

export interface Resumed {
  readonly handle: RunHandle;
  /** What a person should know: the stored copy was used, environment values differ. */
  readonly notes: readonly string[];
}

const RESUMABLE: Readonly<Record<RunState['status'], boolean>> = {
  queued: true,
  running: true,
  paused_waiting_human: true,
  paused_operator: true,
  finished: false,
  failed: false,
  failed_resumable: true,
  cancelled: true,
};

/** Resumes a run in this process. Nothing is appended when it is refused. */
export async function resumeRun(options: ResumeOptions): Promise<Resumed> {
  const { store, runId } = options;
  const notes: string[] = [];
  const { writer, state, repair } = RunWriter.open(store.paths(runId), runId, {
    disk: store.disk,
    fsync: options.fsync ?? 'node',
  });
  try {
    checkStatus(state);
    const workspaceDir = existingFolder(options.workspaceDir ?? state.source.work_dir ?? process.cwd());
    const chosen = chooseWorkflow(options, state, notes);
    const graph = withBackend(chosen.graph, state.env[BACKEND_OVERRIDE]);
    const redactor = createRedactor(secretsOf(options.env));
    const answers = redactor.json({ ...options.answers });
    for (const [id, given] of Object.entries(answers)) {
      const judged = judgeAnswers(graph, state, id, given);
      if (!judged.ok) throw answersRefused(id, judged.problems);
    }
    const limits = { ...chosen.limits, ...options.limits };
    checkLimits(state, options.limits);
    checkLoops(graph, options.loopExtra);
    const changed = changedEnvironment(graph, state, options.env, workspaceDir);
    const env = options.refreshEnv === true ? redactor.json(changed) : {};
    notes.push(...environmentNotes(state, changed, options.refreshEnv === true));
    if (state.status === 'running') await endStrays(writer.paths.folder);
    const reopened = await workspaceOf(options, state, graph, workspaceDir);
    const held = { graph, state, writer, redactor, workspaceDir: reopened?.worktree.workspaceDir ?? workspaceDir };
    const { host, handle } = holdRun(
      { ...options, workspaceDir },
      reopened === undefined ? held : { ...held, worktree: reopened.worktree },
    );
    const epoch = Math.max(writer.lock.holder.epoch, state.epoch + 1);
    if (repair !== null) {
      const data = {
        cut_bytes: repair.cutBytes,
        saved_as: repair.savedAs === undefined ? null : path.basename(repair.savedAs),
        epoch,
      };
      await host.recordOwn([{ type: 'log_repaired', data }]);
    }
    await host.recordOwn(reopened?.events ?? []);
    if (chosen.change !== undefined) writer.writeSource(epoch, chosen.text);
    const core: CoreOptions = {
      ...(options.answers === undefined ? {} : { answers }),
      ...(Object.keys(limits).length === 0 ? {} : { limits }),
      ...(options.loopExtra === undefined ? {} : { loop_extra: options.loopExtra }),
      ...(Object.keys(env).length === 0 ? {} : { env }),
      ...(options.restartNodes === undefined ? {} : { restart_nodes: options.restartNodes }),
      ...(options.by === undefined ? {} : { by: options.by }),
      ...(chosen.change === undefined ? {} : { workflow_change: chosen.change }),
    };
    await host.send({ kind: 'resume', epoch, options: core });
    return { handle, notes };
  } catch (error) {
    await writer.close();
    throw error;
  }
}

/** The worktree that the run works in, if its workflow wants one (R-RESUME-09). */
export async function workspaceOf(
  options: Pick<ResumeOptions, 'store' | 'env'>,
  state: RunState,
  graph: Graph,
  workspaceDir: string,
): Promise<{ worktree: Worktree; events: readonly HostDraft[] } | undefined> {
  if (state.simulated !== null) return undefined;
  const target = worktreePath(options.store.folder, state.run_id);
  const recorded = recordedWorktree(options.store.events(state.run_id).events);
  if (recorded !== undefined) return reopenWorktree(workspaceDir, recorded, target, options.env);
  if (graph.workflow?.worktree !== 'auto') return undefined;
  const worktree = await createWorktree(workspaceDir, target, options.env);
  return { worktree, events: [createdEvent(worktree)] };
}

/** R-RESUME-01. */
function checkStatus(state: RunState): void {
  if (RESUMABLE[state.status] && state.last_seq >= 0) return;
  throw new RuntimeError(
    'RESUME_INVALID',
    `run ${state.run_id} is ${state.last_seq < 0 ? 'empty' : state.status} and cannot be resumed`,
    {
      hint: state.last_seq < 0 ? 'start it anew' : 'continue from one of its nodes with `fork`',
    },
  );
}

interface Chosen {
  readonly graph: Graph;
  readonly text: string;
  readonly change?: WorkflowChange;
  /** Limits that the new file sets otherwise. */
  readonly limits?: LimitPatch;
}

/** Which workflow the run goes on with, and what that changes (R-RESUME-07). */
function chooseWorkflow(options: ResumeOptions, state: RunState, notes: string[]): Chosen {
  const stored = options.store.source(options.runId, state.epoch);
  if (options.sourceText === undefined) {
    const onDisk = textAt(state.source.file_path);
    if (onDisk !== undefined && onDisk !== stored && isOtherWorkflow(onDisk, state)) {
      notes.push(
        `${state.source.file_path ?? 'the file'} has changed since the run began; the stored copy is used (name it with --file to use it)`,
      );
    }
    return { graph: compile(parse(stored)), text: stored };
  }
  const log = options.store.events(options.runId).events;
  return changedWorkflow({ stored, text: options.sourceText, state, log, force: options.force === true });
}

/** Whether the text, with the run's recipe on it, is another workflow than the one the run goes on with. */
function isOtherWorkflow(text: string, state: RunState): boolean {
  try {
    return compile(parse(withRecipe(text, recordedRecipe(state)))).hash !== state.graph_hash;
  } catch (error) {
    if (error instanceof RuntimeError) return true; // the recipe no longer fits it
    throw error;
  }
}

interface Edited {
  readonly stored: string;
  readonly text: string;
  readonly state: RunState;
  readonly log: readonly RunEvent[];
  readonly force: boolean;
}

/** Compares an edited text with the stored one for the run as it stands; RESUME_INVALID if it does not fit. */
export function changedWorkflow({ stored, text: file, state, log, force }: Edited): Chosen {
  const text = withRecipe(file, recordedRecipe(state));
  const graph = compile(parse(text));
  if (graph.hash === state.graph_hash) return { graph, text };
  if (!graph.valid) {
    throw new RuntimeError('WORKFLOW_INVALID', 'the workflow to go on with has errors', {
      hint: 'see them with `iterion validate`',
      details: graph.diagnostics,
    });
  }
  const before = compile(parse(stored));
  const { vars } = coerceVars(graph, { given: state.vars, env: state.env });
  const comparison = compareWorkflow(before, graph, { state, log, vars });
  if (!comparison.ok) {
    const { message, hint, node_id } = comparison.error;
    throw new RuntimeError('RESUME_INVALID', message, {
      ...(hint === undefined ? {} : { hint }),
      details: { node_id: node_id ?? null },
    });
  }
  const { stale } = comparison.change;
  if (stale.length > 0 && !force) {
    throw new RuntimeError(
      'RESUME_INVALID',
      `nodes that have finished already were changed or removed: ${stale.join(', ')}`,
      {
        hint: 'their results would be kept; accept that with --force, or `fork` before them',
        details: { stale },
      },
    );
  }
  return {
    graph,
    text,
    change: { ...comparison.change, forced: stale.length > 0 },
    limits: changedLimits(before, graph),
  };
}

function textAt(file: string | undefined): string | undefined {
  return file === undefined || !existsSync(file) ? undefined : readFileSync(file, 'utf8');
}

/** A limit not above the consumption is a usage error (R-BUDGET-11). */
function checkLimits(state: RunState, limits: LimitPatch | undefined): void {
  const used = {
    max_tokens: state.usage.tokens,
    max_cost_usd: state.usage.cost_usd,
    max_iterations: state.usage.iterations,
    max_duration: state.clock.active_ms / 1000,
  };
  for (const [name, value] of Object.entries(used)) {
    const limit = limits?.[name as keyof typeof used];
    if (typeof limit === 'number' && limit <= value) {
      throw new RuntimeError('USAGE', `--budget ${name}=${limit} is not above what the run has used (${value})`, {
        hint: `give more than ${value}, or \`none\``,
      });
    }
  }
}

/** A loop that the workflow does not have cannot be extended (R-LOOP-09). */
export function checkLoops(graph: Graph, extra: Readonly<Record<string, number>> = {}): void {
  const known = graph.loops.map(({ name }) => name);
  const unknown = Object.keys(extra).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const near = didYouMean(unknown, known);
  const hint =
    near === undefined ? `it has ${known.length === 0 ? 'none' : known.join(', ')}` : `did you mean ${near}?`;
  throw new RuntimeError('USAGE', `the workflow has no loop ${unknown}`, { hint });
}

/** Non-secret values that differ from the recorded ones (R-RESUME-08). */
function changedEnvironment(
  graph: Graph,
  state: RunState,
  env: Environment,
  workspaceDir: string,
): Record<string, string> {
  const now = Object.entries(runEnvironment(graph, env, workspaceDir).recorded);
  return Object.fromEntries(
    now.flatMap(([name, value]): [string, string][] => {
      const before = state.env[name];
      return before === undefined || before === null || value === null || value === before ? [] : [[name, value]];
    }),
  );
}

/** R-RESUME-08: what differs now is told, and which value counts. */
function environmentNotes(state: RunState, changed: Readonly<Record<string, string>>, refresh: boolean): string[] {
  return Object.entries(changed).map(([name, value]) => {
    const before = JSON.stringify(state.env[name]);
    return refresh
      ? `${name} is now ${JSON.stringify(value)} instead of ${before}`
      : `${name} is now ${JSON.stringify(value)}; the run keeps ${before} (take the new one with --refresh-env)`;
  });
}
