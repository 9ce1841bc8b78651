// Reservations of metered backends (R-BUDGET-08): before each model step a backend asks for what the step may use at most, so that
// parallel conversations do not overshoot a limit together.
//  B1  used + outstanding reservations ≤ limit, in every limited dimension, at any time.
//  B2  Whoever cannot be served waits while something is outstanding; if nothing is, the answer is no.

export interface Need {
  /** Counted or estimated input tokens. */
  readonly inputTokens: number;
  /** The most output tokens that the step wants. */
  readonly outputTokens: number;
  /** Less than this is of no use; default 1. */
  readonly leastOutputTokens?: number;
  /** USD per input and per output token; absent if the price is unknown. */
  readonly price?: { readonly input: number; readonly output: number };
}

export interface Grant {
  /** What the request may ask for as output, at least 1. */
  readonly outputTokens: number;
  /** Call once the usage of the step has been recorded. */
  readonly settle: () => void;
}

/** What is left of each limit, without reservations; null where there is no limit. */
export interface Remaining {
  readonly tokens: number | null;
  readonly costUsd: number | null;
}

export type Refusal = { readonly refused: 'tokens' | 'cost_usd' };

interface Waiting {
  readonly need: Need;
  readonly resolve: (grant: Grant | Refusal | undefined) => void;
}

export class Ledger {
  readonly #remaining: () => Remaining;
  readonly #waiting: Waiting[] = [];
  readonly #outstanding = new Set<{ readonly tokens: number; readonly costUsd: number }>();

  constructor(remaining: () => Remaining) {
    this.#remaining = remaining;
  }

  /** A grant, the dimension that is used up, or undefined if the signal came first. First come, first served. */
  reserve(need: Need, signal: AbortSignal): Promise<Grant | Refusal | undefined> {
    if (signal.aborted) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      const waiting: Waiting = { need, resolve };
      this.#waiting.push(waiting);
      signal.addEventListener('abort', () => this.#leave(waiting), { once: true });
      this.#serve();
    });
  }

  #leave(waiting: Waiting): void {
    const index = this.#waiting.indexOf(waiting);
    if (index < 0) return;
    this.#waiting.splice(index, 1);
    waiting.resolve(undefined);
    this.#serve();
  }

  #serve(): void {
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      const answer = this.#judge(next.need);
      if (answer === undefined) return;
      this.#waiting.shift();
      next.resolve(answer);
    }
  }

  /** Undefined: wait. */
  #judge(need: Need): Grant | Refusal | undefined {
    const left = this.#left();
    const price = need.price ?? { input: 0, output: 0 };
    const inputCost = need.inputTokens * price.input;
    const byTokens = left.tokens === null ? Infinity : left.tokens - need.inputTokens;
    const byCost = left.costUsd === null || price.output === 0 ? Infinity : (left.costUsd - inputCost) / price.output;
    const least = need.leastOutputTokens ?? 1;
    const fits = byTokens >= least && byCost >= least && (left.costUsd === null || inputCost <= left.costUsd);
    if (!fits) return this.#outstanding.size > 0 ? undefined : { refused: byTokens < least ? 'tokens' : 'cost_usd' };
    const outputTokens = Math.max(least, Math.floor(Math.min(need.outputTokens, byTokens, byCost)));
    const reserved = { tokens: need.inputTokens + outputTokens, costUsd: inputCost + outputTokens * price.output };
    this.#outstanding.add(reserved);
    return {
      outputTokens,
      settle: () => {
        if (this.#outstanding.delete(reserved)) this.#serve();
      },
    };
  }

  #left(): Remaining {
    const { tokens, costUsd } = this.#remaining();
    let reservedTokens = 0;
    let reservedCost = 0;
    for (const reserved of this.#outstanding) {
      reservedTokens += reserved.tokens;
      reservedCost += reserved.costUsd;
    }
    return {
      tokens: tokens === null ? null : tokens - reservedTokens,
      costUsd: costUsd === null ? null : costUsd - reservedCost,
    };
  }
}
