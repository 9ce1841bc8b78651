// The JSON Schema that providers get for a declared schema (R-LLM-10).
import type { Schema, Type } from '@iterion/dsl';
import type { Json, JsonMap } from './json.ts';

/** An object of the declared fields, all required, nothing else allowed. */
export function jsonSchemaOf(schema: Pick<Schema, 'fields' | 'description'>): JsonMap {
  const properties = schema.fields.map((field): [string, Json] => [
    field.name,
    { ...typeSchema(field.type, field.enum), ...described(field.description) },
  ]);
  return {
    type: 'object',
    ...described(schema.description),
    properties: Object.fromEntries(properties),
    required: schema.fields.map((field) => field.name),
    additionalProperties: false,
  };
}

function described(description: string | undefined): JsonMap {
  return description === undefined ? {} : { description };
}

function typeSchema(type: Type, members: readonly string[] | undefined): JsonMap {
  const texts: JsonMap = members === undefined ? { type: 'string' } : { type: 'string', enum: [...members] };
  switch (type) {
    case 'string':
      return texts;
    case 'bool':
      return { type: 'boolean' };
    case 'int':
      return { type: 'integer' };
    case 'float':
      return { type: 'number' };
    case 'string[]':
      return { type: 'array', items: texts };
    case 'json':
      return {};
    default:
      return type satisfies never;
  }
}
