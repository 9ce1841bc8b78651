// What makes two graphs the same program (R-CORE-15, L-IR-03): canonical JSON of the graph without places, comments and spelling.
// Members that authors name (maps, JSON values) are kept whatever they are called.
import type { CompiledGraph, EnvText, Node } from '../graph.ts';
import { canonicalJson } from '../canonical.ts';
import { sha256 } from '../sha256.ts';

const LAYOUT: ReadonlySet<string> = new Set(
  'range nameRange props description source groups diagnostics meta hash fingerprint valid'.split(' '),
);
/** Members that hold a map from authors' names to texts or templates. */
const MAPS: ReadonlySet<string> = new Set(['env', 'headers', 'args', 'o']);

/** Members of a node that say where it lies, or are computed from the others. */
const ELSEWHERE: ReadonlySet<string> = new Set(
  'incoming outgoing reachable loops branches convergenceOf fingerprint'.split(' '),
);

/** A copy without layout, ready for `canonicalJson`. Depth is bounded by the limits of §11. */
function essence(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(essence);
  if (value === null || typeof value !== 'object') return value;
  const result: [string, unknown][] = [];
  for (const key of Object.keys(value)) {
    // Before the member is read: hashes are computed on reading and would ask for themselves.
    if (LAYOUT.has(key)) continue;
    const member = (value as Record<string, unknown>)[key];
    if (member === undefined) continue;
    if (key === 'default' && !isEnvText(member)) result.push([key, member]);
    else if (key === 'values' && !Array.isArray(member)) result.push([key, member]);
    else if (MAPS.has(key) && isObject(member)) {
      result.push([key, Object.fromEntries(Object.entries(member).map(([name, each]) => [name, essence(each)]))]);
    } else result.push([key, essence(member)]);
  }
  return Object.fromEntries(result);
}

function isObject(value: unknown): value is object {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function isEnvText(value: unknown): value is EnvText {
  return isObject(value) && 'source' in value && 'segments' in value && Array.isArray(value.segments);
}

/** SHA-256 of the program: layout, comments and spelling of equal values do not change it. */
export function graphHash(graph: Unhashed): string {
  return sha256(canonicalJson(essence(graph)));
}

type Unhashed = Omit<CompiledGraph, 'hash'>;

/**
 * The fingerprint of a node: SHA-256 over the node, its prompts, schemas, MCP servers, effective policy, backend and model, and the
 * edges that leave it with their loops. What lies before the node does not count.
 */
export function fingerprints(graph: Unhashed): (node: Node) => string {
  const prompts = new Map(graph.prompts.map((prompt) => [prompt.name, prompt.body]));
  const schemas = new Map(graph.schemas.map((schema) => [schema.name, schema]));
  const bounds = new Map(graph.loops.map((loop) => [loop.name, loop.bound]));
  const edges = new Map(graph.edges.map((edge) => [edge.id, edge]));
  return (node) => {
    // Not by destructuring: that would read the fingerprint, which is computed on reading.
    const own = Object.fromEntries(
      Object.keys(node).flatMap((key) => (ELSEWHERE.has(key) ? [] : [[key, node[key as keyof Node]]])),
    );
    const slots = ['system', 'user', 'instructions', 'interactionPrompt'].map((slot) => own[slot] as unknown);
    const leaving = node.outgoing.flatMap((id) => edges.get(id) ?? []);
    const borne = new Set(leaving.flatMap((edge) => edge.loop?.name ?? []));
    const about = {
      node: own,
      prompts: slots.map((name) => (typeof name === 'string' ? prompts.get(name) : undefined)),
      schemas: [node.input, node.output].map((name) => (name === undefined ? undefined : schemas.get(name))),
      servers: node.kind === 'agent' || node.kind === 'judge' ? activeServers(graph, node.mcp) : undefined,
      edges: leaving.map(({ index: _index, leaves: _leaves, back: _back, ...edge }) => edge),
      bounds: Array.from(borne, (name) => [name, bounds.get(name)]),
    };
    return sha256(canonicalJson(essence(about)));
  };
}

function activeServers(
  graph: Unhashed,
  mcp: { readonly inherit: boolean; readonly servers: readonly string[]; readonly disable: readonly string[] },
): unknown {
  const { workflow } = graph;
  const names = new Set(mcp.inherit ? workflow?.mcp.servers : []);
  if (mcp.inherit) for (const name of workflow?.mcp.disable ?? []) names.delete(name);
  for (const name of mcp.servers) names.add(name);
  for (const name of mcp.disable) names.delete(name);
  const catalogue = mcp.inherit && workflow?.mcp.autoloadProject === true;
  return { catalogue, names: [...names], declared: graph.mcpServers.filter((server) => names.has(server.name)) };
}
