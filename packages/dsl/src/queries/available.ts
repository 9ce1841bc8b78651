// What a template or expression may refer to at a place (E-INSP-09): only what can have a value there, with its type, and `maybe` where
// it can be missing. For completion in forms and source.
import type { CompiledGraph, Edge, EdgeId, Node, NodeId, Ref, StaticType } from '../graph.ts';
import { ATTACHMENT_MEMBERS } from '../compile/scope.ts';
import { certainlyBefore } from './certain.ts';

/** The text of a node (prompt, command, script, compute), or of an edge (`when`, `with`, loop bound). */
export type QueryPlace = { readonly node: NodeId } | { readonly edge: EdgeId };

export interface AvailableReference {
  readonly ns: Ref['ns'];
  readonly path: readonly string[];
  readonly type: StaticType;
  /** It can be null when the place is reached: not set, not run on every path, or from a branch that may fail. */
  readonly maybe: boolean;
  readonly description?: string;
}

export function availableReferences(graph: CompiledGraph, place: QueryPlace): AvailableReference[] {
  const edge = 'edge' in place ? graph.edges.find((each) => each.id === place.edge) : undefined;
  const node = graph.nodes.find((each) => each.id === ('node' in place ? place.node : edge?.from));
  const found: AvailableReference[] = [];
  const add = (
    ns: Ref['ns'],
    path: readonly string[],
    type: StaticType,
    maybe: boolean,
    description?: string,
  ): void => {
    found.push(description === undefined ? { ns, path, type, maybe } : { ns, path, type, maybe, description });
  };
  for (const { name, type, hasDefault, description } of graph.vars) add('vars', [name], type, !hasDefault, description);
  if (node !== undefined) {
    const input = edge === undefined ? inputOf(graph, node) : outputOf(graph, node);
    for (const field of input) add('input', [field.name], field.type, field.maybe, field.description);
    addOutputs(graph, node, edge !== undefined, add);
  }
  for (const loop of graph.loops) {
    if (loop.body.length === 0) continue;
    const around = node?.loops.includes(loop.name) === true;
    add('loop', [loop.name, 'iteration'], 'int', false, around ? 'The loop around this place.' : undefined);
    add('loop', [loop.name, 'max'], 'int', false);
    add('loop', [loop.name, 'previous_output'], 'map', true);
  }
  add('run', ['id'], 'string', false);
  add('run', ['started_at'], 'string', false);
  for (const { name, required, label } of graph.attachments) {
    for (const member of ATTACHMENT_MEMBERS) {
      add('attachments', [name, member], member === 'size' ? 'int' : 'string', !required, label);
    }
  }
  return found;
}

interface Field {
  readonly name: string;
  readonly type: StaticType;
  readonly maybe: boolean;
  readonly description?: string;
}

function schemaFields(graph: CompiledGraph, name: string | undefined): Field[] {
  const fields = graph.schemas.find((schema) => schema.name === name)?.fields ?? [];
  return fields.map(({ name: field, type, description }) =>
    description === undefined ? { name: field, type, maybe: false } : { name: field, type, maybe: false, description },
  );
}

/** What a node puts out: the fields of its schema, of its expressions, or the members of a join. */
function outputOf(graph: CompiledGraph, node: Node): Field[] {
  if (node.kind === 'join') {
    const sources = new Set(node.incoming.map((id) => graph.edges.find((edge) => edge.id === id)?.from ?? ''));
    const members = node.require.length > 0 ? node.require : [...sources];
    const declared = schemaFields(graph, node.output);
    const bundle = members.map((name): Field => ({ name, type: 'map', maybe: !node.require.includes(name) }));
    return [...bundle, ...declared.filter((field) => !members.includes(field.name))];
  }
  if (node.kind === 'router') return inputOf(graph, node);
  const fields = schemaFields(graph, node.output);
  if (fields.length > 0) return fields;
  if (node.kind === 'compute') return node.fields.map(({ name }): Field => ({ name, type: 'unknown', maybe: false }));
  return node.kind === 'agent' || node.kind === 'judge' ? [{ name: 'text', type: 'string', maybe: false }] : [];
}

/** What a node receives: the fields of its schema, else what its edges bring. Only one step back, so this ends. */
function inputOf(graph: CompiledGraph, node: Node): Field[] {
  const declared = schemaFields(graph, node.input);
  if (declared.length > 0) return declared;
  const incoming = node.incoming.flatMap((id) => graph.edges.find((edge) => edge.id === id) ?? []);
  const fields = new Map<string, { field: Field; count: number }>();
  for (const edge of incoming) {
    for (const field of broughtBy(graph, edge)) {
      const known = fields.get(field.name);
      if (known === undefined) fields.set(field.name, { field, count: 1 });
      else known.count++;
    }
  }
  return Array.from(fields.values(), ({ field, count }) => ({
    ...field,
    maybe: field.maybe || count < incoming.length,
  }));
}

function broughtBy(graph: CompiledGraph, edge: Edge): Field[] {
  if (edge.with !== undefined) {
    const given = edge.with.filter(({ key }) => !key.startsWith('_'));
    return given.map(({ key }): Field => ({ name: key, type: 'unknown', maybe: false }));
  }
  const source = graph.nodes.find((each) => each.id === edge.from);
  return source === undefined || source.kind === 'router' ? [] : outputOf(graph, source);
}

type Add = (ns: Ref['ns'], path: readonly string[], type: StaticType, maybe: boolean, description?: string) => void;

function addOutputs(graph: CompiledGraph, node: Node, onEdge: boolean, add: Add): void {
  const before = ancestors(graph, node.id);
  const certain = certainlyBefore(graph, node.id);
  const isBefore = (id: NodeId): boolean => before.has(id) || (onEdge && id === node.id);
  const isCertain = (id: NodeId): boolean => certain.has(id) || (onEdge && id === node.id);
  for (const producer of graph.nodes) {
    if (producer.kind === 'done' || producer.kind === 'fail' || !isBefore(producer.id)) continue;
    const maybe = !isCertain(producer.id);
    add('outputs', [producer.id], 'map', maybe, producer.description);
    for (const field of outputOf(graph, producer)) {
      add('outputs', [producer.id, field.name], field.type, maybe || field.maybe, field.description);
    }
    if (producer.loops.length > 0)
      add(
        'outputs',
        [producer.id, 'history'],
        'list',
        false,
        'Its outputs in this activation of the loop, oldest first.',
      );
  }
  for (const { name, publishers } of graph.artifacts) {
    const sources = publishers.filter(isBefore);
    if (sources.length === 0) continue;
    const maybe = !sources.some(isCertain);
    add('artifacts', [name], 'map', maybe, `Published by ${sources.join(', ')}.`);
    const [only] = publishers;
    const producer = publishers.length === 1 ? graph.nodes.find((each) => each.id === only) : undefined;
    for (const field of producer === undefined ? [] : outputOf(graph, producer)) {
      add('artifacts', [name, field.name], field.type, maybe || field.maybe, field.description);
    }
  }
}

/** The nodes from which a path of at least one edge leads to the node. */
function ancestors(graph: CompiledGraph, node: NodeId): Set<NodeId> {
  const into = new Map<NodeId, NodeId[]>();
  for (const { from, to, known } of graph.edges) {
    if (!known || from === 'done' || from === 'fail') continue;
    const sources = into.get(to);
    if (sources === undefined) into.set(to, [from]);
    else sources.push(from);
  }
  const found = new Set<NodeId>();
  const queue = [node];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    for (const from of into.get(next) ?? []) {
      if (found.has(from)) continue;
      found.add(from);
      queue.push(from);
    }
  }
  return found;
}
