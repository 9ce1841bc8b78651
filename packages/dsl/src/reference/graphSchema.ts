// The JSON Schema (2020-12) of the compiled graph, made from the types of `graph.ts` and `source.ts` and from nothing else. Objects are
// closed: a schema that lacks a field of the graph is found by the first graph that has it.
import { readTypes, type Member, type TypeDeclaration, type TypeNode } from './typeSyntax.ts';

export type JsonSchema = { readonly [keyword: string]: unknown };

const ROOT = 'CompiledGraph';
/** What a parameter of a generic type is where nobody says. */
const ANYTHING: TypeNode = { is: 'name', name: 'Json', args: [] };

/** The schema of `CompiledGraph` with every type it reaches below `$defs`. */
export function graphSchema(sources: readonly string[]): JsonSchema {
  const types = new Map(sources.flatMap(readTypes).map((declaration) => [declaration.name, declaration]));
  const defs = new Map<string, JsonSchema>();
  const waiting: { readonly key: string; readonly type: TypeDeclaration; readonly args: readonly TypeNode[] }[] = [];
  const reached = new Set<string>();

  /** A reference to a named type; the types it names in turn are worked off later. */
  const refer = (name: string, args: readonly TypeNode[]): JsonSchema => {
    const type = types.get(name);
    if (type === undefined) throw new Error(`the graph names the type ${name}, which is not among its sources`);
    const key = [name, ...args.map(keyOf)].join('_');
    if (!reached.has(key)) {
      reached.add(key);
      waiting.push({ key, type, args });
    }
    return { $ref: `#/$defs/${key}` };
  };

  const schemaOf = (type: TypeNode, bound: ReadonlyMap<string, TypeNode>): JsonSchema => {
    switch (type.is) {
      case 'literal':
        return { const: type.value };
      case 'array':
        return { type: 'array', items: schemaOf(type.of, bound) };
      case 'map':
        return { type: 'object', additionalProperties: schemaOf(type.of, bound) };
      case 'object':
        return closed(type.members, bound);
      case 'union': {
        const values = type.of.flatMap((each) => (each.is === 'literal' ? [each.value] : []));
        const others = type.of.filter((each) => each.is !== 'literal').map((each) => schemaOf(each, bound));
        const literals: JsonSchema[] =
          values.length === 0 ? [] : [values.length === 1 ? { const: values[0] } : { enum: values }];
        const all = [...literals, ...others];
        return all.length === 1 && all[0] !== undefined ? all[0] : { anyOf: all };
      }
      case 'index': {
        if (type.of.is !== 'name') throw new Error('only a named type is indexed');
        const { name } = type.of;
        const member = membersOf(name).find((each) => each.name === type.key);
        if (member === undefined) throw new Error(`${name} has no ${type.key}`);
        return schemaOf(member.type, bound);
      }
      case 'name': {
        const known = PRIMITIVES[type.name];
        if (known !== undefined) return known;
        const argument = bound.get(type.name);
        return argument === undefined ? refer(type.name, type.args) : schemaOf(argument, new Map());
      }
      default:
        return type satisfies never;
    }
  };

  const closed = (members: readonly Member[], bound: ReadonlyMap<string, TypeNode>): JsonSchema => ({
    type: 'object',
    properties: Object.fromEntries(members.map(({ name, type }) => [name, schemaOf(type, bound)])),
    required: members.filter(({ optional }) => !optional).map(({ name }) => name),
    additionalProperties: false,
  });

  /** Own members and those of the interfaces it extends; an own member replaces an inherited one. */
  const membersOf = (name: string): Member[] => {
    const type = types.get(name);
    if (type?.type.is !== 'object') throw new Error(`${name} is no interface`);
    const own = new Map(type.type.members.map((member) => [member.name, member]));
    const inherited = type.base === undefined ? [] : membersOf(type.base).filter((member) => !own.has(member.name));
    return [...inherited, ...own.values()];
  };

  refer(ROOT, []);
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const { key, type, args } = next;
    const bound = new Map(type.parameters.map((parameter, i) => [parameter, args[i] ?? ANYTHING]));
    defs.set(key, type.type.is === 'object' ? closed(membersOf(type.name), bound) : schemaOf(type.type, bound));
  }
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Compiled graph of an Iterion workflow, version 1',
    $ref: `#/$defs/${ROOT}`,
    $defs: Object.fromEntries([...defs].toSorted(([a], [b]) => (a < b ? -1 : 1))),
  };
}

const PRIMITIVES: { readonly [name: string]: JsonSchema } = {
  string: { type: 'string' },
  number: { type: 'number' },
  boolean: { type: 'boolean' },
};

/** The part of a definition's name that an argument of a generic type adds. */
function keyOf(type: TypeNode): string {
  if (type.is === 'name') return type.name;
  if (type.is === 'array') return `${keyOf(type.of)}_list`;
  throw new Error('arguments of generic types are names and arrays of names');
}
