// Attack class 23, exhaustion by requests: 32 in flight and 200 a second for each session (S-API-12).
import { LIMITS } from '@iterion/protocol';
import { Failure } from '../failure.ts';

interface Usage {
  inFlight: number;
  /** Start of the current second and the requests counted in it. */
  second: number;
  count: number;
}

export class Rate {
  readonly #usage = new Map<string, Usage>();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Counts a request in; the caller must call the returned function when it is done. */
  enter(who: string): () => void {
    const now = this.#now();
    const usage = this.#usage.get(who) ?? { inFlight: 0, second: now, count: 0 };
    this.#usage.set(who, usage);
    if (now - usage.second >= 1000 || now < usage.second) {
      usage.second = now;
      usage.count = 0;
    }
    if (usage.count >= LIMITS.requestsPerSecond || usage.inFlight >= LIMITS.inFlight) {
      throw new Failure('rate_limited', 'Too many requests at once.', {
        remedy: 'Wait a moment and try again.',
        retryAfter: 1,
      });
    }
    usage.count += 1;
    usage.inFlight += 1;
    let left = false;
    return () => {
      if (left) return;
      left = true;
      usage.inFlight -= 1;
      if (usage.inFlight === 0 && this.#now() - usage.second > 60_000) this.#usage.delete(who);
    };
  }
}
