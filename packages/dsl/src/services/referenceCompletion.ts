// Completion inside `{{…}}`: name spaces, then what exists below them, typed. Outputs are offered of nodes from which the place can
// be reached (L-SEM-11).
import type { CompiledGraph, Node } from '../graph.ts';
import type { Draft } from './completionItem.ts';
import type { Place } from './place.ts';

const item = (label: string, kind: Draft['kind'], detail?: string, documentation?: string): Draft => ({
  label,
  kind,
  insertText: label,
  ...(detail === undefined ? {} : { detail }),
  ...(documentation === undefined ? {} : { documentation }),
});

export function referenceCompletion(place: Place, graph: CompiledGraph): Draft[] {
  const path = (place.reference ?? '').trimStart().split('.');
  const [ns, name, more] = path;
  if (path.length === 1)
    return ['vars', 'input', 'outputs', 'artifacts', 'loop', 'run', 'attachments'].map((label) =>
      item(label, 'variable'),
    );
  const users = usersOf(place, graph);
  if (path.length === 2) return members(ns, users, graph, place.kind === 'workflow');
  if (ns === 'outputs' && path.length === 3)
    return below(
      graph,
      graph.nodes.find(({ id }) => id === name),
    );
  if (ns === 'loop' && path.length === 3)
    return ['iteration', 'max', 'previous_output'].map((label) => item(label, 'field'));
  if (ns === 'attachments' && path.length === 3)
    return ['path', 'url', 'mime', 'size', 'sha256'].map((label) => item(label, 'field'));
  if (ns === 'artifacts' && path.length === 3 && more !== undefined) {
    const publisher = graph.artifacts.find((artifact) => artifact.name === name)?.publishers[0];
    return fieldsOf(graph, graph.nodes.find(({ id }) => id === publisher)?.output);
  }
  return [];
}

/** The nodes at whose place the text is evaluated: the users of a prompt, the node itself, the source of an edge. */
function usersOf(place: Place, graph: CompiledGraph): readonly Node[] {
  if (place.kind === 'prompt') {
    const users = new Set(graph.prompts.find(({ name }) => name === place.name)?.usedBy.map(({ node }) => node));
    return graph.nodes.filter(({ id }) => users.has(id));
  }
  if (place.kind !== 'workflow') return graph.nodes.filter(({ id }) => id === place.name);
  const line = place.before.includes('->') ? place.before : (place.headers.at(-1) ?? '');
  const source = /^\s*([\p{L}\p{Nd}_]+)\s*->/u.exec(line)?.[1];
  return graph.nodes.filter(({ id }) => id === source);
}

/** `onEdge`: the users are the edge's source, whose output is there as `input`, with the run inputs behind it (L-EDGE-33). */
function members(ns: string | undefined, users: readonly Node[], graph: CompiledGraph, onEdge: boolean): Draft[] {
  const variables = graph.vars.map(({ name, type, description }) => item(name, 'variable', type, description));
  switch (ns) {
    case 'vars':
      return variables;
    case 'input': {
      const schemas = new Set(users.map(({ input, output }) => (onEdge ? output : input)));
      const fields = [...schemas].flatMap((schema) => fieldsOf(graph, schema));
      const hidden = new Set(fields.map(({ label }) => label));
      return onEdge ? [...fields, ...variables.filter(({ label }) => !hidden.has(label))] : fields;
    }
    case 'outputs': {
      const before = ancestors(
        graph,
        users.map(({ id }) => id),
      );
      if (onEdge) for (const { id } of users) before.add(id);
      return graph.nodes
        .filter(({ id, kind }) => kind !== 'done' && kind !== 'fail' && (users.length === 0 || before.has(id)))
        .map(({ id, kind, description }) => item(id, 'node', kind, description));
    }
    case 'artifacts':
      return graph.artifacts.map(({ name, publishers }) => item(name, 'variable', `from ${publishers.join(', ')}`));
    case 'loop':
      return graph.loops.map(({ name }) => item(name, 'loop'));
    case 'run':
      return ['id', 'started_at'].map((label) => item(label, 'field'));
    case 'attachments':
      return graph.attachments.map(({ name, kind }) => item(name, 'variable', kind));
    default:
      return [];
  }
}

const fieldsOf = (graph: CompiledGraph, schema: string | undefined): Draft[] =>
  (graph.schemas.find(({ name }) => name === schema)?.fields ?? []).map(({ name, type, description }) =>
    item(name, 'field', type, description),
  );

const below = (graph: CompiledGraph, node: Node | undefined): Draft[] => [
  ...fieldsOf(graph, node?.output),
  ...(node !== undefined && node.loops.length > 0
    ? [item('history', 'field', 'outputs of this loop activation, oldest first')]
    : []),
];

/** The nodes from which one of `targets` can be reached over at least one edge, and the targets of an edge's own text. */
function ancestors(graph: CompiledGraph, targets: readonly string[]): Set<string> {
  const incoming = new Map<string, string[]>();
  for (const edge of graph.edges) incoming.set(edge.to, [...(incoming.get(edge.to) ?? []), edge.from]);
  const found = new Set<string>();
  const open = [...targets];
  for (let next = open.pop(); next !== undefined; next = open.pop())
    for (const from of incoming.get(next) ?? [])
      if (!found.has(from)) {
        found.add(from);
        open.push(from);
      }
  return found;
}
