// Evaluation of templates (language.md §5, runtime.md §2.4): values for `with` and loop bounds, text for prompts and models.
// Invariants: 1 one pass, inserted text is never scanned again; 2 only own properties are read; 3 nothing throws: a failure is a
// value that names the reference; 4 what was known but not there yet is null and listed as unresolved.
import type { JsonTemplate, MixedText, Ref, Template, WithValue } from '@iterion/dsl';
import { resolveEnvText, type EnvValues } from './environmentText.ts';
import { rendered, type Json } from './json.ts';
import { lookup, referenceText } from './reference.ts';
import type { Scope } from './scope.ts';
import { exceedsBytes } from './textSize.ts';
import type { TemplateFailure } from './templateFailure.ts';
import { unknownReference } from './unknownReference.ts';

/** L-LIM-05: the longest text that one template may give, in bytes of UTF-8. */
export const MAX_TEXT_BYTES = 5 * 1024 * 1024;

export type { TemplateFailure } from './templateFailure.ts';
export type Rendered<T> =
  | { readonly ok: true; readonly value: T; /** R-TPL-03 (b) */ readonly unresolved: readonly string[] }
  | { readonly ok: false; readonly error: TemplateFailure };

type Resolved = { readonly value: Json; readonly missing: boolean } | TemplateFailure;

/** A whole reference keeps its JSON type, any other text is interpolated (R-TPL-02, L-TPL-10). */
export function evaluateTemplate(template: Template, scope: Scope): Rendered<Json> {
  const [only] = template.segments;
  if (!template.whole || only?.kind !== 'ref') return renderTemplate(template, scope);
  const result = resolve(only.ref, only.range.start.line, scope);
  if ('code' in result) return { ok: false, error: result };
  return { ok: true, value: result.value, unresolved: result.missing ? [textOf(only.ref)] : [] };
}

/** The text of a template: references rendered in place (L-TPL-11). */
export function renderTemplate(template: Template, scope: Scope): Rendered<string> {
  return renderSegments(template.segments, scope, {}, rendered);
}

/** A `model` text: environment references first, then references, in one pass (L-ENV-04). */
export function renderMixed(text: MixedText, scope: Scope, env: EnvValues): Rendered<string> {
  return renderSegments(text.segments, scope, env, rendered);
}

/** A `script`: references stand for JSON literals, `{{!ref}}` for the bare rendering (L-TPL-13). */
export function renderScript(template: Template, scope: Scope): Rendered<string> {
  return renderSegments(template.segments, scope, {}, (value, raw) => (raw ? rendered(value) : JSON.stringify(value)));
}

/** A value of a `with` block: a template, or JSON whose text leaves are templates (L-EDGE-05). */
export function evaluateWithValue(value: WithValue, scope: Scope): Rendered<Json> {
  return value.kind === 'template' ? evaluateTemplate(value.template, scope) : evaluateJsonTemplate(value.value, scope);
}

/** JSON whose text leaves are templates; its nesting is bounded by the compiler (L-LIM-02). */
export function evaluateJsonTemplate(template: JsonTemplate, scope: Scope): Rendered<Json> {
  if (template === null || typeof template !== 'object') return { ok: true, value: template, unresolved: [] };
  if (Array.isArray(template)) {
    const items = collect(template.map((item) => evaluateJsonTemplate(item, scope)));
    return items.ok ? { ...items, value: [...items.value] } : items;
  }
  if ('t' in template) return evaluateTemplate(template.t, scope);
  const entries = Object.entries(template.o);
  const values = collect(entries.map(([, item]) => evaluateJsonTemplate(item, scope)));
  if (!values.ok) return values;
  return { ...values, value: Object.fromEntries(entries.map(([key], index) => [key, values.value[index] ?? null])) };
}

/** Many results as one: the first failure, or all values and every unresolved reference once. */
export function collect<T>(results: readonly Rendered<T>[]): Rendered<readonly T[]> {
  const values: T[] = [];
  const unresolved = new Set<string>();
  for (const result of results) {
    if (!result.ok) return result;
    values.push(result.value);
    for (const reference of result.unresolved) unresolved.add(reference);
  }
  return { ok: true, value: values, unresolved: [...unresolved] };
}

type Insert = (value: Json, raw: boolean, index: number) => string | TemplateFailure;

/** One pass over segments; `insert` says how a value stands in the text, `index` counts the references. */
export function renderSegments(
  segments: Template['segments'] | MixedText['segments'],
  scope: Scope,
  env: EnvValues,
  insert: Insert,
  unsetEnv?: (segment: Extract<MixedText['segments'][number], { kind: 'env' }>) => string,
): Rendered<string> {
  const parts: string[] = [];
  const unresolved = new Set<string>();
  let largest = { reference: '', length: 0 };
  let index = 0;
  for (const segment of segments) {
    if (segment.kind === 'text') {
      parts.push(segment.text);
      continue;
    }
    if (segment.kind === 'env') {
      const text = resolveEnvText({ source: '', segments: [segment] }, env);
      if (text.missing.length > 0 && unsetEnv === undefined) return { ok: false, error: envMissing(text.missing) };
      parts.push(text.missing.length > 0 && unsetEnv !== undefined ? unsetEnv(segment) : text.text);
      continue;
    }
    const result = resolve(segment.ref, segment.range.start.line, scope);
    if ('code' in result) return { ok: false, error: result };
    const reference = textOf(segment.ref);
    if (result.missing) unresolved.add(reference);
    const text = insert(result.value, segment.raw, index++);
    if (typeof text !== 'string') return { ok: false, error: { ...text, reference } };
    if (text.length > largest.length) largest = { reference, length: text.length };
    parts.push(text);
  }
  const text = parts.join('');
  if (exceedsBytes(text, MAX_TEXT_BYTES)) return { ok: false, error: tooLong(largest.reference) };
  return { ok: true, value: text, unresolved: [...unresolved] };
}

function resolve(ref: Ref, line: number, scope: Scope): Resolved {
  const value = lookup(scope, ref.ns, ref.path);
  // A declared variable without value is recorded as null and counts as not there (R-TPL-03 b).
  if (value === undefined) return ref.known ? { value: null, missing: true } : unknownReference(ref, line, scope);
  return { value, missing: value === null && ref.ns === 'vars' && ref.path.length === 1 };
}

function textOf(ref: Ref): string {
  return referenceText(ref.ns, ref.path);
}

function tooLong(reference: string): TemplateFailure {
  return {
    code: 'TEMPLATE_ERROR',
    reference,
    message: reference === '' ? 'the text is longer than 5 MiB' : `with {{${reference}}} the text is longer than 5 MiB`,
    hint: 'pass the value in a file, or only the part that is needed',
  };
}

function envMissing(names: readonly string[]): TemplateFailure {
  const [name = ''] = names;
  return {
    code: 'ENV_MISSING',
    reference: `\${${name}}`,
    message: `the environment variable ${names.join(', ')} is not set`,
    hint: `set ${name}, or give it a default: \${${name}:-…}`,
  };
}
