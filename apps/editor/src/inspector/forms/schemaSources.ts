// Where the fields of a schema can be taken from (E-INSP-11): an example of the data, or what conditions and references already ask for. Pure.
import { isName, occurrences } from '@iterion/dsl';
import type { CompiledGraph, Document, EditOperation, Json, Schema, Type } from '@iterion/dsl';

export interface NewField {
  readonly name: string;
  readonly type: Type;
}

/** The fields of a JSON object; the reason when the text is none. */
export function fieldsOfSample(text: string): readonly NewField[] | string {
  let value: Json;
  try {
    value = JSON.parse(text) as Json;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return `This is not JSON: ${error.message}`;
  }
  const record = Array.isArray(value) ? value[0] : value;
  if (typeof record !== 'object' || record === null || Array.isArray(record)) return 'An object is needed: {"name": …}';
  const names = Object.keys(record);
  const wrong = names.find((name) => !isName(name));
  if (wrong !== undefined) return `${JSON.stringify(wrong)} cannot be the name of a field.`;
  return names.map((name) => ({ name, type: typeOfSample(record[name] ?? null) }));
}

function typeOfSample(value: Json): Type {
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'boolean':
      return 'bool';
    case 'number':
      return Number.isInteger(value) ? 'int' : 'float';
    default:
      return Array.isArray(value) && value.every((item) => typeof item === 'string') ? 'string[]' : 'json';
  }
}

/** Names that the text uses as fields of the schema and that it does not declare; a name that decides a condition is a bool. */
export function fieldsFromUsage(document: Document, graph: CompiledGraph, schema: Schema): readonly NewField[] {
  const declared = new Set(schema.fields.map((field) => field.name));
  const deciding = new Set(
    graph.edges.flatMap(({ from, when }) =>
      when?.kind === 'field' && graph.nodes.find((node) => node.id === from)?.output === schema.name
        ? [when.field]
        : [],
    ),
  );
  const used = occurrences(document).filter(
    (each) =>
      each.space === 'field' &&
      each.role === 'reference' &&
      each.owners?.includes(schema.name) === true &&
      !declared.has(each.name) &&
      !each.name.startsWith('_'),
  );
  return [...new Set(used.map((each) => each.name))].map((name) => ({
    name,
    type: deciding.has(name) ? 'bool' : 'string',
  }));
}

/** Adds those that the schema does not have; null when there is nothing to add. */
export function addFields(schema: Schema, fields: readonly NewField[]): EditOperation | null {
  const known = new Set(schema.fields.map((field) => field.name));
  const operations = fields
    .filter((field) => !known.has(field.name))
    .map(({ name, type }): EditOperation => ({
      op: 'setMember',
      block: { block: 'fields', schema: schema.name },
      key: name,
      parts: { type },
    }));
  return operations.length === 0 ? null : { op: 'batch', operations };
}
