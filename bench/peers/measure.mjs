// How a peer's shape is timed, checked and said.
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** The median of some rounds in milliseconds, after one that warms up. */
export async function timed(rounds, work) {
  const times = [];
  for (let round = 0; round <= rounds; round++) {
    const start = performance.now();
    await work();
    if (round > 0) times.push(performance.now() - start);
  }
  return median(times);
}

export function say(what, time) {
  console.log(`${what.padEnd(64)} ${`${time.toFixed(1)} ms`.padStart(26)}`);
}

export function expect(what, seen, wanted) {
  if (seen !== wanted) throw new Error(`${what} is ${seen} instead of ${wanted}`);
}

/** So many runs at one time; `run` starts one. */
export function crowd(count, run) {
  return Promise.all(Array.from({ length: count }, (_, number) => run(number)));
}
