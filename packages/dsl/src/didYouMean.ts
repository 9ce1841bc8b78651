// Did-you-mean (L-SEM-03): the nearest candidate by Damerau-Levenshtein distance (insert, delete, replace, swap of neighbours).

/** The nearest candidate within max(1, ⌊length/3⌋) of `name`; the nearest wins, then the first. The name itself never does. */
export function didYouMean(name: string, candidates: Iterable<string>): string | undefined {
  const points = Array.from(name);
  const limit = Math.max(1, Math.floor(points.length / 3));
  let best: string | undefined;
  let bestDistance = limit + 1;
  for (const candidate of candidates) {
    if (candidate === name) continue;
    const other = Array.from(candidate);
    if (Math.abs(other.length - points.length) >= bestDistance) continue;
    const distance = distanceOf(points, other, bestDistance);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** Damerau-Levenshtein distance (optimal string alignment) of two strings, by code points. */
export function damerauLevenshtein(a: string, b: string): number {
  return distanceOf(Array.from(a), Array.from(b), Infinity);
}

/** The distance, or any number ≥ `stop` once it cannot be below that. */
function distanceOf(a: readonly string[], b: readonly string[], stop: number): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let smallest = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1);
      }
      row.push(cost);
      if (cost < smallest) smallest = cost;
    }
    if (smallest >= stop) return smallest;
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
