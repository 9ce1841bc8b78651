// Values against declared types (R-LLM-12): what may be coerced without loss, depending on who gave the value, and what then is
// still wrong. Outputs of models and tools, answers of people, command-line values and node inputs all come through here.
// Invariants: 1 a coerced value that has no violation conforms to its schema (L-DECL-26); 2 conforming values are left as they are.
import type { Schema, Type } from '@iterion/dsl';
import { compactJson, isMap, rendered, type Json, type JsonMap } from './json.ts';

/** Who gave a value. `commandLine` is also a launch form: text typed for a variable. */
export type Giver = 'model' | 'tool' | 'person' | 'commandLine' | 'input';

/** One fault of an object: where, what was expected, what was found (R-LLM-13). */
export interface Violation {
  readonly path: string;
  readonly expected: string;
  readonly found: string;
}

export interface Coerced {
  /** The object, coerced where possible. Extra keys are kept, except `_` keys of models and tools (R-CORE-18). */
  readonly value: JsonMap;
  /** Declared fields that are absent or null. */
  readonly missing: readonly Violation[];
  /** Fields of a wrong type or outside their enum; their values are left as they were. */
  readonly wrong: readonly Violation[];
  /** Names of the fields that were changed. */
  readonly coerced: readonly string[];
}

/** The parts of a schema field that decide about values. */
export interface FieldType {
  readonly name: string;
  readonly type: Type;
  readonly enum?: readonly string[];
}

/** Coerces and validates an object against the fields of a schema (R-LLM-12, L-DECL-26). */
export function coerceObject(value: Json, fields: Schema['fields'] | readonly FieldType[], by: Giver): Coerced {
  if (!isMap(value)) {
    const fault = { path: '', expected: 'an object', found: describe(value) };
    return { value: {}, missing: [], wrong: [fault], coerced: [] };
  }
  const kept = new Map(Object.entries(value));
  if (by === 'model' || by === 'tool') {
    for (const key of Object.keys(value)) if (key.startsWith('_') && !isDeclared(fields, key)) kept.delete(key);
  }
  const missing: Violation[] = [];
  const wrong: Violation[] = [];
  const coerced: string[] = [];
  for (const field of fields) {
    const given = kept.get(field.name);
    if (given === undefined || given === null) {
      missing.push({ path: field.name, expected: expectedOf(field), found: given === null ? 'null' : 'nothing' });
      continue;
    }
    const result = coerceValue(given, field, by);
    if (!result.ok) {
      wrong.push(...result.violations);
      continue;
    }
    if (result.value !== given) coerced.push(field.name);
    kept.set(field.name, result.value);
  }
  return { value: Object.fromEntries(kept), missing, wrong, coerced };
}

function isDeclared(fields: readonly FieldType[], key: string): boolean {
  return fields.some((field) => field.name === key);
}

export type CoercedValue =
  | { readonly ok: true; readonly value: Json }
  | { readonly ok: false; readonly violations: readonly Violation[] };

/** Coerces one value to a declared type; the same value comes back when nothing had to be changed. */
export function coerceValue(value: Json, field: FieldType, by: Giver): CoercedValue {
  const coerced = toType(value, field.type, by);
  if (coerced === undefined) return fault(field.name, expectedOf(field), value);
  if (field.enum === undefined) return { ok: true, value: coerced };
  const { enum: members } = field;
  if (!Array.isArray(coerced)) {
    return members.includes(rendered(coerced))
      ? { ok: true, value: coerced }
      : fault(field.name, members.join('|'), coerced);
  }
  const violations = coerced.flatMap((item, index) =>
    members.includes(rendered(item))
      ? []
      : [{ path: `${field.name}[${index}]`, expected: members.join('|'), found: describe(item, true) }],
  );
  return violations.length === 0 ? { ok: true, value: coerced } : { ok: false, violations };
}

function fault(path: string, expected: string, found: Json): CoercedValue {
  return { ok: false, violations: [{ path, expected, found: describe(found, expected.includes('|')) }] };
}

function expectedOf(field: FieldType): string {
  const members = field.enum?.join('|');
  if (members === undefined) return field.type;
  return field.type === 'string[]' ? `string[] of ${members}` : members;
}

/** A value in a message; texts bare where the expectation is a list of words. */
function describe(value: Json, bare = false): string {
  const text = typeof value === 'string' && bare ? value : compactJson(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

/** The value as the type, or undefined where that is impossible without loss. Null has no type but `json`. */
function toType(value: Json, type: Type, by: Giver): Json | undefined {
  switch (type) {
    case 'string':
      return toText(value, by);
    case 'bool':
      return toBoolean(value, by);
    case 'int':
      return toNumber(value, Number.isSafeInteger);
    case 'float':
      return toNumber(value, Number.isFinite);
    case 'json':
      return typeof value === 'string' && isTyped(by) ? (parsed(value) ?? value) : value;
    case 'string[]':
      return toTexts(value, by);
    default:
      return type satisfies never;
  }
}

/** Whether the value was typed as text, so that JSON and commas have a meaning in it. */
function isTyped(by: Giver): boolean {
  return by === 'person' || by === 'commandLine';
}

function toText(value: Json, by: Giver): string | undefined {
  if (typeof value === 'string') return value;
  if (by === 'model' || (typeof value !== 'number' && typeof value !== 'boolean')) return undefined;
  return String(value);
}

function toBoolean(value: Json, by: Giver): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') return undefined;
  const word = isTyped(by) ? value.trim().toLowerCase() : value;
  if (word === 'true' || (isTyped(by) && (word === '1' || word === 'yes'))) return true;
  return word === 'false' || (isTyped(by) && (word === '0' || word === 'no')) ? false : undefined;
}

const NUMBER = /^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$/;

function toNumber(value: Json, fits: (value: number) => boolean): number | undefined {
  if (typeof value === 'number') return fits(value) ? value : undefined;
  if (typeof value !== 'string' || !NUMBER.test(value.trim())) return undefined;
  const number = Number(value.trim());
  return fits(number) ? number : undefined;
}

function toTexts(value: Json, by: Giver): string[] | undefined {
  if (Array.isArray(value)) {
    if (value.every((item) => typeof item === 'string')) return value;
    const texts = value.map((item) => toText(item, by));
    return texts.every((text) => text !== undefined) ? texts : undefined;
  }
  if (typeof value !== 'string' || !isTyped(by)) return undefined;
  const list = parsed(value);
  if (Array.isArray(list)) return toTexts(list, by);
  return value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    // Not JSON: the caller takes the text as it is.
    return undefined;
  }
}
