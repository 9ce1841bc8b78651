import { expect, test } from 'vitest';
import { isName } from '../lexer/characters.ts';
import { languageTable, rowOf } from './index.ts';
import type { PropertyRow } from './table.ts';

const ORDERS: { readonly [kind: string]: string } = {
  agent:
    'model backend provider input output publish system user session tools tool_policy capabilities tool_max_steps max_tokens reasoning_effort readonly interaction interaction_prompt interaction_model await mcp compaction memory sandbox cursors',
  router: 'mode model backend provider system user multi reasoning_effort',
  join: 'strategy require output',
  human:
    'input output publish interaction interaction_prompt interaction_model instructions min_answers model system await',
  tool: 'command script language input output await sandbox',
  compute: 'input output await expr',
  mcp_server: 'transport command args env url headers auth',
  cursor: 'description values bands',
  workflow:
    'vars attachments entry budget mcp default_backend interaction tool_policy capabilities worktree workspace_safety sandbox compaction',
};

test.each(Object.entries(ORDERS))('L-EDIT-06 the properties of %s in their order', (kind, order) => {
  const row = Object.values(languageTable.kinds).find((candidate) => candidate.kind === kind);
  expect(row?.properties.map((property) => property.name).join(' ')).toBe(order);
});

test('L-DECL-28 judges have the properties of agents', () => {
  expect(languageTable.kinds.judge.properties).toBe(languageTable.kinds.agent.properties);
});

test('L-EDIT-05 every kind has its place among the top-level statements', () => {
  const kinds = [...Object.keys(languageTable.kinds), 'vars', 'presets', 'attachments'];
  expect(languageTable.topLevelOrder.toSorted()).toEqual(kinds.toSorted());
});

function everyRow(rows: readonly PropertyRow[]): PropertyRow[] {
  return rows.flatMap((row) => {
    const inner = row.value.kind === 'block' || row.value.kind === 'members' ? (row.value.properties ?? []) : [];
    return [row, ...everyRow(inner)];
  });
}

test('every row explains itself in one line and names no property that is not there', () => {
  for (const kind of Object.values(languageTable.kinds)) {
    for (const row of everyRow(kind.properties)) {
      expect(isName(row.name)).toBe(true);
      expect(row.help).toMatch(/^[A-Z][^\n]*[.:?]$/u);
      expect(row.details ?? 'x').not.toContain('\n');
    }
    for (const row of kind.properties) {
      if (row.relevantWhen !== undefined) expect(rowOf(kind.properties, row.relevantWhen.property)).toBeDefined();
    }
  }
});

test('L-DECL-28 synonyms lead to the row of the preferred name', () => {
  expect(rowOf(languageTable.kinds.agent.properties, 'delegate')?.name).toBe('backend');
  expect(rowOf(languageTable.kinds.human.properties, 'mode')?.name).toBe('interaction');
  expect(rowOf(languageTable.kinds.agent.properties, 'mode')).toBeUndefined();
});
