// What a file can do to this machine, from its compiled graph alone (S-SEC-10). Allow by review (attack class 13): whatever runs a program, opens a
// connection, reads the environment or writes is listed as written, in any spelling; entries are sorted and canonical, so that the hash
// changes exactly when a power changes. Positions are for people and do not count.
import { createHash } from 'node:crypto';
import type { CompiledGraph, EnvText, LlmNode, McpServer, MixedText, Range, Sandbox } from '@iterion/dsl';
import { canonicalJson } from '@iterion/dsl';
import type { Manifest } from '@iterion/protocol';

type Entries<K extends keyof Manifest> = Manifest[K] extends readonly (infer E)[] ? E[] : never;

export function manifestOf(graph: CompiledGraph): Manifest {
  const tools = graph.nodes.filter((node) => node.kind === 'tool');
  const models = graph.nodes.filter((node): node is LlmNode => node.kind === 'agent' || node.kind === 'judge');
  const powers = {
    commands: sorted(
      tools.flatMap(({ id, command, range }) =>
        command === undefined ? [] : [{ command: command.source, raw: isRaw(command), node: id, range }],
      ),
    ),
    scripts: sorted(
      tools.flatMap(({ id, script, language, range }) =>
        script === undefined ? [] : [{ language: language ?? 'sh', script: script.source, node: id, range }],
      ),
    ),
    mcpServers: sorted(graph.mcpServers.map(server)),
    backends: sorted(backends(graph)),
    environment: sorted(graph.env.map(({ name, range }) => ({ name, range }))),
    network: sorted(network(graph)),
    sandbox: sorted(sandboxes(graph)),
    worktree: graph.workflow?.worktree === 'auto',
    writes: sorted(models.filter((node) => node.writer).map(writes)),
  };
  return {
    ...powers,
    hash: `sha256-${createHash('sha256')
      .update(canonicalJson(withoutPlaces(powers)))
      .digest('hex')}`,
  };
}

/**
 * Whether running the file can do nothing to the machine and send nothing away. With `modelsSimulated` no model, hence no tool of a model and no
 * MCP server, is used.
 */
export function isHarmless(manifest: Manifest, modelsSimulated: boolean): boolean {
  const { commands, scripts, mcpServers, backends, sandbox, worktree, writes } = manifest;
  if (commands.length > 0 || scripts.length > 0 || sandbox.length > 0 || worktree) return false;
  if (modelsSimulated) return true;
  return mcpServers.length === 0 && writes.length === 0 && backends.every(({ name }) => name === 'simulate');
}

function isRaw(command: MixedText): boolean {
  return command.segments.some((segment) => segment.kind === 'ref' && segment.raw);
}

function server(declared: McpServer): Entries<'mcpServers'>[number] {
  const { name, transport, command, args, url, range } = declared;
  return {
    name,
    transport,
    ...(command === undefined ? {} : { command: command.source }),
    ...(args.length === 0 ? {} : { args: args.map(({ source }) => source) }),
    ...(url === undefined ? {} : { url: url.source }),
    range,
  };
}

function backends(graph: CompiledGraph): Entries<'backends'> {
  const found: Entries<'backends'> = [];
  const add = (node: string, backend: { readonly value: EnvText } | undefined, range: Range): void => {
    found.push({ name: backend?.value.source ?? 'default', node, range });
  };
  for (const node of graph.nodes) {
    if (node.kind === 'agent' || node.kind === 'judge') add(node.id, node.backend, node.range);
    if (node.kind === 'router' && node.mode === 'llm') add(node.id, node.backend, node.range);
  }
  return found;
}

function network(graph: CompiledGraph): Entries<'network'> {
  const found: Entries<'network'> = [];
  for (const { url, auth, headers, range } of graph.mcpServers) {
    if (url !== undefined) found.push({ target: url.source, range });
    if (auth !== undefined) for (const target of [auth.authUrl, auth.tokenUrl]) found.push({ target, range });
    for (const [name, value] of Object.entries(headers))
      found.push({ target: `header ${name}: ${value.source}`, range });
  }
  for (const node of graph.nodes) {
    if (
      (node.kind === 'agent' || node.kind === 'judge') &&
      node.provider !== undefined &&
      /:|\$\{/.test(node.provider.source)
    ) {
      found.push({ target: node.provider.source, node: node.id, range: node.range });
    }
  }
  return found;
}

function sandboxes(graph: CompiledGraph): Entries<'sandbox'> {
  const found: Entries<'sandbox'> = [];
  const workflow = graph.workflow;
  if (workflow?.sandbox !== undefined) found.push({ description: describe(workflow.sandbox), range: workflow.range });
  for (const node of graph.nodes) {
    if (!('sandbox' in node) || node.sandbox === undefined || node.sandbox.from !== 'node') continue;
    found.push({ description: describe(node.sandbox.value), node: node.id, range: node.range });
  }
  return found;
}

/** Every option that was written, canonical: mounts, build context, image, post-create (attack class 24). */
function describe(sandbox: Sandbox): string {
  return canonicalJson(sandbox);
}

function writes(node: LlmNode): Entries<'writes'>[number] {
  return { tools: [...node.tools].sort(), node: node.id, range: node.range };
}

function sorted<T extends object>(entries: T[]): T[] {
  const key = (entry: T): string => canonicalJson(withoutPlaces(entry));
  return entries
    .map((entry) => ({ entry, key: key(entry) }))
    .sort((left, right) => (left.key < right.key ? -1 : left.key > right.key ? 1 : 0))
    .map(({ entry }) => entry);
}

function withoutPlaces(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutPlaces);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== 'range')
      .map(([key, child]) => [key, withoutPlaces(child)]),
  );
}
