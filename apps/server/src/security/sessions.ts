// Attack classes 1 and 6, open endpoints and leaked tokens. Three credentials (S-SEC-02): the bearer token of the process, for command-line
// clients; one-time codes, ten minutes, for the link; and the pair of cookie and key that a code is exchanged for. A browser needs both
// halves: the cookie alone is visible to other ports of the host, the key alone to scripts. Only digests are kept.
import { TIMES } from '@iterion/protocol';
import { Failure } from '../failure.ts';
import { digest, newSecret, sameDigest } from './secrets.ts';

/** Who is calling: the command line, or one browser session. */
export type Principal = { readonly kind: 'bearer' } | { readonly kind: 'session'; readonly id: string };

interface Session {
  readonly id: string;
  readonly cookie: Buffer;
  readonly key: Buffer;
  readonly expiresAt: number;
}

const WRONG_CODES = 10;

export class Sessions {
  /** Given to command-line clients through the state file; never logged, never sent. */
  readonly bearer = newSecret();
  readonly #bearer = digest(this.bearer);
  readonly #now: () => number;
  #codes: { readonly code: Buffer; readonly expiresAt: number }[] = [];
  #sessions: Session[] = [];
  #wrong: number[] = [];
  #lockedUntil = 0;
  #listeners = new Set<(id: string) => void>();

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** A code for the fragment of a link. */
  newCode(): { readonly code: string; readonly expiresAt: number } {
    const code = newSecret();
    const expiresAt = this.#now() + TIMES.codeMs;
    this.#codes = [...this.#codes.filter((known) => known.expiresAt > this.#now()), { code: digest(code), expiresAt }];
    return { code, expiresAt };
  }

  /** Exchanges a code, once. Ten wrong codes in a minute lock the exchange for a minute (S-SEC-04). */
  exchange(code: string): {
    readonly id: string;
    readonly cookie: string;
    readonly key: string;
    readonly expiresAt: number;
  } {
    const now = this.#now();
    if (now < this.#lockedUntil) {
      throw new Failure('rate_limited', 'Too many wrong codes.', {
        remedy: 'Wait a minute, then use a fresh link.',
        retryAfter: Math.ceil((this.#lockedUntil - now) / 1000),
      });
    }
    const given = digest(code);
    const found = this.#codes.find((known) => known.expiresAt > now && sameDigest(known.code, given));
    if (found === undefined) {
      this.#wrong = [...this.#wrong.filter((at) => at > now - TIMES.codeLockMs), now];
      if (this.#wrong.length >= WRONG_CODES) this.#lockedUntil = now + TIMES.codeLockMs;
      throw new Failure('code_invalid', 'The code of this link was used already, or is too old.', {
        remedy: 'Press l in the terminal of the server, or run iterion editor --link, for a fresh link.',
      });
    }
    this.#codes = this.#codes.filter((known) => known !== found);
    const cookie = newSecret();
    const key = newSecret();
    const session = {
      id: newSecret(),
      cookie: digest(cookie),
      key: digest(key),
      expiresAt: now + TIMES.sessionMs,
    };
    this.#sessions = [...this.#sessions.filter((known) => known.expiresAt > now), session];
    return { id: session.id, cookie, key, expiresAt: session.expiresAt };
  }

  /** Who presents these credentials; null when they prove nothing. */
  identify(given: {
    readonly authorization: string | undefined;
    readonly cookie: string | undefined;
    readonly key: string | undefined;
  }): Principal | null {
    if (given.authorization !== undefined) {
      const token = /^Bearer ([\w-]{1,200})$/.exec(given.authorization)?.[1];
      return token !== undefined && sameDigest(digest(token), this.#bearer) ? { kind: 'bearer' } : null;
    }
    if (given.cookie === undefined || given.key === undefined) return null;
    const cookie = digest(given.cookie);
    const key = digest(given.key);
    const now = this.#now();
    const found = this.#sessions.find(
      (known) => known.expiresAt > now && sameDigest(known.cookie, cookie) && sameDigest(known.key, key),
    );
    return found === undefined ? null : { kind: 'session', id: found.id };
  }

  /** When the principal's credentials end; the process's end for bearer clients. */
  expiry(principal: Principal): number {
    if (principal.kind === 'bearer') return Number.POSITIVE_INFINITY;
    return this.#sessions.find((known) => known.id === principal.id)?.expiresAt ?? 0;
  }

  end(id: string): void {
    this.#sessions = this.#sessions.filter((known) => known.id !== id);
    for (const listener of this.#listeners) listener(id);
  }

  /** Told the id of each session that ends, so that its sockets close. */
  onEnd(listener: (id: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

/** The value of one cookie of a `Cookie` header; a name given twice counts as absent. */
export function cookieValue(header: string | undefined, name: string): string | undefined {
  const values = (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
  return values.length === 1 ? values[0] : undefined;
}
