// The declared fields behind a JSON Schema that the core put into a request (R-LLM-10, read backwards).
import type { FieldType, Json } from '@iterion/engine';

/** Fields of a request's schema; undefined if it has none. */
export function schemaFields(schema: Json | undefined): FieldType[] | undefined {
  const properties = member(schema, 'properties');
  if (typeof properties !== 'object' || properties === null || Array.isArray(properties)) return undefined;
  return Object.entries(properties).map(([name, property]) => fieldOf(name, property));
}

function fieldOf(name: string, property: Json): FieldType {
  const type = member(property, 'type');
  switch (type) {
    case 'boolean':
      return { name, type: 'bool' };
    case 'integer':
      return { name, type: 'int' };
    case 'number':
      return { name, type: 'float' };
    case 'string':
      return { name, type: 'string', ...members(property) };
    case 'array':
      return { name, type: 'string[]', ...members(member(property, 'items') ?? null) };
    default:
      return { name, type: 'json' };
  }
}

function members(property: Json): { enum?: readonly string[] } {
  const found = member(property, 'enum');
  return Array.isArray(found) ? { enum: found.map(String) } : {};
}

function member(value: Json | undefined, key: string): Json | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.hasOwn(value, key) ? value[key] : undefined;
}
