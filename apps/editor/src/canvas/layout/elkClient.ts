// One warm ELK worker for the whole editor (E-LAYOUT-02). Invariants:
// 1. Only the newest request of a key is answered; an older one is rejected as superseded.
// 2. A worker that computes something superseded for more than 250 ms is replaced; one that takes over 3 s has failed (E-LAYOUT-12).
// 3. The request is cloned by posting; the caller's graph is never changed.
import type { LayoutGraph, LayoutResult } from '../kernels/layoutGraph.ts';
import { cachedLayout, layoutKey, rememberLayout } from './layoutCache.ts';
import { elkAnswer, elkRequest } from './elkGraph.ts';

export class LayoutSuperseded extends Error {
  constructor() {
    super('A newer layout was asked for.');
    this.name = 'LayoutSuperseded';
  }
}
export class LayoutFailed extends Error {
  constructor(reason: string) {
    super(`The layout engine gave no answer: ${reason}. Nodes were placed the quick way; "Tidy all" tries again.`);
    this.name = 'LayoutFailed';
  }
}

export interface LayoutAnswer {
  readonly id: number;
  readonly data?: unknown;
  readonly error?: unknown;
}
/** A running layout engine; tests pass their own. */
export interface LayoutWorker {
  readonly send: (message: object) => void;
  readonly stop: () => void;
  /** Called once, before anything is sent. */
  readonly listen: (answered: (answer: LayoutAnswer) => void, crashed: (reason: string) => void) => void;
}

const supersededAfterMs = 250;
const limitMs = 3000;

interface Job {
  readonly id: number;
  readonly key: string;
  readonly request: string;
  /** What the answer is kept under. */
  readonly kept: string;
  readonly started: number;
  readonly resolve: (result: LayoutResult) => void;
  readonly reject: (error: Error) => void;
  settled: boolean;
}

export interface LayoutClient {
  /** Lays the graph out; `key` says which requests replace each other (a file). */
  readonly layout: (key: string, graph: LayoutGraph) => Promise<LayoutResult>;
  /** Starts the worker before it is needed. */
  readonly warm: () => void;
}

export function layoutClient(start: () => LayoutWorker): LayoutClient {
  let worker: LayoutWorker | null = null;
  let nextId = 1;
  const running = new Map<number, Job>();
  const limits = new Map<number, ReturnType<typeof setTimeout>>();

  const launch = (): LayoutWorker => {
    if (worker) return worker;
    const fresh = start();
    fresh.listen(answered, replace);
    fresh.send({ id: 0, cmd: 'register', algorithms: ['layered'] });
    worker = fresh;
    return fresh;
  };
  const answered = ({ id, data, error }: LayoutAnswer): void => {
    const job = running.get(id);
    if (!job) return;
    finish(job);
    if (job.settled) return;
    job.settled = true;
    if (error === undefined) {
      const result = elkAnswer(data as Parameters<typeof elkAnswer>[0]);
      rememberLayout(job.kept, result);
      job.resolve(result);
    } else job.reject(new LayoutFailed(errorText(error)));
  };
  const finish = (job: Job): void => {
    running.delete(job.id);
    clearTimeout(limits.get(job.id));
    limits.delete(job.id);
  };
  /** Ends the worker; jobs that nobody superseded are posted again to its successor, or fail when it crashed. */
  const replace = (crash: string | null): void => {
    worker?.stop();
    worker = null;
    for (const job of running.values()) {
      if (crash === null && !job.settled) post(job);
      else {
        finish(job);
        if (!job.settled) job.reject(new LayoutFailed(crash ?? 'it was stopped'));
        job.settled = true;
      }
    }
  };
  const post = (job: Job): void => {
    running.set(job.id, job);
    launch().send({
      id: job.id,
      cmd: 'layout',
      graph: JSON.parse(job.request) as unknown,
      layoutOptions: {},
      options: {},
    });
  };
  const supersede = (key: string): void => {
    const now = Date.now();
    let late = false;
    for (const job of running.values()) {
      if (job.key !== key || job.settled) continue;
      job.settled = true;
      job.reject(new LayoutSuperseded());
      late ||= now - job.started > supersededAfterMs;
      setTimeout(() => {
        if (running.has(job.id)) replace(null);
      }, supersededAfterMs);
    }
    if (late) replace(null);
  };

  return {
    warm: () => void launch(),
    layout: async (key, graph) => {
      const request = JSON.stringify(elkRequest(graph));
      supersede(key);
      const kept = await layoutKey(request);
      const known = await cachedLayout(kept);
      if (known) return known;
      return new Promise<LayoutResult>((resolve, reject) => {
        const job: Job = { id: nextId++, key, request, kept, started: Date.now(), resolve, reject, settled: false };
        limits.set(
          job.id,
          setTimeout(() => {
            if (running.has(job.id)) replace(`it took longer than ${limitMs / 1000} s`);
          }, limitMs),
        );
        post(job);
      });
    },
  };
}

function errorText(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
}

/** The editor's client; the worker is a chunk of its own. */
export const elk: LayoutClient = layoutClient(() => {
  const worker = new Worker(new URL('./elk.worker.ts', import.meta.url), { type: 'module', name: 'layout' });
  return {
    send: (message) => worker.postMessage(message, []),
    stop: () => worker.terminate(),
    listen: (answered, crashed) => {
      worker.addEventListener('message', ({ data }: MessageEvent<LayoutAnswer>) => answered(data));
      worker.addEventListener('error', (event) => crashed(event.message));
    },
  };
});
