// The holder's end of a run's mailbox (R-STORE-23): requests of other processes are carried out one after the other, in name order, and
// answered after their events are durable.
import type { Json } from '@iterion/engine';
import { RuntimeError, messageOf } from './errors.ts';
import {
  type ControlRequest,
  type ControlResult,
  answerRequest,
  pendingRequests,
  watchMailbox,
} from './store/control.ts';
import type { Disk } from './store/disk.ts';

/** What other processes may ask of a held run. */
export interface Steerable {
  answer(interactionId: string, answers: Json, by?: string): Promise<void>;
  cancel(reason: string, by?: string): Promise<void>;
  pause(reason: string, by?: string): Promise<void>;
}

/** Tells a sender that its request was meant for a holder that has stopped. */
export const HOLDER_GONE: ControlResult = {
  ok: false,
  error: {
    code: 'RUN_LOCKED',
    message: 'the process that held the run ended before it read this request',
    hint: 'ask again',
  },
};

/** Carries out what other processes ask of the holder (R-STORE-23). */
export class Mailbox {
  readonly #disk: Disk;
  readonly #folder: string;
  readonly #handle: Steerable;
  readonly #taken = new Set<string>();
  readonly #stop: () => void;
  #turn: Promise<void> = Promise.resolve();

  constructor(disk: Disk, folder: string, handle: Steerable) {
    this.#disk = disk;
    this.#folder = folder;
    this.#handle = handle;
    // What lies there was meant for a holder that is gone; its sender repeats it (`askHolder`).
    for (const { id } of pendingRequests(disk, this.#folder)) this.#answer(id, HOLDER_GONE);
    this.#stop = watchMailbox(this.#folder, disk, () => this.#look());
  }

  /** Stops listening and refuses what is still there. */
  close(): void {
    this.#look();
    this.#stop();
    for (const { id } of pendingRequests(this.#disk, this.#folder))
      if (!this.#taken.has(id)) this.#answer(id, HOLDER_GONE);
  }

  #look(): void {
    for (const request of pendingRequests(this.#disk, this.#folder)) {
      if (this.#taken.has(request.id)) continue;
      this.#taken.add(request.id);
      this.#turn = this.#turn.then(() => this.#carryOut(request)).then((result) => this.#answer(request.id, result));
    }
  }

  async #carryOut(request: ControlRequest): Promise<ControlResult> {
    try {
      const by = request.by;
      switch (request.command) {
        case 'cancel':
          await this.#handle.cancel(request.reason ?? 'asked by another process', by);
          break;
        case 'pause':
          await this.#handle.pause(request.reason ?? 'asked by another process', by);
          break;
        case 'answer':
          await this.#handle.answer(request.interaction_id ?? '', request.answers ?? null, by);
          break;
        default:
          request.command satisfies never;
      }
      return { ok: true };
    } catch (error) {
      const code = error instanceof RuntimeError ? error.code : 'EXECUTION_FAILED';
      const hint = error instanceof RuntimeError && error.hint !== undefined ? { hint: error.hint } : {};
      const details =
        error instanceof RuntimeError && error.details !== undefined ? { details: error.details as Json } : {};
      return { ok: false, error: { code, message: messageOf(error), ...hint, ...details } };
    }
  }

  #answer(id: string, result: ControlResult): void {
    answerRequest(this.#disk, this.#folder, id, result);
  }
}
