// JSON as the scenarios write it (runtime.md §12): keys may stand without quotes, and so may words.
import type { Json } from '../json.ts';

/** Parses `{approved: true, of: [a, "b c"]}`; throws on anything else: scenarios are written by us. */
export function relaxedJson(text: string): Json {
  const quoted = text.replace(/"(?:[^"\\]|\\.)*"|[A-Za-z_][\w-]*|…/g, (word) =>
    word.startsWith('"') || word === 'true' || word === 'false' || word === 'null' ? word : JSON.stringify(word),
  );
  return JSON.parse(quoted) as Json;
}
