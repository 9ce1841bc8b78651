// `--var k=v` and its like: split at the first `=` (R-CLI-14).
import { usage } from '../failure.ts';

/** Name and text of each pair, in order. */
export function pairsOf(option: string, words: readonly string[]): [string, string][] {
  return words.map((word) => {
    const at = word.indexOf('=');
    if (at < 1)
      throw usage(`--${option} needs name=value, not ${word}`, `write --${option} ${at === 0 ? 'name' : word}=…`);
    return [word.slice(0, at), word.slice(at + 1)];
  });
}

/** The pairs as a map; the last value of a name counts. */
export function mapOf(option: string, words: readonly string[]): Record<string, string> {
  return Object.fromEntries(pairsOf(option, words));
}
