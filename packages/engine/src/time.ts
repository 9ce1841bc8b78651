// Time stamps: RFC 3339 in UTC with milliseconds on the outside, milliseconds inside.
import type { Millis } from './effects.ts';

const LAST = 8.64e15;

/** Total: what lies outside the calendar is moved to its end (R-CORE-04). */
export function timestampOf(now: Millis): string {
  return new Date(Number.isFinite(now) ? Math.min(Math.max(now, 0), LAST) : 0).toISOString();
}

export function millisOf(timestamp: string): Millis {
  const value = Date.parse(timestamp);
  return Number.isNaN(value) ? 0 : value;
}
