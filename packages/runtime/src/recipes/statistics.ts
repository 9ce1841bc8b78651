// The few statistics of a benchmark (R-RECIPE-11). Pure.

export interface Spread {
  readonly mean: number;
  /** Of the sample (n − 1); 0 for a single value. */
  readonly stddev: number;
}

/** Mean and standard deviation; zeros for no values. */
export function spreadOf(values: readonly number[]): Spread {
  if (values.length === 0) return { mean: 0, stddev: 0 };
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, stddev: values.length < 2 ? 0 : Math.sqrt(squares / (values.length - 1)) };
}

const Z_95 = 1.959963984540054;

/** The 95 % interval of a success rate by Wilson, which also holds for few runs and for rates of 0 and 1. */
export function wilson(successes: number, runs: number): readonly [low: number, high: number] {
  if (runs === 0) return [0, 1];
  const rate = successes / runs;
  const z2 = Z_95 ** 2;
  const scale = 1 + z2 / runs;
  const centre = (rate + z2 / (2 * runs)) / scale;
  const half = (Z_95 / scale) * Math.sqrt((rate * (1 - rate)) / runs + z2 / (4 * runs * runs));
  return [successes === 0 ? 0 : Math.max(0, centre - half), successes === runs ? 1 : Math.min(1, centre + half)];
}
