// What is typed into a row of a mapping, as the language writes it (E-INSP-16): a text with references, or a literal. Pure.
import { fitsInput, typeOfJson } from '@iterion/dsl';
import type { FieldReference, Json, StaticType, Type, WithEntryValue } from '@iterion/dsl';

export type ValueMode = 'text' | 'number' | 'boolean' | 'null' | 'json';
export const valueModes: readonly { readonly value: ValueMode; readonly label: string }[] = [
  { value: 'text', label: 'Text' },
  { value: 'number', label: 'Number' },
  { value: 'boolean', label: 'True or false' },
  { value: 'null', label: 'Null' },
  { value: 'json', label: 'JSON' },
];

/** The mode that a value has as it is written. */
export function modeOf(value: WithEntryValue): ValueMode {
  if ('template' in value) return 'text';
  const { json } = value;
  if (json === null) return 'null';
  return typeof json === 'number' ? 'number' : typeof json === 'boolean' ? 'boolean' : 'json';
}

/** What somebody meant who chose no mode: numbers, `true`, `null`, lists and objects are literals, everything else is text. */
export function guessed(text: string): WithEntryValue {
  const trimmed = text.trim();
  if (/^(?:-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)$/u.test(trimmed))
    return { json: JSON.parse(trimmed) as Json };
  if (/^[[{]/u.test(trimmed) && !trimmed.startsWith('{{')) {
    try {
      return { json: JSON.parse(trimmed) as Json };
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  return { template: text };
}

/** The value in a chosen mode; the reason when the text is none. */
export function valueIn(mode: ValueMode, text: string): WithEntryValue | string {
  const trimmed = text.trim();
  switch (mode) {
    case 'text':
      return { template: text };
    case 'null':
      return { json: null };
    case 'boolean':
      return trimmed === 'true' || trimmed === 'false' ? { json: trimmed === 'true' } : 'Write true or false';
    case 'number': {
      const number = Number(trimmed);
      return trimmed !== '' && Number.isFinite(number) ? { json: number } : 'Write a number';
    }
    case 'json':
      try {
        return { json: JSON.parse(trimmed) as Json };
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error;
        return `This is not JSON yet: ${error.message}`;
      }
    default:
      return mode satisfies never;
  }
}

/** The value as the text of its field. */
export function textOf(value: WithEntryValue): string {
  return 'template' in value ? value.template : JSON.stringify(value.json);
}

/** A first text when the mode changes, as near to what was there as it gets. */
export function converted(mode: ValueMode, value: WithEntryValue): WithEntryValue {
  const text =
    'template' in value ? value.template : typeof value.json === 'string' ? value.json : JSON.stringify(value.json);
  const kept = valueIn(mode, text);
  if (typeof kept !== 'string') return kept;
  const first: { readonly [M in ValueMode]: WithEntryValue } = {
    text: { template: text },
    number: { json: 0 },
    boolean: { json: true },
    null: { json: null },
    json: { json: text },
  };
  return first[mode];
}

/** The type that arrives: of a single reference its own, of any other text a string. */
export function typeOfValue(value: WithEntryValue, references: readonly FieldReference[]): StaticType {
  if (!('template' in value)) return typeOfJson(value.json);
  const [only] = references;
  const whole = references.length === 1 && only?.start === 0 && only.end === value.template.length;
  return whole ? only.type : 'string';
}

/** Whether it arrives as what the field declares; `undefined` where nothing says. */
export function doesFit(value: WithEntryValue, type: StaticType, declared: Type | undefined): boolean | undefined {
  if (declared === undefined || type === 'unknown') return undefined;
  return 'template' in value
    ? fitsInput(type, declared, value.template.includes('{{') ? undefined : value.template)
    : fitsInput(type, declared, value.json);
}
