// JSON from a file against a declared shape: every fault with its path, unknown keys with the nearest name. Nothing is coerced and
// nothing is dropped, so that a value without fault is what its reader takes it for.
import { didYouMean } from '@iterion/dsl';
import { type Json, compactJson, isMap } from '@iterion/engine';

export type Shape =
  | { readonly is: 'text' }
  | { readonly is: 'number'; readonly whole: boolean }
  | { readonly is: 'any' }
  | { readonly is: 'list' | 'map'; readonly of: Shape }
  | { readonly is: 'either'; readonly of: readonly Shape[]; readonly called: string }
  | { readonly is: 'object'; readonly keys: Readonly<Record<string, Shape>>; readonly required?: readonly string[] };

/** The faults of a value, each `PATH …`; none if it has the shape. */
export function faultsOf(value: Json, shape: Shape, path = ''): string[] {
  switch (shape.is) {
    case 'any':
      return [];
    case 'text':
      return typeof value === 'string' && value !== '' ? [] : [wrong(path, 'a text that is not empty', value)];
    case 'number':
      if (typeof value === 'number' && value > 0 && (!shape.whole || Number.isSafeInteger(value))) return [];
      return [wrong(path, shape.whole ? 'a whole number above 0' : 'a number above 0', value)];
    case 'list':
      if (!Array.isArray(value)) return [wrong(path, 'a list', value)];
      return value.flatMap((item, index) => faultsOf(item, shape.of, `${path}[${index}]`));
    case 'map':
      if (!isMap(value)) return [wrong(path, 'an object', value)];
      return Object.entries(value).flatMap(([key, item]) => faultsOf(item, shape.of, below(path, key)));
    case 'either':
      return shape.of.some((one) => faultsOf(value, one).length === 0) ? [] : [wrong(path, shape.called, value)];
    case 'object':
      return isMap(value) ? objectFaults(value, shape, path) : [wrong(path, 'an object', value)];
    default:
      return shape satisfies never;
  }
}

function objectFaults(
  value: { readonly [key: string]: Json },
  shape: Shape & { is: 'object' },
  path: string,
): string[] {
  const names = Object.keys(shape.keys);
  const faults = (shape.required ?? [])
    .filter((name) => !Object.hasOwn(value, name))
    .map((name) => `${below(path, name)} is missing`);
  for (const [key, item] of Object.entries(value)) {
    const known = Object.hasOwn(shape.keys, key) ? shape.keys[key] : undefined;
    if (known !== undefined) faults.push(...faultsOf(item, known, below(path, key)));
    else faults.push(`${below(path, key)} is unknown; ${meant(key, names)}`);
  }
  return faults;
}

/** The nearest of some names as a question, else all of them. */
export function meant(name: string, known: readonly string[]): string {
  const near = didYouMean(name, known);
  if (near !== undefined) return `did you mean ${near}?`;
  return known.length === 0
    ? 'there is none'
    : `there is ${known.slice(0, 12).join(', ')}${known.length > 12 ? ', …' : ''}`;
}

function below(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

function wrong(path: string, expected: string, found: Json): string {
  const text = compactJson(found);
  return `${path === '' ? 'the whole' : path} must be ${expected}, not ${text.length > 60 ? `${text.slice(0, 59)}…` : text}`;
}
