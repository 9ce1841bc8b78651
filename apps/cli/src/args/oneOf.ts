// An option whose value is one of a few words.
import { didYouMean } from '@iterion/dsl';
import { usage } from '../failure.ts';

export function oneOf<T extends string>(option: string, value: string, known: readonly T[]): T {
  const found = known.find((one) => one === value);
  if (found !== undefined) return found;
  const near = didYouMean(value, known);
  throw usage(
    `--${option} cannot be ${value}`,
    near === undefined ? `it is one of ${known.join(', ')}` : `did you mean ${near}?`,
  );
}
