// JSON values as the engine handles them: own-property access only, so that `__proto__`, `constructor` and the like are
// ordinary missing keys (R-TPL-01), and two writings: compact (what people and programs read) and canonical (what is hashed).
// Comparison walks an explicit stack: a deeply nested value of a model must not end the run.
import type { Json } from '@iterion/dsl';

export type { Json } from '@iterion/dsl';
export { canonicalJson } from '@iterion/dsl';
export type JsonMap = { [key: string]: Json };

/** A JSON object, neither null nor a list. */
export function isMap(value: Json | undefined): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The own member `key`, or undefined; an inherited property is never read (R-TPL-01). */
export function own(map: { readonly [key: string]: Json }, key: string): Json | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}

/** One step of a path: a key of a map, an index of a list (negative from the end); undefined where it leads nowhere. */
export function member(value: Json, key: string | number): Json | undefined {
  if (typeof key === 'string') return isMap(value) ? own(value, key) : undefined;
  return Array.isArray(value) ? value.at(key) : undefined;
}

/** Follows a whole path; undefined where it leads nowhere. */
export function follow(value: Json, path: readonly (string | number)[]): Json | undefined {
  let at: Json | undefined = value;
  for (const key of path) {
    if (at === undefined) return undefined;
    at = member(at, key);
  }
  return at;
}

/** Equality by value: numbers numerically, lists element by element, maps by their keys whatever their order (L-EXPR-11). */
export function jsonEqual(left: Json, right: Json): boolean {
  const pending: [Json, Json][] = [[left, right]];
  for (let pair = pending.pop(); pair !== undefined; pair = pending.pop()) {
    const [a, b] = pair;
    if (a === b) continue;
    if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
    if (Array.isArray(a)) {
      if (!Array.isArray(b) || a.length !== b.length) return false;
      for (const [index, item] of a.entries()) pending.push([item, b[index] ?? null]);
      continue;
    }
    if (Array.isArray(b)) return false;
    const keys = Object.keys(a);
    if (keys.length !== Object.keys(b).length) return false;
    for (const key of keys) {
      const x = own(a, key);
      const y = own(b, key);
      if (x === undefined || y === undefined) return false;
      pending.push([x, y]);
    }
  }
  return true;
}

/** JSON without blanks, keys in their own order. */
export function compactJson(value: Json): string {
  return JSON.stringify(value);
}

/** How a value stands in text (L-TPL-11): strings as they are, null as nothing, everything else as compact JSON. */
export function rendered(value: Json): string {
  if (typeof value === 'string') return value;
  return value === null ? '' : compactJson(value);
}

/** The map without the keys that begin with `_`, which are engine metadata (L-DECL-26, R-CORE-18). */
export function withoutMetadata(map: JsonMap): JsonMap {
  const keys = Object.keys(map);
  if (!keys.some((key) => key.startsWith('_'))) return map;
  return Object.fromEntries(Object.entries(map).filter(([key]) => !key.startsWith('_')));
}
