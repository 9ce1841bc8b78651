// What a reference means at the place where it stands (L-SEM-01, L-SEM-02, L-TPL-03): whether its names exist, and its static type.
// One function serves templates, expressions and completion; it reports nothing, it says what is wrong.
import type { Ref, StaticType } from '../graph.ts';
import type { EdgeSymbol } from './edges.ts';
import type { Fields, Model } from './model.ts';
import type { NodeSymbol } from './symbols.ts';

/** A template of a node, or of an edge: there `input` is the source's output, else a variable (L-EDGE-33). */
export type Scope =
  | { readonly kind: 'node'; readonly node: NodeSymbol }
  | { readonly kind: 'edge'; readonly edge: EdgeSymbol };

/** A path element; `undefined` stands for an index known only at run time. */
export type PathElement = string | number | undefined;

type IssueCode = 'C029' | 'C031' | 'C032' | 'C033' | 'C034' | 'C035' | 'C053' | 'C054' | 'C114';
export interface ReferenceIssue {
  readonly code: IssueCode;
  /** The element of the path that is wrong. */
  readonly element: number;
  readonly name: string;
  /** Names that would be right there, in the order of declaration. */
  readonly candidates: readonly string[];
  /** The schema that lacks the field, or the node without schema. */
  readonly schema?: string;
  readonly node?: string;
}
export interface Lookup {
  /** Every name exists in the graph (L-TPL-05). */
  readonly known: boolean;
  readonly type: StaticType;
  readonly issue?: ReferenceIssue;
}

const LOOP_MEMBERS = ['iteration', 'max', 'previous_output'] as const;
const RUN_MEMBERS = ['id', 'started_at'] as const;
export const ATTACHMENT_MEMBERS = ['path', 'url', 'mime', 'size', 'sha256'] as const;
const METADATA: { readonly [field: string]: StaticType | undefined } = {
  _tokens: 'int',
  _cost_usd: 'float',
  _model: 'string',
  _backend: 'string',
  _session_id: 'string',
  _duration_s: 'float',
  _attempts: 'int',
  _simulated: 'bool',
  _exit_code: 'int',
  _failed_branches: 'list',
};

export function lookup(model: Model, scope: Scope, ns: Ref['ns'], path: readonly PathElement[]): Lookup {
  const [first, second] = path;
  if (typeof first !== 'string')
    return { known: true, type: first === undefined && path.length === 0 ? 'map' : 'unknown' };
  switch (ns) {
    case 'vars': {
      const { variables } = model.symbols;
      const variable = variables.get(first);
      if (variable === undefined) return missing('C033', 0, first, variables.keys());
      return { known: true, type: typeBelow(variable.entry.valueType ?? 'unknown', path, 1) };
    }
    case 'input':
      return inputField(model, scope, path, first);
    case 'outputs':
      return outputField(model, path, first, second);
    case 'artifacts': {
      const publishers = model.artifacts.get(first);
      if (publishers === undefined) return missing('C035', 0, first, model.artifacts.keys());
      const [only] = publishers;
      const fields: Fields =
        publishers.length === 1 && only !== undefined ? outputFields(model, only) : { kind: 'open' };
      const type = typeof second === 'string' && fields.kind === 'fields' ? fields.types.get(second) : undefined;
      return { known: true, type: second === undefined ? 'map' : typeBelow(type ?? 'unknown', path, 2) };
    }
    case 'loop':
      // Without a workflow there are no loops, and that is said already (L-DIAG-04).
      if (model.symbols.workflow === undefined) return { known: false, type: 'unknown' };
      if (!model.loopNames.has(first)) return missing('C114', 0, first, model.loopNames);
      if (second === undefined) return { known: true, type: 'map' };
      if (second === 'previous_output') return { known: true, type: path.length === 2 ? 'map' : 'unknown' };
      if (second === 'iteration' || second === 'max') return { known: true, type: typeBelow('int', path, 2) };
      return missing('C114', 1, String(second), LOOP_MEMBERS);
    case 'run':
      if (first === 'id' || first === 'started_at') return { known: true, type: typeBelow('string', path, 1) };
      return missing('C114', 0, first, RUN_MEMBERS);
    case 'attachments': {
      const { attachments } = model.symbols;
      if (!attachments.has(first)) return missing('C053', 0, first, attachments.keys());
      if (second === undefined) return { known: true, type: 'string' };
      if (!ATTACHMENT_MEMBERS.some((member) => member === second)) {
        return missing('C054', 1, String(second), ATTACHMENT_MEMBERS);
      }
      return { known: true, type: typeBelow(second === 'size' ? 'int' : 'string', path, 2) };
    }
  }
  return ns satisfies never;
}

function missing(
  code: IssueCode,
  element: number,
  name: string,
  candidates: Iterable<string>,
  extra: Pick<ReferenceIssue, 'schema' | 'node'> = {},
): Lookup {
  return { known: false, type: 'unknown', issue: { code, element, name, candidates: [...candidates], ...extra } };
}

function inputField(model: Model, scope: Scope, path: readonly PathElement[], first: string): Lookup {
  const fields = inputFields(model, scope);
  if (fields.kind === 'fields') {
    const type = fields.types.get(first);
    if (type !== undefined) return { known: true, type: typeBelow(type, path, 1) };
    const variable = scope.kind === 'edge' ? model.symbols.variables.get(first) : undefined;
    if (variable !== undefined) return { known: true, type: typeBelow(variable.entry.valueType ?? 'unknown', path, 1) };
    if (!first.startsWith('_')) {
      const node = scope.kind === 'edge' ? scope.edge.from : scope.node.name;
      const extra = fields.schema === undefined ? { node } : { node, schema: fields.schema };
      return missing('C034', 0, first, fields.types.keys(), extra);
    }
  }
  return { known: true, type: METADATA[first] ?? 'unknown' };
}

/** What `input` is in a scope. */
function inputFields(model: Model, scope: Scope): Fields {
  if (scope.kind === 'edge')
    return scope.edge.source === undefined ? { kind: 'open' } : outputFields(model, scope.edge.source);
  return schemaFieldsOf(model, scope.node, 'input');
}

function schemaFieldsOf(model: Model, node: NodeSymbol, property: 'input' | 'output'): Fields {
  const schema = model.schemaOf(node, property);
  return schema === undefined ? { kind: node.props.has(property) ? 'open' : 'none' } : schema.known;
}

/** The fields of a node's output. A join's are its members, the entries mapped on the way in, and those its schema names. */
export function outputFields(model: Model, node: NodeSymbol): Fields {
  if (node.kind === 'router') return { kind: 'open' };
  if (node.kind !== 'join') return schemaFieldsOf(model, node, 'output');
  const schema = schemaFieldsOf(model, node, 'output');
  if (schema.kind === 'open' || node.props.unknown('require')) return { kind: 'open' };
  const types = new Map<string, StaticType>(schema.kind === 'fields' ? schema.types : []);
  const require = node.props.list('require') ?? [];
  const add = (name: string, type: StaticType): void => {
    if (!types.has(name)) types.set(name, type);
  };
  for (const member of require) add(member.text, 'map');
  for (const edge of model.edgesTo.get(node.name) ?? []) {
    if (edge.node.with?.broken === true) return { kind: 'open' };
    if (require.length === 0) add(edge.from, 'map');
    for (const entry of edge.entries ?? []) add(entry.key.value, 'unknown');
  }
  add('_failed_branches', 'list');
  return { kind: 'fields', types };
}

function outputField(model: Model, path: readonly PathElement[], first: string, second: PathElement): Lookup {
  const node = model.symbols.nodes.get(first);
  if (node === undefined) return missing('C029', 0, first, model.symbols.nodes.keys());
  if (second === undefined) return { known: true, type: path.length === 1 ? 'map' : 'unknown' };
  if (second === 'history') return { known: true, type: path.length === 2 ? 'list' : 'unknown' };
  const name = String(second);
  if (name.startsWith('_')) return { known: true, type: typeBelow(METADATA[name] ?? 'unknown', path, 2) };
  const fields = outputFields(model, node);
  if (fields.kind === 'open') return { known: true, type: 'unknown' };
  if (fields.kind === 'none') {
    return { known: true, type: 'unknown', issue: { code: 'C032', element: 1, name, candidates: [], node: first } };
  }
  const type = fields.types.get(name);
  if (type !== undefined) return { known: true, type: typeBelow(type, path, 2) };
  const extra = fields.schema === undefined ? { node: first } : { node: first, schema: fields.schema };
  return missing('C031', 1, name, fields.types.keys(), extra);
}

/** The type of what lies below a value of `type` along the rest of the path. */
function typeBelow(type: StaticType, path: readonly PathElement[], from: number): StaticType {
  if (from >= path.length) return type;
  if (type === 'json' || type === 'unknown' || type === 'map' || type === 'list') return 'unknown';
  if (type === 'string[]' && typeof path[from] !== 'string') return from + 1 === path.length ? 'string' : 'null';
  return 'null';
}
