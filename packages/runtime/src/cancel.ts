// Stopping runs from outside (R-CLI-17, R-REC-11, R-REC-17): by their holder where one lives, else here.
import { compile, parse } from '@iterion/dsl';
import { type RunState, type StopAction, mayStop } from '@iterion/engine';
import { BACKEND_OVERRIDE, withBackend } from './backendOverride.ts';
import { type Clock, wallClock } from './clock.ts';
import type { Environment } from './environment.ts';
import { hostEvent } from './hostEvent.ts';
import { endStrays } from './process.ts';
import { createRedactor, secretsOf } from './redact.ts';
import { HOLDER_PATIENCE_MS, askHolder, waitForStop } from './remote.ts';
import { type HostSettings, holdRun, stopRefused } from './runHandle.ts';
import { RunWriter } from './store/runWriter.ts';
import type { Store } from './store/store.ts';

export interface StopOptions {
  readonly store: Store;
  readonly runId: string;
  readonly env: Environment;
  readonly action: Exclude<StopAction, 'timeout'>;
  readonly reason: string;
  readonly by?: string;
  readonly clock?: Clock;
  /** How long to wait for a holder. */
  readonly patienceMs?: number;
}

/** Cancels or pauses a run and waits until it has stopped; the result is its status. RESUME_INVALID if it has stopped already. */
export async function stopRun(options: StopOptions): Promise<RunState['status']> {
  const { store, runId, action, reason } = options;
  const patience = options.patienceMs ?? HOLDER_PATIENCE_MS;
  const by = options.by === undefined ? {} : { by: options.by };
  store.header(runId); // RUN_NOT_FOUND before anything else
  const done = await askHolder(store, runId, { command: action, reason, ...by }, patience);
  if (done !== undefined) return waitForStop(store, runId, patience);

  const { writer, state } = RunWriter.open(store.paths(runId), runId, { disk: store.disk, fsync: 'node' });
  try {
    if (!mayStop(state, action)) throw stopRefused(state, action);
    if (state.status === 'running') await endStrays(writer.paths.folder);
  } catch (error) {
    await writer.close();
    throw error;
  }
  const workspaceDir = state.source.work_dir ?? process.cwd();
  const settings: HostSettings = {
    store,
    env: options.env,
    workspaceDir,
    ...(options.clock === undefined ? {} : { clock: options.clock }),
  };
  const graph = withBackend(compile(parse(store.source(runId, state.epoch))), state.env[BACKEND_OVERRIDE]);
  const redactor = createRedactor(secretsOf(options.env));
  const { handle } = holdRun(settings, { graph, state, writer, redactor, workspaceDir });
  await (action === 'cancel' ? handle.cancel(reason, options.by) : handle.pause(reason, options.by));
  return (await handle.done).status;
}

/**
 * Records that a run was `running` without a live process (R-REC-17): `run_interrupted`, status `failed_resumable`. For a server at its
 * start; returns false if somebody holds the run after all or it does not run.
 */
export async function recordOrphan(store: Store, runId: string, clock: Clock = wallClock): Promise<boolean> {
  if (store.header(runId).status !== 'running' || store.holder(runId) !== undefined) return false;
  const { writer, state } = RunWriter.open(store.paths(runId), runId, { disk: store.disk, fsync: 'node' });
  try {
    if (state.status !== 'running') return false;
    const next = hostEvent(state, clock.now(), 'run_interrupted', { reason: 'process_gone' });
    writer.append([next.event]);
    await writer.durable();
    writer.checkpoint(next.state, 'now');
    return true;
  } finally {
    await writer.close();
  }
}
