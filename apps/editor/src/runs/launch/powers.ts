// What a file may do to this machine, as rows for people (E-RUN-07): equal powers are one row, in the order of the text; after a change of a
// trusted file what is new comes first, and what it may no longer do is told last. Pure.
import type { Range } from '@iterion/dsl';
import type { Manifest, TrustState } from '@iterion/protocol';

export interface PowerPlace {
  readonly line: number;
  readonly node?: string;
}

export interface Power {
  /** `runs`, `MCP server`, `reads`, … */
  readonly what: string;
  readonly text: string;
  /** What asks for it, in the order of the text; none for what no single declaration asks for. */
  readonly places: readonly PowerPlace[];
  readonly change: 'none' | 'added' | 'removed';
}

export function powersOf(trust: Pick<TrustState, 'manifest' | 'previous'>): readonly Power[] {
  const now = rowsOf(trust.manifest);
  if (trust.previous === undefined) return now;
  const before = rowsOf(trust.previous);
  const lacks = (rows: readonly Power[], power: Power): boolean =>
    !rows.some(({ what, text }) => what === power.what && text === power.text);
  return [
    ...now.filter((power) => lacks(before, power)).map((power) => ({ ...power, change: 'added' as const })),
    ...now.filter((power) => !lacks(before, power)),
    ...before
      .filter((power) => lacks(now, power))
      .map((power) => ({ ...power, places: [], change: 'removed' as const })),
  ];
}

function rowsOf(manifest: Manifest): readonly Power[] {
  const rows = new Map<string, { what: string; text: string; places: PowerPlace[] }>();
  const add = (what: string, text: string, at?: { readonly node?: string; readonly range: Range }): void => {
    const key = `${what}\n${text}`;
    const row = rows.get(key) ?? { what, text, places: [] };
    const line = at?.range.start.line;
    if (line !== undefined && !row.places.some((place) => place.line === line))
      row.places.push({ line, ...(at?.node === undefined ? {} : { node: at.node }) });
    rows.set(key, row);
  };
  for (const command of manifest.commands) add('runs', command.command, command);
  for (const script of manifest.scripts) add(`runs ${script.language}`, script.script, script);
  for (const server of manifest.mcpServers) {
    const target =
      server.command === undefined ? (server.url ?? '') : [server.command, ...(server.args ?? [])].join(' ');
    add('MCP server', `${server.name}: ${target}`, server);
  }
  for (const backend of manifest.backends) add('backend', backend.name, backend);
  for (const variable of manifest.environment) add('reads', `$${variable.name}`, variable);
  for (const network of manifest.network) add('network', network.target, network);
  for (const sandbox of manifest.sandbox) add('sandbox', sandbox.description, sandbox);
  for (const writer of manifest.writes) {
    const tools = writer.tools.length === 0 ? '' : ` (${writer.tools.join(', ')})`;
    add('may write', `${writer.node ?? ''}${tools}`, writer);
  }
  if (manifest.worktree) add('works in', 'a fresh git worktree');
  return [...rows.values()]
    .map((row) => ({ ...row, places: row.places.toSorted((a, b) => a.line - b.line), change: 'none' as const }))
    .toSorted((a, b) => kindOrder(a.what) - kindOrder(b.what) || firstLine(a) - firstLine(b));
}

const firstLine = ({ places }: Pick<Power, 'places'>): number => places[0]?.line ?? 0;

/** Commands first: they are what trust is about. */
function kindOrder(what: string): number {
  return what.startsWith('runs') ? 0 : what === 'MCP server' ? 1 : 2;
}
