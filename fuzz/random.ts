// A small random number generator with a seed: the same seed gives the same numbers on every machine (mulberry32, public domain).

export interface Random {
  /** From 0 up to, not including, `below`; 0 when that is 0. */
  below(below: number): number;
  /** One of a list that is not empty. */
  of<T>(list: readonly T[]): T;
  chance(part: number): boolean;
}

export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    below: (below) => Math.floor(next() * below),
    of: (list) => {
      const found = list[Math.floor(next() * list.length)];
      if (found === undefined) throw new Error('a choice from an empty list');
      return found;
    },
    chance: (part) => next() < part,
  };
}
