// Data on edges against the input schema of the target: C105, C106, C107 (L-EDGE-30…33, L-SEM-40, L-SEM-41).
import { absolute } from '../compile/context.ts';
import type { EdgeSymbol } from '../compile/edges.ts';
import type { Model, SchemaFields } from '../compile/model.ts';
import { lookup, outputFields } from '../compile/scope.ts';
import type { NodeSymbol } from '../compile/symbols.ts';
import { templateOf } from '../compile/texts.ts';
import type { WithEntryValue } from '../edit/operations.ts';
import type { Json, StaticType, Type } from '../graph.ts';
import { stringLeaves } from '../compile/declarations.ts';
import { isString, jsonOf, type WithEntry } from '../tree.ts';
import { didYouMeanFix, operation, type Fix } from './fixes.ts';
import { fitsInput, literalAs, typeOfJson } from './fit.ts';
import { edgeScope } from './references.ts';

export function checkData(model: Model): void {
  const convergences = new Set(model.fanOuts.map((fanOut) => fanOut.convergence));
  for (const node of model.nodes) {
    const schema = model.schemaOf(node, 'input');
    if (schema === undefined) continue;
    const entering = model.edgesTo.get(node.name) ?? [];
    for (const edge of entering) for (const entry of edge.entries ?? []) entryFits(model, node, schema, edge, entry);
    supplied(model, node, schema, entering, convergences.has(node.index));
  }
}

function entryFits(model: Model, node: NodeSymbol, schema: SchemaFields, edge: EdgeSymbol, entry: WithEntry): void {
  const key = entry.key.value;
  if (key.startsWith('_') || entry.broken) return;
  const { problems } = model.context;
  const field = schema.fields.get(key);
  const span = absolute(edge.at, entry.key);
  const type = entry.value === undefined ? undefined : typeOfEntry(model, edge, entry.value);
  if (field === undefined) {
    const block = { block: 'fields', schema: schema.symbol.name } as const;
    problems.report('C105', span, {
      with: { node: node.name, name: key },
      edgeId: edge.id,
      related: [{ span: absolute(schema.symbol.at, schema.symbol.nameToken), message: 'The input schema.' }],
      fixes: [
        didYouMeanFix(
          key,
          [...schema.fields.keys()].filter((name) => !has(edge, name)),
          span,
        ),
        operation(`Add the field \`${key}\` to the schema`, {
          op: 'setMember',
          block,
          key,
          parts: { type: declarable(type?.type) },
        }),
        operation('Remove this entry', { op: 'unsetWith', edge: edge.id, key }),
      ],
    });
    return;
  }
  if (entry.value === undefined || type === undefined || field.type === 'unknown') return;
  const declared = field.type as Type; // a schema field is of a declared type or unknown
  if (fitsInput(type.type, declared, type.literal)) return;
  problems.report('C107', absolute(edge.at, entry.value), {
    with: { value: shown(model, edge, entry), name: key, type: declared },
    edgeId: edge.id,
    fixes: [convert(edge, key, type.literal, declared)],
  });
}

function has(edge: EdgeSymbol, key: string): boolean {
  return (edge.entries ?? []).some((entry) => entry.key.value === key);
}

function declarable(type: StaticType | undefined): Type {
  if (type === undefined || type === 'null' || type === 'unknown' || type === 'list' || type === 'map') return 'json';
  return type;
}

function convert(edge: EdgeSymbol, key: string, literal: Json | undefined, type: Type): Fix | undefined {
  const converted = literal === undefined ? undefined : literalAs(literal, type);
  if (converted === undefined) return undefined;
  const value = { json: converted.value };
  return operation(`Change to \`${JSON.stringify(converted.value)}\``, { op: 'setWith', edge: edge.id, key, value });
}

function shown(model: Model, edge: EdgeSymbol, entry: WithEntry): string {
  const { value } = entry;
  const text = value === undefined ? '' : model.context.document.text.slice(edge.at + value.start, edge.at + value.end);
  return text.length <= 40 ? text : `${text.slice(0, 37)}…`;
}

/** The static type of a `with` value (L-TPL-10), and the value itself where it is a literal without references. */
function typeOfEntry(
  model: Model,
  edge: EdgeSymbol,
  value: NonNullable<WithEntry['value']>,
): { readonly type: StaticType; readonly literal?: Json } {
  if (value.type === 'Literal' && isString(value.token)) {
    const parsed = templateOf(value.token);
    if (parsed.errors.length > 0) return { type: 'unknown' };
    const [piece] = parsed.pieces;
    if (parsed.whole && piece?.kind === 'ref')
      return { type: lookup(model, edgeScope(edge), piece.ns, piece.path).type };
    if (parsed.pieces.some((each) => each.kind === 'ref')) return { type: 'string' };
    return { type: 'string', literal: value.token.value };
  }
  const literal = jsonOf(value);
  if (stringLeaves(value).some((token) => token.value.includes('{{')))
    return { type: Array.isArray(literal) ? 'list' : 'map' };
  return { type: typeOfJson(literal), literal };
}

/** C106: a field that no edge into the node can supply. The entry starts with the run inputs. */
function supplied(
  model: Model,
  node: NodeSymbol,
  schema: SchemaFields,
  entering: readonly EdgeSymbol[],
  atConvergence: boolean,
): void {
  if (model.flow.reachable[node.index] !== true || node.index === model.flow.entry) return;
  const edges = entering.filter((edge) => edge.known);
  for (const [name] of schema.fields) {
    if (edges.some((edge) => supplies(model, edge, name, atConvergence))) continue;
    const place = schema.fields.get(name);
    const input = node.props.text('input');
    if (place === undefined || input === undefined) continue;
    const first = edges[0];
    model.context.problems.report('C106', absolute(schema.symbol.at, place.entry.key), {
      with: { node: node.name, name },
      nodeId: node.name,
      related: [{ span: input, message: `The input of \`${node.name}\`.` }],
      fixes: [first === undefined ? undefined : mapField(model, schema, first, name)],
    });
  }
}

/**
 * An entry for the field. On an edge without `with` the fields that the source supplies are written out too, for the block takes
 * the place of the whole output.
 */
function mapField(model: Model, schema: SchemaFields, edge: EdgeSymbol, name: string): Fix {
  const title = `Map \`${name}\` on the edge from \`${edge.from}\``;
  const set = (key: string, value: WithEntryValue) => ({ op: 'setWith', edge: edge.id, key, value }) as const;
  const missing = set(name, { json: null });
  if (edge.entries !== undefined) return operation(title, missing);
  const kept = [...schema.fields.keys()].filter((key) => key !== name && supplies(model, edge, key, false));
  return operation(title, ...kept.map((key) => set(key, { template: `{{input.${key}}}` })), missing);
}

function supplies(model: Model, edge: EdgeSymbol, field: string, atConvergence: boolean): boolean {
  if (edge.node.with?.broken === true) return true;
  if (edge.entries !== undefined) return has(edge, field);
  if (edge.source === undefined) return false;
  if (atConvergence && edge.from === field) return true;
  const fields = outputFields(model, edge.source);
  return fields.kind === 'fields' ? fields.types.has(field) : true;
}
