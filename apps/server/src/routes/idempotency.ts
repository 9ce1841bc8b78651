// `Idempotency-Key` (S-API-10): a launch or an answer that is sent again after a lost response acts once. The first answer is kept for 24 h;
// a failure is not kept, so that it may be tried again.
import { createHash } from 'node:crypto';
import { TIMES } from '@iterion/protocol';
import { Failure } from '../failure.ts';

const KEPT = 1000;

export class Idempotency {
  readonly #kept = new Map<
    string,
    { readonly request: string; readonly at: number; readonly answer: Promise<unknown> }
  >();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** `scope` holds who asks and which route; the same key with another body is a mistake of the client. */
  once<T>(scope: string, key: string, body: unknown, act: () => Promise<T>): Promise<T> {
    this.#forget();
    const id = `${scope}\n${key}`;
    const request = createHash('sha256').update(JSON.stringify(body)).digest('hex');
    const known = this.#kept.get(id);
    if (known !== undefined) {
      if (known.request !== request) {
        throw new Failure('invalid_request', 'This idempotency key was used for another request.', {
          field: 'idempotency-key',
        });
      }
      // The entry was made by the same route, hence with the same T.
      return known.answer as Promise<T>;
    }
    const answer = act();
    this.#kept.set(id, { request, at: this.#now(), answer });
    answer.catch(() => this.#kept.delete(id));
    return answer;
  }

  #forget(): void {
    const oldest = this.#now() - TIMES.idempotencyMs;
    for (const [id, entry] of this.#kept) {
      if (entry.at > oldest && this.#kept.size < KEPT) break;
      this.#kept.delete(id);
    }
  }
}
