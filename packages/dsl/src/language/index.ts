// The language table: every kind and property of the language as data. See `table.ts` for its shape.
import { agent, judge } from './agent.ts';
import { compute } from './compute.ts';
import { cursor } from './cursor.ts';
import { human } from './human.ts';
import { join } from './join.ts';
import { mcpServer } from './mcpServer.ts';
import { attachments, presets, vars } from './members.ts';
import { router } from './router.ts';
import type { LanguageTable, PropertyRow } from './table.ts';
import { prompt, schema } from './textual.ts';
import { tool } from './tool.ts';
import { workflow } from './workflow.ts';

export const languageTable: LanguageTable = {
  kinds: {
    agent,
    judge,
    router,
    join,
    human,
    tool,
    compute,
    mcp_server: mcpServer,
    prompt,
    schema,
    cursor,
    workflow,
  },
  nodeKinds: ['agent', 'judge', 'router', 'join', 'human', 'tool', 'compute'],
  memberBlocks: { vars, presets, attachments },
  topLevelOrder: [
    'vars',
    'presets',
    'attachments',
    'mcp_server',
    'prompt',
    'schema',
    'cursor',
    'agent',
    'judge',
    'router',
    'join',
    'human',
    'tool',
    'compute',
    'workflow',
  ],
};

/** Rows by every accepted spelling, made once per list of rows. */
const spellings = new WeakMap<readonly PropertyRow[], ReadonlyMap<string, PropertyRow>>();

/** The row of a property under any accepted spelling. */
export function rowOf(rows: readonly PropertyRow[], name: string): PropertyRow | undefined {
  let map = spellings.get(rows);
  if (map === undefined) {
    const made = new Map<string, PropertyRow>();
    for (const row of rows) {
      made.set(row.name, row);
      for (const synonym of row.synonyms ?? []) made.set(synonym, row);
    }
    map = made;
    spellings.set(rows, map);
  }
  return map.get(name);
}
