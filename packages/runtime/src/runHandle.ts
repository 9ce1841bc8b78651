// A run that this process holds: the host loop, its mailbox for other processes, and what programs do with it.
import type { Graph, Json, RunError, RunState, StopAction } from '@iterion/engine';
import { judgeAnswers } from '@iterion/engine';
import { type Clock, wallClock } from './clock.ts';
import { createExecutor } from './effects.ts';
import type { Environment } from './environment.ts';
import { RuntimeError } from './errors.ts';
import { RunHost, type RunListener } from './host.ts';
import type { Executor } from './nodes/executor.ts';
import type { Redactor } from './redact.ts';
import type { HostDraft } from './hostEvent.ts';
import { Mailbox } from './mailbox.ts';
import type { FsyncMode } from './store/eventLog.ts';
import type { StoredHeader } from './store/header.ts';
import type { RunWriter } from './store/runWriter.ts';
import type { Store } from './store/store.ts';
import { type Worktree, closeWorktree } from './worktree.ts';

/** What start and resume have in common. */
export interface HostSettings {
  readonly store: Store;
  readonly workspaceDir: string;
  readonly env: Environment;
  readonly fsync?: FsyncMode;
  /** `--timeout`, milliseconds of this invocation, waiting for people excluded (R-REC-15). */
  readonly timeoutMs?: number;
  /** Keep the run open while it waits for people, so that this process goes on with the answer. */
  readonly holdWhenPaused?: boolean;
  /** Observers from the very first event. */
  readonly listener?: RunListener;
  readonly clock?: Clock;
  /** Backends by name, beside `simulate`. */
  readonly backends?: Readonly<Record<string, Executor>>;
  /** Replaces every executor: for hosts that carry out effects in another way. */
  readonly execute?: Executor;
  /** How long each simulated effect lasts. */
  readonly simulateDelayMs?: number;
}

export interface RunResult {
  readonly runId: string;
  readonly status: RunState['status'];
  readonly header: StoredHeader;
  /** The run's output when it has finished. */
  readonly output: Json;
  readonly error: RunError | null;
  readonly state: RunState;
}

/** A run that this process holds. */
export interface RunHandle {
  readonly runId: string;
  state(): RunState;
  /** Observers get each batch of events after it is appended. Returns the way to leave. */
  subscribe(listener: RunListener): () => void;
  /** Answers one interaction; USAGE with one message per field if the answer is refused (R-HUMAN-04). */
  answer(interactionId: string, answers: Json, by?: string): Promise<void>;
  /** RESUME_INVALID if the run has stopped. Resolves when the request is in the log, not when the run has stopped. */
  cancel(reason: string, by?: string): Promise<void>;
  pause(reason: string, by?: string): Promise<void>;
  /** SIGKILL to everything that runs: the second signal of R-REC-13. */
  kill(): void;
  /** Gives the run back while it waits for people. */
  release(): Promise<void>;
  /** When the run has stopped and its lock is released. Rejects after a failed write or a lost lock. */
  readonly done: Promise<RunResult>;
}

/** What is to be held. */
export interface HeldRun {
  readonly graph: Graph;
  readonly state: RunState;
  readonly writer: RunWriter;
  readonly redactor: Redactor;
  readonly workspaceDir: string;
  readonly worktree?: Worktree;
}

/** Puts the host around a run that is open for writing. Nothing happens until it gets an input. */
export function holdRun(settings: HostSettings, held: HeldRun): { host: RunHost; handle: RunHandle } {
  const { state, graph, writer } = held;
  const host = new RunHost({
    ...held,
    execute: settings.execute ?? executorFor(settings, state),
    clock: settings.clock ?? wallClock,
    env: settings.env,
    holdWhenPaused: settings.holdWhenPaused === true,
    ...(held.worktree === undefined ? {} : { beforeFinish: closing(settings, held.worktree, state.run_id) }),
    ...(settings.timeoutMs === undefined ? {} : { timeoutMs: settings.timeoutMs }),
  });
  if (settings.listener) host.subscribe(settings.listener);
  const handle = new HeldHandle(host, graph, held.redactor);
  const mailbox = new Mailbox(settings.store.disk, writer.paths.control, handle);
  const done = host.done.then(
    (last) => (mailbox.close(), resultOf(last, settings.store)),
    (error: unknown) => {
      mailbox.close();
      throw error;
    },
  );
  done.catch(() => undefined); // whoever awaits `done` sees it; nobody has to
  return { host, handle: Object.assign(handle, { done }) };
}

/** What a finished run does with its worktree (R-RESUME-09). */
function closing(settings: HostSettings, worktree: Worktree, runId: string): () => Promise<readonly HostDraft[]> {
  return () => closeWorktree(settings.workspaceDir, worktree, runId, settings.env);
}

function executorFor(settings: HostSettings, state: RunState): Executor {
  return createExecutor({
    seed: state.seed,
    ...(state.simulated === null ? {} : { simulate: { seed: state.simulated.seed } }),
    ...(settings.simulateDelayMs === undefined ? {} : { simulateDelayMs: settings.simulateDelayMs }),
    ...(settings.backends === undefined ? {} : { backends: settings.backends }),
  });
}

function resultOf(state: RunState, store: Store): RunResult {
  return {
    runId: state.run_id,
    status: state.status,
    header: store.header(state.run_id),
    output: state.status === 'finished' ? state.output : null,
    error: state.failure,
    state,
  };
}

class HeldHandle {
  readonly #host: RunHost;
  readonly #graph: Graph;
  readonly #redactor: Redactor;

  constructor(host: RunHost, graph: Graph, redactor: Redactor) {
    this.#host = host;
    this.#graph = graph;
    this.#redactor = redactor;
  }

  get runId(): string {
    return this.#host.state.run_id;
  }

  state(): RunState {
    return this.#host.state;
  }

  subscribe(listener: RunListener): () => void {
    return this.#host.subscribe(listener);
  }

  async answer(interactionId: string, answers: Json, by?: string): Promise<void> {
    const clean = this.#redactor.json(answers);
    const judged = judgeAnswers(this.#graph, this.#host.state, interactionId, clean);
    if (!judged.ok) throw answersRefused(interactionId, judged.problems);
    const events = await this.#host.send({
      kind: 'answer',
      interaction: interactionId,
      answers: clean,
      ...(by === undefined ? {} : { by }),
    });
    // Between the judgement and its turn in the queue another answer may have come first (R-HUMAN-06).
    if (!events.some(({ type }) => type === 'human_answers_recorded')) {
      throw answersRefused(interactionId, [{ field: '', message: `${interactionId} was answered already` }]);
    }
  }

  cancel(reason: string, by?: string): Promise<void> {
    return this.#stop('cancel', reason, by);
  }

  pause(reason: string, by?: string): Promise<void> {
    return this.#stop('pause', reason, by);
  }

  async #stop(action: StopAction, reason: string, by?: string): Promise<void> {
    const events = await this.#host.send({
      kind: 'stop',
      action,
      reason: this.#redactor.text(reason),
      ...(by === undefined ? {} : { by }),
    });
    if (events.length === 0) throw stopRefused(this.#host.state, action);
  }

  kill(): void {
    this.#host.kill();
  }

  release(): Promise<void> {
    return this.#host.release();
  }
}

export function answersRefused(
  interactionId: string,
  problems: readonly { readonly field: string; readonly message: string }[],
): RuntimeError {
  return new RuntimeError(
    'USAGE',
    `the answer to ${interactionId} is refused: ${problems.map(({ message }) => message).join('; ')}`,
    {
      hint: 'nothing was recorded; answer again',
      details: { interaction_id: interactionId, problems },
    },
  );
}

export function stopRefused(state: RunState, action: StopAction): RuntimeError {
  const already =
    state.stopping === null ? `its status is ${state.status}` : `it is already stopping (${state.stopping.action})`;
  return new RuntimeError(
    'RESUME_INVALID',
    `run ${state.run_id} cannot be ${action === 'pause' ? 'paused' : 'cancelled'}: ${already}`,
  );
}
