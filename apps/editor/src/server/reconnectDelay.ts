// How long to wait before the socket is opened again (S-WS-10).
const firstDelayMs = 500;
const growth = 1.7;
const longestDelayMs = 10_000;

/** Delay before attempt number `attempt` (from 0), spread by `random` in 0…1. Milliseconds. */
export function reconnectDelay(attempt: number, random: number): number {
  return Math.min(longestDelayMs, firstDelayMs * growth ** attempt) * (0.8 + 0.4 * random);
}
