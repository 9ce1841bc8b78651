// The pace of a replay (E-RUN-17). Pure: as recorded, but waits are cut to 2 s and no event passes unseen at 1×.
const speeds = [1, 5, 25] as const;
export type Speed = (typeof speeds)[number];

const longestMs = 2_000;
const shortestMs = 60;
/** One picture per frame of the screen is enough. */
const frameMs = 16;

/** How long the replay stays at an event before the next one, both as times of the log. Milliseconds. */
export function pause(at: string | undefined, next: string | undefined, speed: Speed): number {
  const recorded = at === undefined || next === undefined ? 0 : Date.parse(next) - Date.parse(at);
  return Math.min(longestMs, Math.max(shortestMs, recorded)) / speed;
}

/** The moment to show after `seq` and in how many milliseconds; several events that share one picture are passed at once. */
export function nextMoment(
  seq: number,
  last: number,
  timeOf: (seq: number) => string | undefined,
  speed: Speed,
): { readonly seq: number; readonly waitMs: number } {
  let waitMs = 0;
  let at = seq;
  while (at < last && waitMs < frameMs) {
    waitMs += pause(timeOf(at), timeOf(at + 1), speed);
    at += 1;
  }
  return { seq: at, waitMs: Math.max(frameMs, waitMs) };
}

export const nextSpeed = (speed: Speed): Speed => speeds[(speeds.indexOf(speed) + 1) % speeds.length] ?? 1;
