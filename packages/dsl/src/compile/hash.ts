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
export function graphHash(graph: Omit<CompiledGraph, 'hash'>): string {
  return sha256(canonicalJson(essence(graph)));
}

/**
 * SHA-256 over the node, its prompts, schemas, MCP servers, effective policy, backend and model, and the edges that leave it with
 * their loops. What lies before the node does not count.
 */
export function nodeFingerprint(graph: Omit<CompiledGraph, 'hash'>, node: Node): string {
  // Not by destructuring: that would read the fingerprint, which is computed on reading.
  const own = Object.fromEntries(
    Object.keys(node).flatMap((key) => (ELSEWHERE.has(key) ? [] : [[key, node[key as keyof Node]]])),
  );
  const slots = ['system', 'user', 'instructions', 'interactionPrompt'] as const;
  const text = (key: string): string | undefined => {
    const value: unknown = (node as unknown as { readonly [key: string]: unknown })[key];
    return typeof value === 'string' ? value : undefined;
  };
  const leaving = new Set(node.outgoing);
  const edges = graph.edges.filter((edge) => leaving.has(edge.id));
  const borne = new Set(edges.map((edge) => edge.loop?.name));
  const servers = node.kind === 'agent' || node.kind === 'judge' ? activeServers(graph, node.mcp) : undefined;
  const about = {
    node: own,
    prompts: slots.map((slot) => graph.prompts.find((prompt) => prompt.name === text(slot))?.body),
    schemas: [node.input, node.output].map((name) => graph.schemas.find((schema) => schema.name === name)),
    servers,
    edges: edges.map(({ index: _index, leaves: _leaves, back: _back, ...edge }) => edge),
    bounds: graph.loops.filter((loop) => borne.has(loop.name)).map((loop) => [loop.name, loop.bound]),
  };
  return sha256(canonicalJson(essence(about)));
}

function activeServers(
  graph: Omit<CompiledGraph, 'hash'>,
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
