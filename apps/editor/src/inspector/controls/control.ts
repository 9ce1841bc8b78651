// Which control edits which value (E-INSP-02, E-INSP-03), decided by the language table alone: no property is named here.
import type { Json, PropertyRow, PropertyValue, ValueClass } from '@iterion/dsl';

export type ControlId =
  | 'segments'
  | 'select'
  | 'effort'
  | 'reference'
  | 'model'
  | 'backend'
  | 'provider'
  | 'duration'
  | 'code'
  | 'text'
  | 'number'
  | 'switch'
  | 'chips'
  | 'rows'
  | 'map'
  | 'block'
  | 'members';

export interface ControlProps {
  readonly row: PropertyRow;
  /** From the declaration down to this property. */
  readonly path: readonly string[];
  /** What is written; undefined when nothing is. */
  readonly value: Json | undefined;
  /** How a literal is written: `3.50`. */
  readonly spelling?: string;
  /** What applies while nothing is written, as text. */
  readonly placeholder: string;
  readonly inputId: string;
  readonly describedBy: string;
  readonly invalid: boolean;
  /** The reason when the value was refused. */
  readonly commit: (value: PropertyValue) => string | null;
  readonly unset: () => void;
}

/** Sets of at most so many words are shown side by side. */
const sideBySide = 4;

export function controlOf(value: ValueClass): ControlId {
  switch (value.kind) {
    case 'word':
      if (value.orEnv) return 'effort';
      return value.words.length <= sideBySide && value.words.join('').length <= 34 ? 'segments' : 'select';
    case 'name':
      return value.refers === 'artifact' ? 'text' : 'reference';
    case 'string':
      return stringControl(value.format);
    case 'int':
    case 'number':
      return 'number';
    case 'bool':
      return 'switch';
    case 'list':
      return value.of === 'name' || value.of === 'pattern' ? 'chips' : 'rows';
    case 'map':
      return 'map';
    case 'block':
      return 'block';
    case 'members':
      return 'members';
    default:
      return value satisfies never;
  }
}

function stringControl(format: Extract<ValueClass, { readonly kind: 'string' }>['format']): ControlId {
  switch (format) {
    case 'model':
      return 'model';
    case 'backend':
      return 'backend';
    case 'duration':
      return 'duration';
    case 'shell':
    case 'script':
      return 'code';
    case 'provider':
      return 'provider';
    case 'url':
    case undefined:
      return 'text';
    default:
      return format satisfies never;
  }
}

/** The written value as the text of an input. */
export function asText(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : typeof value === 'object' ? JSON.stringify(value) : String(value);
}
export function asList(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.map((item) => asText(item)) : [];
}
