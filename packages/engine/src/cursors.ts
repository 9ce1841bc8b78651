// Cursors (L-DECL-40): named scales whose fragments are appended to a node's system text, sorted by cursor name.
import type { Cursor, LlmNode } from '@iterion/dsl';
import { resolveEnvText } from './environmentText.ts';
import type { GraphIndex } from './graphIndex.ts';
import type { RunState } from './state.ts';

export function fragmentsOf(graph: GraphIndex, state: RunState, node: LlmNode): readonly string[] {
  return node.cursors
    .toSorted((a, b) => (a.cursor < b.cursor ? -1 : a.cursor > b.cursor ? 1 : 0))
    .flatMap(({ cursor, value }) => {
      const declared = graph.graph.cursors.find((candidate) => candidate.name === cursor);
      const given = typeof value === 'object' ? resolveEnvText(value, state.env).text : value;
      const fragment = declared === undefined ? undefined : fragmentOf(declared, given);
      return fragment === undefined || fragment === '' ? [] : [fragment];
    });
}

/** By name, or for a number v the band around it, or entry floor(v·n) of n values. */
function fragmentOf(cursor: Cursor, value: string | number): string | undefined {
  const named = cursor.values?.find((entry) => entry.name === value);
  if (named !== undefined) return named.text;
  const number = typeof value === 'number' ? value : value.trim() === '' ? Number.NaN : Number(value);
  if (!Number.isFinite(number)) return undefined;
  const band = cursor.bands?.find(({ lo, hi }) => number >= lo && number <= hi);
  if (band !== undefined) return band.text;
  const { values = [] } = cursor;
  return values[Math.min(values.length - 1, Math.max(0, Math.floor(number * values.length)))]?.text;
}
