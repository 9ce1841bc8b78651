// What a recipe calls success (R-RECIPE-04), folded from the outputs of finished nodes. Invariant: the verdict of a log depends on the
// log alone: the recipe stands in `run_started`, the values in `node_finished`.
import { coerceValue, type FieldType } from '../coerce.ts';
import type { EventOf } from '../events.ts';
import { canonicalJson, isMap, type Json } from '../json.ts';
import type { EvaluationPolicy } from '../values.ts';
import type { ViewDraft } from './draft.ts';
import type { ViewVerdict } from './shape.ts';

/** A metric as it is written: `field`, or `node.field`. */
export function metricParts(metric: string): { readonly node?: string; readonly field: string } {
  const dot = metric.indexOf('.');
  return dot < 0 ? { field: metric } : { node: metric.slice(0, dot), field: metric.slice(dot + 1) };
}

/** The verdict before any node has finished: nothing found, no success. */
export function openVerdict(policy: EvaluationPolicy): ViewVerdict {
  const names = policy.secondary_metrics ?? [];
  return {
    metric: policy.primary_metric,
    found: false,
    value: null,
    success: false,
    secondary: Object.fromEntries(names.map((name) => [name, null])),
  };
}

export function foldVerdict(draft: ViewDraft, event: EventOf<'node_finished'>): void {
  const policy = draft.run.recipe?.evaluation_policy;
  if (policy === undefined) return;
  const { output } = event.data;
  let next = draft.verdict ?? openVerdict(policy);
  const primary = valueIn(policy.primary_metric, event.node_id, output);
  if (primary !== undefined) next = { ...next, found: true, value: primary, success: isSuccess(policy, primary) };
  for (const name of policy.secondary_metrics ?? []) {
    const value = valueIn(name, event.node_id, output);
    if (value !== undefined) next = { ...next, secondary: { ...next.secondary, [name]: value } };
  }
  draft.verdict = next;
}

/** The field in this output; null where the named node finished without it; undefined where the output has no say. */
function valueIn(metric: string, finished: string | undefined, output: Json): Json | undefined {
  const { node, field } = metricParts(metric);
  const value = isMap(output) && Object.hasOwn(output, field) ? output[field] : undefined;
  if (node === undefined) return value;
  return node === finished ? (value ?? null) : undefined;
}

/** Equal to the success value once that has the type of the value; true where no success value is given. */
function isSuccess({ success_value: wanted }: EvaluationPolicy, value: Json): boolean {
  if (wanted === undefined) return value === true;
  const coerced = coerceValue(wanted, { name: 'success_value', type: typeOf(value) }, 'commandLine');
  return canonicalJson(coerced.ok ? coerced.value : wanted) === canonicalJson(value);
}

function typeOf(value: Json): FieldType['type'] {
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return 'float';
  return typeof value === 'string' ? 'string' : 'json';
}
