// Which runs of lines differ between two texts. Myers' greedy algorithm: fast as long as little differs, however long the text and however
// often its lines repeat. Texts that differ a lot are first cut where a line that occurs once in both stands. Pure.

/** Lines `start` to `end` (exclusive) of the old text are replaced by `lines`; hunks are in order and never touch. */
export interface Hunk {
  readonly start: number;
  readonly end: number;
  readonly lines: readonly string[];
}

/** More differing lines than this are not counted out one by one. */
const patience = 800;

export function hunksBetween(before: readonly string[], after: readonly string[]): Hunk[] {
  const pairs: Pair[] = [];
  match(before, 0, before.length, after, 0, after.length, pairs, true);
  const hunks: Hunk[] = [];
  let [x, y] = [0, 0];
  for (const [toX, toY] of [...pairs, [before.length, after.length] as const]) {
    if (toX > x || toY > y) hunks.push({ start: x, end: toX, lines: after.slice(y, toY) });
    [x, y] = [toX + 1, toY + 1];
  }
  return hunks;
}

/** A line of the old text that is also a line of the new one. */
type Pair = readonly [old: number, now: number];

/** Adds the pairs of equal lines within the two ranges, in order. */
function match(
  before: readonly string[],
  fromX: number,
  toX: number,
  after: readonly string[],
  fromY: number,
  toY: number,
  pairs: Pair[],
  mayCut: boolean,
): void {
  let [x, y, endX, endY] = [fromX, fromY, toX, toY];
  while (x < endX && y < endY && before[x] === after[y]) pairs.push([x++, y++]);
  while (endX > x && endY > y && before[endX - 1] === after[endY - 1]) [endX, endY] = [endX - 1, endY - 1];
  if (x < endX && y < endY) {
    const found = greedy(before.slice(x, endX), after.slice(y, endY));
    if (found) for (const [a, b] of found) pairs.push([x + a, y + b]);
    else if (mayCut) {
      for (const [a, b] of [...cuts(before, x, endX, after, y, endY), [endX, endY] as const]) {
        match(before, x, a, after, y, b, pairs, false);
        if (a < endX) pairs.push([a, b]);
        [x, y] = [a + 1, b + 1];
      }
    }
  }
  for (; endX < toX; endX++, endY++) pairs.push([endX, endY]);
}

/** The longest common subsequence as pairs; null when more than `patience` lines differ. */
function greedy(before: readonly string[], after: readonly string[]): Pair[] | null {
  const [n, m] = [before.length, after.length];
  const most = Math.min(n + m, patience);
  // furthest[k + most]: how far in `before` one gets on diagonal k; `trace` remembers it for each number of differences.
  const furthest = new Int32Array(2 * most + 2);
  const trace: Int32Array[] = [];
  const at = (row: Int32Array, k: number, half: number): number => row[k + half] ?? 0;
  const goesDown = (row: Int32Array, k: number, d: number, half: number): boolean =>
    k === -d || (k !== d && at(row, k - 1, half) < at(row, k + 1, half));
  for (let d = 0; d <= most; d++) {
    trace.push(furthest.slice(most - d, most + d + 1));
    for (let k = -d; k <= d; k += 2) {
      let x = goesDown(furthest, k, d, most) ? at(furthest, k + 1, most) : at(furthest, k - 1, most) + 1;
      while (x < n && x - k < m && before[x] === after[x - k]) x++;
      furthest[k + most] = x;
      if (x < n || x - k < m) continue;
      return walkBack(trace, goesDown, at, n, m);
    }
  }
  return null;
}
function walkBack(
  trace: readonly Int32Array[],
  goesDown: (row: Int32Array, k: number, d: number, half: number) => boolean,
  at: (row: Int32Array, k: number, half: number) => number,
  n: number,
  m: number,
): Pair[] {
  const pairs: Pair[] = [];
  let [x, y] = [n, m];
  for (let d = trace.length - 1; d >= 0; d--) {
    const row = trace[d] ?? new Int32Array(1);
    const down = d === 0 || goesDown(row, x - y, d, d);
    const fromX = d === 0 ? 0 : down ? at(row, x - y + 1, d) : at(row, x - y - 1, d);
    const afterStep = d === 0 || down ? fromX : fromX + 1;
    while (x > afterStep) pairs.push([--x, --y]);
    if (d > 0 && down) y--;
    else x = fromX;
  }
  return pairs.reverse();
}

/** Lines that occur once in both ranges, as many as keep their order. */
function cuts(
  before: readonly string[],
  fromX: number,
  toX: number,
  after: readonly string[],
  fromY: number,
  toY: number,
): Pair[] {
  const once = (lines: readonly string[], from: number, to: number): Map<string, number> => {
    const places = new Map<string, number>();
    for (let at = from; at < to; at++) {
      const line = lines[at] ?? '';
      places.set(line, places.has(line) ? -1 : at);
    }
    return places;
  };
  const now = once(after, fromY, toY);
  const candidates = [...once(before, fromX, toX)].flatMap(([line, x]): Pair[] => {
    const y = now.get(line) ?? -1;
    return x < 0 || y < 0 ? [] : [[x, y]];
  });
  return longestRise(candidates);
}

/** The longest run of pairs, in their order, whose second numbers rise. */
function longestRise(pairs: readonly Pair[]): Pair[] {
  const ends: number[] = [];
  const behind: number[] = [];
  pairs.forEach(([, y], index) => {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((pairs[ends[middle] ?? 0]?.[1] ?? 0) < y) low = middle + 1;
      else high = middle;
    }
    behind[index] = ends[low - 1] ?? -1;
    ends[low] = index;
  });
  const rise: Pair[] = [];
  for (let index = ends.at(-1) ?? -1; index >= 0; index = behind[index] ?? -1) {
    const pair = pairs[index];
    if (pair) rise.push(pair);
  }
  return rise.reverse();
}
