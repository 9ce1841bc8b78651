// Analysis of texts: small ones here, large ones in a worker thread, so that one text never keeps the server from others (S-FILE-02, attack class 23).
// A text that takes longer than its time, or more memory than its share, is refused; the worker is ended and replaced.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { Failure } from '../failure.ts';
import { answer, type Answer, type Operation, type Question } from './operations.ts';
import type { Task } from './worker.ts';

export interface AnalysisLimits {
  /** Bytes up to which a text is analysed at once; S-FILE-02 asks for a thread above 64 KiB, fixes of very many findings for one much earlier. */
  readonly inlineBytes: number;
  readonly timeMs: number;
  readonly memoryMb: number;
}
const LIMITS: AnalysisLimits = { inlineBytes: 16 * 1024, timeMs: 15_000, memoryMb: 512 };
/** Answers that are remembered: what is prepared, trusted and started is one text. */
const REMEMBERED = 16;

export class Analysis {
  readonly #limits: AnalysisLimits;
  readonly #remembered = new Map<string, Promise<Answer<Operation>>>();
  #worker: Worker | null = null;
  #tail: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(limits: Partial<AnalysisLimits> = {}) {
    this.#limits = { ...LIMITS, ...limits };
  }

  /** The answer for a text; `too_large` when it cannot be found within the limits. */
  ask<K extends Operation>(question: Question & { readonly operation: K }, text: string): Promise<Answer<K>> {
    const key = createHash('sha256')
      .update(`${JSON.stringify(question)}\n${text}`)
      .digest('hex');
    const known = this.#remembered.get(key);
    // The key names the question, hence the type.
    if (known !== undefined) return known;
    const found = this.#find(question, text);
    this.#remembered.set(key, found);
    found.catch(() => this.#remembered.delete(key));
    if (this.#remembered.size > REMEMBERED) this.#remembered.delete(this.#remembered.keys().next().value ?? '');
    return found;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#worker?.terminate();
  }

  async #find(question: Question, text: string): Promise<Answer<Operation>> {
    if (Buffer.byteLength(text) <= this.#limits.inlineBytes && !isLong(question)) return answer(question, text);
    const mine = this.#tail.then(
      () => this.#inWorker(question, text),
      () => this.#inWorker(question, text),
    );
    this.#tail = mine;
    return mine;
  }

  #inWorker(question: Question, text: string): Promise<Answer<Operation>> {
    const worker = (this.#worker ??= this.#start());
    worker.ref();
    return new Promise<Answer<Operation>>((resolve, reject) => {
      // Only its own listeners: a worker whose listeners are all removed never hears another message.
      const done = (): void => {
        clearTimeout(timer);
        worker.off('message', onMessage).off('error', onError).off('exit', onExit).unref();
      };
      const fail = (message: string): void => {
        done();
        if (this.#worker === worker) this.#worker = null;
        void worker.terminate();
        reject(
          this.#closed
            ? new Failure('draining', 'The server is shutting down.')
            : new Failure('too_large', message, { remedy: 'Split the file into smaller ones.' }),
        );
      };
      const timer = setTimeout(() => fail('The text takes too long to analyse.'), this.#limits.timeMs);
      const onMessage = (found: string): void => {
        done();
        resolve(JSON.parse(found) as Answer<Operation>);
      };
      // Out of memory, a defect, or the end of the server: whatever it was, only this text is lost.
      const onError = (): void => fail('The text takes too much memory to analyse.');
      const onExit = (): void => fail('The analysis of the text was ended.');
      worker.on('message', onMessage).on('error', onError).on('exit', onExit);
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker, not a window
      worker.postMessage({ question, text } satisfies Task);
    });
  }

  #start(): Worker {
    const { memoryMb } = this.#limits;
    return new Worker(workerFile(), { resourceLimits: { maxOldGenerationSizeMb: memoryMb } });
  }
}

/** Many operations on a small text are as much work as a large one. */
function isLong({ given }: Question): boolean {
  return Array.isArray(given) && (given.length > 8 || JSON.stringify(given).length > 8192);
}

/** Beside this file as source; built, it is an entry of its own in the folder above the chunks. */
function workerFile(): URL {
  const places = ['./worker.ts', '../languageWorker.mjs', './languageWorker.mjs'].map(
    (name) => new URL(name, import.meta.url),
  );
  const found = places.find((place) => existsSync(place));
  if (found === undefined) throw new Error('The language worker is missing from this installation.');
  return found;
}
