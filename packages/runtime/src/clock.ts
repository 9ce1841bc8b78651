// Time as the host sees it: the wall clock, or one that tests move (R-CORE-04).

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls `wake` once, not before the time `at`. Returns the way to call it off. */
  wakeAt(at: number, wake: () => void): () => void;
}

/** What setTimeout can wait for at most. */
const LONGEST_WAIT_MS = 2 ** 31 - 1;

export const wallClock: Clock = {
  now: () => Date.now(),
  wakeAt: (at, wake) => {
    let timer: NodeJS.Timeout | undefined;
    const arm = (): void => {
      const rest = at - Date.now();
      timer = setTimeout(() => (Date.now() >= at ? wake() : arm()), Math.min(Math.max(rest, 0), LONGEST_WAIT_MS));
    };
    arm();
    return () => clearTimeout(timer);
  },
};
