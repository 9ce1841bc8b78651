// Whether a value fits a type (L-SEM-40), what a run-time coercion makes fit (R-LLM-12), and literals turned into another type.
import type { Json, StaticType, Type } from '../graph.ts';

/** The static type of a literal. */
export function typeOfJson(value: Json): StaticType {
  if (value === null) return 'null';
  switch (typeof value) {
    case 'boolean':
      return 'bool';
    case 'number':
      return Number.isInteger(value) ? 'int' : 'float';
    case 'string':
      return 'string';
    default:
      if (!Array.isArray(value)) return 'map';
      return value.every((item) => typeof item === 'string') ? 'string[]' : 'list';
  }
}

/** L-SEM-40: a value of static type `value` fits the declared type. A whole number written as a float, such as `2.0`, is an int. */
export function fits(value: StaticType, declared: Type): boolean {
  if (declared === 'json' || value === 'unknown' || value === 'json' || value === 'null' || value === declared)
    return true;
  return value === 'int' && declared === 'float';
}

/** What an input field takes: whatever fits, whatever is coerced without loss, and anything where a string is wanted. */
export function fitsInput(value: StaticType, declared: Type, literal?: Json): boolean {
  if (declared === 'string' || fits(value, declared)) return true;
  const text = typeof literal === 'string' ? literal : undefined;
  switch (declared) {
    case 'int':
      if (typeof literal === 'number') return Number.isInteger(literal);
      if (value === 'string') return text === undefined || /^\s*-?\d+\s*$/.test(text);
      return value === 'float';
    case 'float':
      return value === 'string' && (text === undefined || isNumeric(text));
    case 'bool':
      return value === 'string' && (text === undefined || /^\s*(?:true|false)\s*$/i.test(text));
    case 'string[]':
      return value === 'list' && literal === undefined;
    default:
      return false;
  }
}

function isNumeric(text: string): boolean {
  return text.trim() !== '' && Number.isFinite(Number(text));
}

/** A literal as one of another type, where it plainly is one: `"3"` as 3, 3 as `"3"`, `"true"` as true. */
export function literalAs(value: Json, type: Type): { readonly value: Json } | undefined {
  const text = typeof value === 'string' ? value.trim() : undefined;
  switch (type) {
    case 'string':
      return value === null || typeof value === 'object' ? undefined : { value: String(value) };
    case 'int':
      if (text !== undefined && /^-?\d+$/.test(text) && Number.isSafeInteger(Number(text)))
        return { value: Number(text) };
      return undefined;
    case 'float':
      return text !== undefined && isNumeric(text) ? { value: Number(text) } : undefined;
    case 'bool': {
      const word = text?.toLowerCase();
      if (word === 'true' || word === 'yes' || word === '1' || value === 1) return { value: true };
      if (word === 'false' || word === 'no' || word === '0' || value === 0) return { value: false };
      return undefined;
    }
    case 'string[]':
      return typeof value === 'string' ? { value: [value] } : undefined;
    default:
      return undefined;
  }
}
