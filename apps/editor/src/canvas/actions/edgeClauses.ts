// The clauses of an edge as an edit operation takes them, for edges that are repeated elsewhere.
import type { EdgeClauses, Json, JsonTemplate, Loop, WithEntryValue } from '@iterion/dsl';
import type { EdgeView } from '../../document/projection.ts';

export function clausesOf(edge: EdgeView, loops: readonly Loop[]): EdgeClauses {
  const { when, loop, with: entries } = edge.data;
  const bound = loops.find((candidate) => candidate.name === loop?.name)?.bound;
  return {
    ...(when
      ? { when: when.kind === 'expr' ? { expression: when.source } : { field: when.field, negated: when.negated } }
      : {}),
    ...(loop && bound
      ? {
          loop: {
            name: loop.name,
            bound: bound.kind === 'literal' ? bound.value : { template: bound.template.source },
          },
        }
      : {}),
    ...(entries ? { with: Object.fromEntries(entries.map((entry) => [entry.key, withValue(entry.value)])) } : {}),
  };
}

function withValue(value: NonNullable<EdgeView['data']['with']>[number]['value']): WithEntryValue {
  return value.kind === 'template' ? { template: value.template.source } : { json: jsonOf(value.value) };
}
/** JSON as it is written, with templates as their source. */
export function jsonOf(value: JsonTemplate): Json {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(jsonOf);
  if ('t' in value) return value.t.source;
  return Object.fromEntries(Object.entries(value.o).map(([key, item]) => [key, jsonOf(item)]));
}
