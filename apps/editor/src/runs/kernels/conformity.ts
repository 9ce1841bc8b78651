// Whether a value fits the schema that was declared for it (E-RUN-21, E-RUN-23), field by field, as the run's source declares it. Pure.
import type { CompiledGraph, Json, Schema } from '@iterion/dsl';

export interface Misfit {
  readonly field: string;
  readonly words: string;
}

export function schemaNamed(graph: CompiledGraph, name: string | undefined): Schema | undefined {
  return name === undefined ? undefined : graph.schemas.find((schema) => schema.name === name);
}

/** What of the value does not fit; empty: it conforms. */
export function misfits(schema: Schema, value: Json): readonly Misfit[] {
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    return [{ field: '', words: `this is ${typeName(value)}, not an object` }];
  return schema.fields.flatMap((field): readonly Misfit[] => {
    if (!Object.hasOwn(value, field.name)) return [{ field: field.name, words: 'is missing' }];
    const own = value[field.name] as Json;
    // A large value travels as a reference; whether it fits was the run's to check.
    if (isRef(own) || fits(field.type, own)) {
      return field.enum === undefined || typeof own !== 'string' || field.enum.includes(own)
        ? []
        : [{ field: field.name, words: `is none of ${field.enum.join(', ')}` }];
    }
    return [{ field: field.name, words: `is ${typeName(own)}, not ${field.type}` }];
  });
}

function fits(type: Schema['fields'][number]['type'], value: Json): boolean {
  switch (type) {
    case 'string':
      return typeof value === 'string';
    case 'bool':
      return typeof value === 'boolean';
    case 'int':
      return typeof value === 'number' && Number.isInteger(value);
    case 'float':
      return typeof value === 'number';
    case 'json':
      return true;
    case 'string[]':
      return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
    default:
      return type satisfies never;
  }
}

function typeName(value: Json): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

const isRef = (value: Json): boolean =>
  value !== null && typeof value === 'object' && !Array.isArray(value) && '$ref' in value && 'preview' in value;
