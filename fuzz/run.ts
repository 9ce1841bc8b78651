// Runs cases: case n of a seed is always the same text with the same choices. A failure is made smaller before it is told.
import { corpus } from './corpus.ts';
import { mutated } from './mutations.ts';
import { checkLinear, checkText } from './properties.ts';
import { type Random, randomOf } from './random.ts';

export interface FuzzFailure {
  readonly case: number;
  readonly message: string;
  readonly text: string;
  /** A smaller text that fails alike, as far as one was found. */
  readonly smaller: string;
}

export interface FuzzOptions {
  readonly seed: number;
  readonly from?: number;
  readonly count: number;
  /** Every so many cases the time for ten times the text is compared; 0 is never. */
  readonly linearEvery?: number;
  /** Stop after so many failures. */
  readonly most?: number;
  readonly onFailure?: (failure: FuzzFailure) => void;
  readonly onProgress?: (done: number, failures: number) => void;
}

const PROGRESS_EVERY = 10_000;

export function fuzz({
  seed,
  from = 0,
  count,
  linearEvery = 0,
  most = 10,
  onFailure,
  onProgress,
}: FuzzOptions): FuzzFailure[] {
  const texts = corpus();
  const failures: FuzzFailure[] = [];
  const seen = new Set<string>();
  for (let index = from; index < from + count; index++) {
    const random = randomOf(seed * 1_000_003 + index);
    const text = mutated(random, texts);
    const choice = random.below(2 ** 31);
    const check = (candidate: string): string | undefined =>
      faultOf(candidate, randomOf(choice), linearEvery > 0 && index % linearEvery === 0);
    const message = check(text);
    if (message !== undefined) {
      // The same rule at the same place of the code is one failure.
      const kind = kindOf(message);
      if (!seen.has(kind)) {
        seen.add(kind);
        const smaller = reduced(text, (each) => kindOf(check(each) ?? '') === kind);
        const failure = { case: index, message, text, smaller };
        failures.push(failure);
        onFailure?.(failure);
      }
      if (failures.length >= most) break;
    }
    if ((index + 1 - from) % PROGRESS_EVERY === 0) onProgress?.(index + 1 - from, failures.length);
  }
  return failures;
}

function faultOf(text: string, random: Random, linear: boolean): string | undefined {
  try {
    checkText(text, random);
    if (linear) checkLinear(text);
    return undefined;
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}

/** The rule of a message, or the exception with the place that threw it. */
function kindOf(stack: string): string {
  const [first = '', ...frames] = stack.split('\n');
  const rule = /\b[LER]-[A-Z]+-\d+ [a-z ]+/.exec(first)?.[0];
  return rule ?? `${first.slice(0, 60)} ${frames.find((line) => line.includes('packages/dsl'))?.trim() ?? ''}`;
}

const MOST_TRIES = 1500;

/** Removes lines, then characters, while the text still fails. */
function reduced(text: string, fails: (text: string) => boolean): string {
  let tries = 0;
  const shrink = (parts: readonly string[], glue: string): string[] => {
    let left = [...parts];
    for (let size = Math.ceil(left.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
      for (let at = 0; at < left.length && tries < MOST_TRIES;) {
        const without = left.toSpliced(at, size);
        tries++;
        if (fails(without.join(glue))) left = without;
        else at += size;
      }
    }
    return left;
  };
  const lines = shrink(text.split('\n'), '\n').join('\n');
  return lines.length > 400 ? lines : shrink([...lines], '').join('');
}
