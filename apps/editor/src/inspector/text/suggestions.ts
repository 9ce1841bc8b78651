// What can be completed at the caret of a text with references (E-INSP-09): in braces and in expressions, names that can have a value
// there; in expressions functions too. Pure.
import { availableReferences, FUNCTIONS, signatureOf } from '@iterion/dsl';
import type { AvailableReference, CompiledGraph, FieldText, QueryPlace } from '@iterion/dsl';

export interface Suggestion {
  /** What replaces the text between `from` and the caret; a name space ends in a dot and completion goes on. */
  readonly insert: string;
  readonly label: string;
  readonly detail: string;
  readonly maybe: boolean;
  readonly description?: string;
  /** What it refers to, for its last value. */
  readonly refers?: Pick<AvailableReference, 'ns' | 'path'>;
}
export interface Completion {
  /** Offset where the name begins that is being typed. */
  readonly from: number;
  readonly items: readonly Suggestion[];
}

const mostShown = 40;
const nameBeforeCaret = /[\p{L}_][\p{L}\p{Nd}_.]*$/u;
const nameInBraces = /\{\{\s*!?\s*([\p{L}_][\p{L}\p{Nd}_.]*)?$/u;

/** Undefined where nothing can be completed. `asked`: by key, so that an empty name offers all. */
export function completionAt(
  text: string,
  caret: number,
  kind: FieldText,
  graph: CompiledGraph,
  places: readonly QueryPlace[],
  asked = false,
): Completion | undefined {
  const before = text.slice(0, caret);
  const typed = kind === 'expression' ? inExpression(before, asked) : nameInBraces.exec(before)?.slice(1, 2);
  if (typed === undefined) return undefined;
  const name = typed[0] ?? '';
  const references = common(graph, places);
  const found = kind === 'expression' ? [...named(references, name), ...functions(name)] : named(references, name);
  const items = found.filter((item) => item.insert !== name).slice(0, mostShown);
  return items.length === 0 ? undefined : { from: caret - name.length, items };
}

/** The name before the caret, unless it stands in a text literal. */
function inExpression(before: string, asked: boolean): readonly [string] | undefined {
  const quotes = before.replaceAll(/\\./gu, '').match(/["']/gu)?.length ?? 0;
  if (quotes % 2 === 1) return undefined;
  const name = nameBeforeCaret.exec(before)?.[0];
  return name === undefined ? (asked ? [''] : undefined) : [name];
}

/** What every place has; it may be missing when it may be at one of them. */
function common(graph: CompiledGraph, places: readonly QueryPlace[]): readonly AvailableReference[] {
  const [first, ...others] = places.map((place) => availableReferences(graph, place));
  const key = ({ ns, path }: AvailableReference): string => [ns, ...path].join('.');
  return (first ?? []).flatMap((reference) => {
    const same = others.map((list) => list.find((other) => key(other) === key(reference)));
    if (same.includes(undefined)) return [];
    return [{ ...reference, maybe: reference.maybe || same.some((other) => other?.maybe) }];
  });
}

/** Those that begin with what was typed, or have a name in their path that does; one step of the path at a time below two names. */
function named(references: readonly AvailableReference[], typed: string): Suggestion[] {
  const wanted = typed.toLowerCase();
  const rank = (text: string): number =>
    text.toLowerCase().startsWith(wanted) ? 0 : text.toLowerCase().includes(`.${wanted}`) ? 1 : 2;
  const all = references.map(({ ns, path, type, maybe, description }): Suggestion & { readonly rank: number } => {
    const text = [ns, ...path].join('.');
    return {
      insert: text,
      label: text,
      detail: type === 'unknown' ? '' : type,
      maybe,
      refers: { ns, path },
      rank: rank(text),
      ...(description === undefined ? {} : { description }),
    };
  });
  return all.filter((item) => item.rank < 2).toSorted((a, b) => a.rank - b.rank);
}

function functions(typed: string): Suggestion[] {
  if (typed.includes('.')) return [];
  return FUNCTIONS.filter(({ name }) => name.toLowerCase().startsWith(typed.toLowerCase())).map((row): Suggestion => ({
    insert: `${row.name}(`,
    label: signatureOf(row),
    detail: 'function',
    maybe: false,
    description: row.help,
  }));
}
