// The text of a field as a literal of a declared type; the reason when it is none. Pure.
import type { Json, Type } from '@iterion/dsl';

export type LiteralResult =
  | { readonly ok: true; readonly value: Json }
  | { readonly ok: false; readonly reason: string };

export function literalOf(text: string, type: Type): LiteralResult {
  switch (type) {
    case 'string':
      return { ok: true, value: text };
    case 'bool':
      if (text === 'true' || text === 'false') return { ok: true, value: text === 'true' };
      return { ok: false, reason: 'Write true or false' };
    case 'int':
      return /^-?\d+$/u.test(text.trim())
        ? { ok: true, value: Number(text) }
        : { ok: false, reason: 'A whole number is needed' };
    case 'float':
      return text.trim() !== '' && Number.isFinite(Number(text))
        ? { ok: true, value: Number(text) }
        : { ok: false, reason: 'A number is needed' };
    case 'json':
    case 'string[]':
      return jsonLiteral(text, type);
    default:
      return type satisfies never;
  }
}

function jsonLiteral(text: string, type: 'json' | 'string[]'): LiteralResult {
  try {
    const value = JSON.parse(text) as Json;
    const isList = Array.isArray(value) && value.every((item) => typeof item === 'string');
    if (type === 'string[]' && !isList) return { ok: false, reason: 'A list of texts is needed: ["a", "b"]' };
    return { ok: true, value };
  } catch (error) {
    if (error instanceof SyntaxError) return { ok: false, reason: `This is not JSON yet: ${error.message}` };
    throw error;
  }
}
