// The loop around the core (R-CORE-08..10): step → append → durable → publish → reconcile with `wants` → one timer.
//  H1  Inputs are queued and handled one at a time, in arrival order.
//  H2  An event is appended before anything acts on it, and durable before an effect starts, a stop is told or an answer acknowledged.
//  H3  Nothing but reconciliation starts or aborts an effect.
//  H4  After a failed write or a lost lock nothing more is written, effects are aborted, and `done` rejects.
//  H5  An effect is started once: it counts as running until its outcome is handled.
import {
  type Effect,
  type EffectId,
  type Graph,
  type Input,
  type Json,
  type Outcome,
  type RunError,
  type RunEvent,
  type RunState,
  apply,
  getIn,
  step,
  usageTotals,
  wants,
} from '@iterion/engine';
import { realpathSync } from 'node:fs';
import type { Clock } from './clock.ts';
import { RuntimeError, messageOf, systemCode } from './errors.ts';
import type { Environment } from './environment.ts';
import { type HostDraft, hostEvents } from './hostEvent.ts';
import { Ledger, type Remaining } from './ledger.ts';
import { type Executor, INTERRUPTED } from './nodes/executor.ts';
import { RUN_FOLDER } from './process.ts';
import type { Redactor } from './redact.ts';
import type { RunWriter } from './store/runWriter.ts';

export interface HostOptions {
  readonly graph: Graph;
  readonly state: RunState;
  readonly writer: RunWriter;
  readonly execute: Executor;
  readonly redactor: Redactor;
  readonly clock: Clock;
  readonly workspaceDir: string;
  readonly env: Environment;
  /** Keep the run open while it waits for people. */
  readonly holdWhenPaused: boolean;
  /** Called before `run_finished`; its events stand in front of it. */
  readonly beforeFinish?: () => Promise<readonly HostDraft[]>;
  /** Milliseconds of activity, pauses for people excluded, after which the run is stopped (R-REC-15). */
  readonly timeoutMs?: number;
}

export type RunListener = (events: readonly RunEvent[], state: RunState) => void;

interface Running {
  readonly abort: AbortController;
  readonly settled: Promise<void>;
}

interface Queued {
  readonly input: Input;
  readonly resolve: (events: readonly RunEvent[]) => void;
  readonly reject: (error: unknown) => void;
}

export class RunHost {
  readonly #options: HostOptions;
  readonly #queue: Queued[] = [];
  readonly #running = new Map<EffectId, Running>();
  readonly #listeners = new Set<RunListener>();
  readonly #kill = new AbortController();
  readonly #ledger = new Ledger(() => remaining(this.#state));
  readonly #done = Promise.withResolvers<RunState>();
  readonly #env: Environment;
  #state: RunState;
  #pumping = false;
  #closing = false;
  #failure: { readonly error: unknown } | undefined;
  #callOff: (() => void) | undefined;
  #activeMs = 0;
  #activeSince: number | undefined;

  constructor(options: HostOptions) {
    this.#options = options;
    this.#env = { ...options.env, [RUN_FOLDER]: realpathSync(options.writer.paths.folder) };
    this.#state = options.state;
    this.#done.promise.catch(() => undefined); // whoever awaits `done` sees it; nobody has to
  }

  get state(): RunState {
    return this.#state;
  }

  /** Resolves with the last state when the run has stopped and its lock is released; rejects after a failed write or a lost lock. */
  get done(): Promise<RunState> {
    return this.#done.promise;
  }

  /** Observers get events after they are appended, in order. Returns the way to leave. */
  subscribe(listener: RunListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Hands an input to the core; resolves with the events it caused, durable if the rules ask for it (R-STORE-12). */
  send(input: Input): Promise<readonly RunEvent[]> {
    if (this.#closing)
      return Promise.reject(new RuntimeError('RESUME_INVALID', 'the run has stopped', { hint: 'resume it first' }));
    const queued = Promise.withResolvers<readonly RunEvent[]>();
    this.#queue.push({ input, resolve: queued.resolve, reject: queued.reject });
    void this.#pump();
    return queued.promise;
  }

  /** Starts the run; `own` events of the host come between `run_started` and the first node. */
  async start(own: readonly HostDraft[] = []): Promise<void> {
    if (own.length > 0) await this.#begin(own);
    await this.send(own.length > 0 ? { kind: 'advance' } : { kind: 'start' });
  }

  /** `run_started` and events of the host, nothing more. */
  async #begin(own: readonly HostDraft[]): Promise<void> {
    const { graph, clock } = this.#options;
    const now = clock.now();
    const started = step(graph, this.#state, { kind: 'start' }, now).events.slice(0, 1);
    const next = hostEvents(started.reduce(apply, this.#state), now, own);
    await this.#record([...started, ...next.events], next.state);
    this.#options.writer.checkpoint(next.state, 'now');
  }

  /**
   * Ends a run before its first node (R-LLM-04, R-TPL-08): `run_started`, then one `run_failed` with the code of the first problem and
   * all of them in its details. It can be resumed once they are mended.
   */
  async refuse(problems: readonly RunError[]): Promise<void> {
    const [first] = problems;
    if (first === undefined) throw new Error('a start is refused for a reason');
    const more = problems.length === 1 ? '' : ` (and ${problems.length - 1} more)`;
    const data = {
      code: first.code,
      error: `${first.message}${more}`,
      ...(first.hint === undefined ? {} : { hint: first.hint }),
      details: { problems: problems as unknown as Json },
      resumable: true,
      usage: usageTotals(this.#state, this.#options.clock.now()),
    };
    await this.#begin([{ type: 'run_failed', data }]);
    await this.#settleIfDone();
  }

  /** Appends events of the host itself and tells the observers; before the first input. */
  async recordOwn(drafts: readonly HostDraft[]): Promise<void> {
    if (drafts.length === 0) return;
    const { events, state } = hostEvents(this.#state, this.#options.clock.now(), drafts);
    await this.#record(events, state);
  }

  async #record(events: readonly RunEvent[], state: RunState): Promise<void> {
    this.#state = state;
    this.#options.writer.append(events);
    await this.#options.writer.durable();
    this.#publish(events);
  }

  /** SIGKILL for everything that runs: no more time for manners (R-REC-13). */
  kill(): void {
    this.#kill.abort();
  }

  /** Gives the run back while it waits for people. */
  async release(): Promise<void> {
    if (this.#state.status === 'running') throw new Error('a running run cannot be released; stop it first');
    await this.#finish();
  }

  async #pump(): Promise<void> {
    if (this.#pumping) return;
    this.#pumping = true;
    try {
      for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) {
        if (this.#failure) {
          next.reject(this.#failure.error);
          continue;
        }
        try {
          next.resolve(await this.#handle(next.input));
        } catch (error) {
          next.reject(this.#fail(error));
        }
      }
    } finally {
      this.#pumping = false;
    }
    await this.#settleIfDone();
  }

  async #handle(input: Input): Promise<readonly RunEvent[]> {
    const { graph, clock, writer } = this.#options;
    // H5: not before this, or an input that is ahead in the queue would find it wanted and start it a second time.
    if (input.kind === 'settled') this.#running.delete(input.effect);
    const { events, state } = await this.#beforeFinish(step(graph, this.#state, input, clock.now()));
    writer.append(events);
    this.#state = state;
    const wanted = wants(graph, state);
    const starting = wanted.effects.filter(({ id }) => !this.#running.has(id));
    const telling = events.some(({ type }) => STOPS.has(type)) || input.kind === 'answer';
    if (events.length > 0 && (starting.length > 0 || telling)) await writer.durable();
    if (telling || events.some(({ type }) => type === 'run_started' || type === 'run_resumed')) {
      await writer.durable();
      writer.checkpoint(state, 'now');
    } else if (writer.checkpointDue) {
      await writer.durable();
      writer.checkpoint(state, 'due');
    }
    this.#publish(events);
    this.#reconcile(wanted.effects, starting);
    this.#armTimer(wanted.wakeAt);
    return events;
  }

  /** What the host does before the last event of a run, its own events in front of it. */
  async #beforeFinish(made: { events: RunEvent[]; state: RunState }): Promise<{ events: RunEvent[]; state: RunState }> {
    const { graph, clock, beforeFinish } = this.#options;
    if (beforeFinish === undefined || made.events.at(-1)?.type !== 'run_finished') return made;
    const rest = made.events.slice(0, -1);
    const own = hostEvents(rest.reduce(apply, this.#state), clock.now(), await beforeFinish());
    const last = step(graph, own.state, { kind: 'advance' }, clock.now());
    return { events: [...rest, ...own.events, ...last.events], state: last.state };
  }

  #publish(events: readonly RunEvent[]): void {
    if (events.length === 0) return;
    for (const listener of this.#listeners) {
      try {
        listener(events, this.#state);
      } catch (error) {
        // A fault of an observer is not the run's: it surfaces where uncaught errors do.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }

  #reconcile(wanted: readonly Effect[], starting: readonly Effect[]): void {
    const ids = new Set(wanted.map(({ id }) => id));
    for (const [id, { abort }] of this.#running) if (!ids.has(id)) abort.abort();
    for (const effect of starting) this.#start(effect);
    // An attempt that is open, not wanted and carried out by nobody (the process that did is gone) is closed by its interruption.
    for (const id of executingEffects(this.#state)) {
      if (ids.has(id) || this.#running.has(id)) continue;
      this.send({ kind: 'settled', effect: id, outcome: INTERRUPTED }).catch(() => undefined); // #fail has it already
    }
  }

  #start(effect: Effect): void {
    const abort = new AbortController();
    const settled = this.#execute(effect, abort.signal).then(async (outcome) => {
      // A rejection is a failed write: #fail has it already.
      await this.send({ kind: 'settled', effect: effect.id, outcome }).catch(() => undefined);
    });
    this.#running.set(effect.id, { abort, settled });
  }

  async #execute(effect: Effect, signal: AbortSignal): Promise<Outcome> {
    const { execute, redactor, workspaceDir } = this.#options;
    try {
      const outcome = await execute(effect, {
        runId: this.#state.run_id,
        workspaceDir,
        env: this.#env,
        signal,
        kill: this.#kill.signal,
        progress: async (...drafts) => {
          // A rejection is a failed write: #fail has it already, and the effect is aborted.
          await this.send({ kind: 'progress', effect: effect.id, drafts: redactor.json(drafts as never) }).catch(
            () => undefined,
          );
        },
        reserve: (need) => this.#ledger.reserve(need, signal),
      });
      return redactor.json(outcome as never);
    } catch (error) {
      return redactor.json(defect(error) as never);
    }
  }

  #armTimer(wakeAt: number | null): void {
    this.#callOff?.();
    this.#callOff = undefined;
    const { clock, timeoutMs } = this.#options;
    this.#countActiveTime(clock.now());
    const timeoutAt =
      timeoutMs === undefined || this.#activeSince === undefined || this.#state.stopping !== null
        ? null
        : this.#activeSince + timeoutMs - this.#activeMs;
    const at = wakeAt === null ? timeoutAt : timeoutAt === null ? wakeAt : Math.min(wakeAt, timeoutAt);
    if (at === null || this.#state.status !== 'running') return;
    this.#callOff = clock.wakeAt(at, () => {
      const timedOut = timeoutAt !== null && clock.now() >= timeoutAt;
      const input: Input = timedOut
        ? {
            kind: 'stop',
            action: 'timeout',
            reason: `the run took longer than its time limit of ${(timeoutMs ?? 0) / 1000} s`,
          }
        : { kind: 'clock' };
      this.send(input).catch(() => undefined); // #fail has it already
    });
  }

  #countActiveTime(now: number): void {
    const active = this.#state.status === 'running';
    if (active && this.#activeSince === undefined) this.#activeSince = now;
    if (!active && this.#activeSince !== undefined) {
      this.#activeMs += now - this.#activeSince;
      this.#activeSince = undefined;
    }
  }

  /** H4. */
  #fail(error: unknown): unknown {
    const ours = error instanceof RuntimeError || systemCode(error) === undefined;
    this.#failure ??= { error: ours ? error : refusedByDisk(this.#state.run_id, error) };
    this.#callOff?.();
    for (const { abort } of this.#running.values()) abort.abort();
    return this.#failure.error;
  }

  async #settleIfDone(): Promise<void> {
    if (this.#closing) return;
    if (this.#failure) return this.#finish();
    const { status } = this.#state;
    if (status === 'running' || status === 'queued' || this.#running.size > 0 || this.#queue.length > 0) return;
    if (status === 'paused_waiting_human' && this.#options.holdWhenPaused) return;
    await this.#finish();
  }

  async #finish(): Promise<void> {
    if (this.#closing) return;
    this.#closing = true;
    this.#callOff?.();
    for (const { abort } of this.#running.values()) abort.abort();
    await Promise.all([...this.#running.values()].map(({ settled }) => settled));
    try {
      await this.#options.writer.close();
    } catch (error) {
      this.#failure ??= { error };
    }
    if (this.#failure) this.#done.reject(this.#failure.error);
    else this.#done.resolve(this.#state);
  }
}

/** Events that tell somebody that the run has stopped. */
const STOPS: ReadonlySet<string> = new Set([
  'run_paused',
  'run_finished',
  'run_failed',
  'run_cancelled',
  'run_interrupted',
]);

/** What is left of the limits that model steps use up (R-BUDGET-08). */
function remaining({ limits, usage }: RunState): Remaining {
  return {
    tokens: limits.max_tokens === undefined || limits.max_tokens === null ? null : limits.max_tokens - usage.tokens,
    costUsd:
      limits.max_cost_usd === undefined || limits.max_cost_usd === null ? null : limits.max_cost_usd - usage.cost_usd,
  };
}

/** Effect ids of the attempts that are open and carried out by the host. */
function executingEffects(state: RunState): EffectId[] {
  return state.index.executing.flatMap((branch) => {
    const position = getIn(state.branches, branch)?.position;
    if (position?.k !== 'open') return [];
    return [`${branch}:${position.node}:${position.iteration}@${position.attempt}`];
  });
}

/** A file of the run that could not be written (R-STORE-14); the log says so of itself. */
function refusedByDisk(runId: string, error: unknown): RuntimeError {
  return new RuntimeError('EXECUTION_FAILED', `cannot write the run ${runId}: ${messageOf(error)}`, {
    hint: 'make room or mend the disk, then `resume` it: everything up to the last durable event is kept',
    cause: error,
  });
}

/** R-REC-16: an exception inside an effect. */
function defect(error: unknown): Outcome {
  return {
    is: 'error',
    error: {
      code: 'EXECUTION_FAILED',
      message: `the node's executor failed: ${messageOf(error)}`,
      details: { stack: error instanceof Error ? (error.stack ?? null) : null },
    },
  };
}
