// What follows a failed attempt (R-REC-04): a table, deterministic jitter, and reset times of providers (R-REC-07).
// The same in every branch, on first run and on resume.
import type { ErrorCode } from './codes.ts';
import { parseDurationArgument } from './duration.ts';
import type { EffectId, Millis, RunError } from './effects.ts';
import { jitter } from './ids.ts';
import { isMap } from './json.ts';
import { millisOf } from './time.ts';

export interface RecoveryRow {
  /** Seconds before each retry. */
  readonly delays: readonly number[];
  readonly compact?: boolean;
  readonly afterwards: 'pause' | 'fail';
}

export const RECOVERY: { readonly [K in ErrorCode]?: RecoveryRow } = {
  RATE_LIMITED: { delays: [4, 8, 16], afterwards: 'pause' },
  NETWORK_TRANSIENT: { delays: [5, 10, 20, 40, 60, 60], afterwards: 'fail' },
  BACKEND_CRASHED: { delays: [2, 8], afterwards: 'fail' },
  TOOL_FAILED_TRANSIENT: { delays: [1, 2], afterwards: 'fail' },
  CONTEXT_LENGTH_EXCEEDED: { delays: [0.1, 0.1], compact: true, afterwards: 'fail' },
};
/** A reset time further away than this is a pause; `ITERION_MAX_RATE_WAIT` replaces it. */
const MAX_RATE_WAIT_MS = 600_000;

export type RecoveryDecision =
  | { readonly action: 'retry' | 'compact'; readonly delay_ms: number; readonly not_before: Millis }
  | { readonly action: 'pause' }
  | { readonly action: 'fail' };

export interface Failure {
  readonly error: RunError;
  /** Retries that this activation has used for the code (R-REC-06). */
  readonly used: number;
  readonly effect: EffectId;
}

export function decide(
  failure: Failure,
  run: { readonly seed: string; readonly env: { readonly [name: string]: string | null } },
  now: Millis,
): RecoveryDecision {
  const { error, used, effect } = failure;
  const row = RECOVERY[error.code];
  if (row === undefined) return { action: 'fail' };
  const delay = row.delays[used];
  const resets = resetsAt(error);
  if (error.code === 'RATE_LIMITED' && resets !== null && resets > now) {
    if (resets - now > maxRateWait(run.env)) return { action: 'pause' };
    if (delay !== undefined) return { action: 'retry', delay_ms: resets - now, not_before: resets };
  }
  if (delay === undefined) return { action: row.afterwards };
  const delay_ms = Math.round(delay * 1000 * jitter(run.seed, effect));
  return { action: row.compact === true ? 'compact' : 'retry', delay_ms, not_before: now + delay_ms };
}

/** `details.resets_at` of a rate limit, RFC 3339. */
export function resetsAt(error: RunError): Millis | null {
  const details = error.details;
  if (details === undefined || !isMap(details) || typeof details['resets_at'] !== 'string') return null;
  const at = millisOf(details['resets_at']);
  return at === 0 ? null : at;
}

function maxRateWait(env: { readonly [name: string]: string | null }): number {
  const text = Object.hasOwn(env, 'ITERION_MAX_RATE_WAIT') ? env['ITERION_MAX_RATE_WAIT'] : null;
  return (typeof text === 'string' ? parseDurationArgument(text) : null) ?? MAX_RATE_WAIT_MS;
}
