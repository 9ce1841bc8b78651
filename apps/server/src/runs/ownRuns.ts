// The runs that this process holds (S-RUN-05), the queue of those that wait for a place (S-RUN-08), and their orderly end (S-API-21).
import { LIMITS } from '@iterion/protocol';
import type { RunHandle } from '@iterion/runtime';
import type { Log } from '../log.ts';

/** Statuses in which nobody holds a run, or is about to let go of it. */
const STOPPED = new Set(['paused_operator', 'finished', 'failed', 'failed_resumable', 'cancelled']);
/** What killing may take after the grace. */
const KILL_MS = 3_000;

interface Waiting {
  readonly runId: string;
  readonly start: () => Promise<void>;
}

export class OwnRuns {
  readonly #handles = new Map<string, RunHandle>();
  readonly #log: Log;
  readonly #onChange: (runId: string) => void;
  #starting = 0;
  #waiting: Waiting[] = [];
  #draining = false;

  constructor(log: Log, onChange: (runId: string) => void) {
    this.#log = log;
    this.#onChange = onChange;
  }

  get draining(): boolean {
    return this.#draining;
  }

  get(runId: string): RunHandle | undefined {
    return this.#handles.get(runId);
  }

  /** Waits until a run that has stopped has been given back, so that it can be taken again. */
  async settled(runId: string): Promise<void> {
    const handle = this.#handles.get(runId);
    if (handle === undefined || !STOPPED.has(handle.state().status)) return;
    await handle.done.catch(() => undefined); // Reported by `adopt`.
  }

  /** Ids of launches that wait for a place. */
  isQueued(runId: string): boolean {
    return this.#waiting.some((each) => each.runId === runId);
  }

  /** Starts at once when there is a place, else later; true when it was started at once. The error of a start at once is the caller's. */
  async enter(runId: string, start: () => Promise<RunHandle>): Promise<boolean> {
    const act = async (): Promise<void> => {
      this.#starting += 1;
      try {
        this.adopt(await start());
      } finally {
        this.#starting -= 1;
      }
    };
    if (this.#busy() < LIMITS.parallelRuns) {
      await act();
      return true;
    }
    this.#waiting.push({ runId, start: act });
    return false;
  }

  /** Takes a launch out of the queue; false when it is not there any more. */
  withdraw(runId: string): boolean {
    const before = this.#waiting.length;
    this.#waiting = this.#waiting.filter((each) => each.runId !== runId);
    return this.#waiting.length < before;
  }

  /** Keeps a run that was started or resumed here until it has stopped. */
  adopt(handle: RunHandle): void {
    const { runId } = handle;
    this.#handles.set(runId, handle);
    // A run that waits for a person leaves its place to others.
    const leave = handle.subscribe((events) => {
      if (events.some(({ type }) => type === 'run_paused')) this.#next();
    });
    const ended = (error?: unknown): void => {
      leave();
      if (this.#handles.get(runId) === handle) this.#handles.delete(runId);
      if (error !== undefined) {
        this.#log('error', 'a run could not be continued', {
          run: runId,
          error: error instanceof Error ? error.message : 'unknown',
        });
      }
      this.#onChange(runId);
      this.#next();
    };
    handle.done.then(() => ended(), ended);
  }

  /** Refuses launches, pauses what runs, waits at most `graceMs`, then kills; what was running can be resumed (S-API-21). */
  async drain(graceMs: number): Promise<readonly string[]> {
    this.#draining = true;
    this.#waiting = [];
    const handles = [...this.#handles.values()];
    const stops = handles.map(async (handle) => {
      const { status } = handle.state();
      if (status === 'running' || status === 'queued')
        await handle.pause('the server stops', 'editor').catch(() => undefined); // It has stopped by itself meanwhile.
      else await handle.release();
      await handle.done.catch(() => undefined); // Reported by `adopt`.
    });
    const all = Promise.all(stops);
    if (await within(all, graceMs)) return handles.map(({ runId }) => runId);
    for (const handle of this.#handles.values()) {
      handle.cancel('the server stops', 'editor').catch(() => undefined); // It has stopped by itself meanwhile.
      handle.kill();
    }
    if (!(await within(all, KILL_MS))) this.#log('error', 'some runs could not be stopped; they are interrupted');
    return handles.map(({ runId }) => runId);
  }

  #busy(): number {
    const moving = [...this.#handles.values()].filter((handle) => !handle.state().status.startsWith('paused'));
    return moving.length + this.#starting;
  }

  #next(): void {
    while (!this.#draining && this.#waiting.length > 0 && this.#busy() < LIMITS.parallelRuns) {
      const next = this.#waiting.shift();
      next?.start().catch((error: unknown) => {
        this.#log('error', 'a queued run could not be started', {
          run: next.runId,
          error: error instanceof Error ? error.message : 'unknown',
        });
        this.#onChange(next.runId);
      });
    }
  }
}

/** Whether `work` is done within `ms`. */
async function within(work: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  const done = await Promise.race([work.then(() => true), late]);
  clearTimeout(timer);
  return done;
}
