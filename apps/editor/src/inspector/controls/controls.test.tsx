// @vitest-environment happy-dom
import { languageTable } from '@iterion/dsl';
import type { PropertyRow } from '@iterion/dsl';
import { describe, expect, test } from 'vitest';
import { bySection } from '../rows.ts';
import { controlOf } from './control.ts';
import { controls } from './controlTable.ts';
import { durationWords } from './durationWords.ts';
import { literalOf } from './literal.ts';

interface Found {
  readonly path: string;
  readonly row: PropertyRow;
}
function walk(rows: readonly PropertyRow[], path: string): Found[] {
  return rows.flatMap((row) => {
    const own = { path: `${path}.${row.name}`, row };
    const { value } = row;
    const nested = value.kind === 'block' || value.kind === 'members' ? (value.properties ?? []) : [];
    return [own, ...walk(nested, own.path)];
  });
}
const all = Object.values(languageTable.kinds).flatMap((kind) => walk(kind.properties, kind.kind));

describe('generated forms', () => {
  test('E-INSP-02 the table was walked', () => {
    expect(all.length).toBeGreaterThan(80);
  });
  test.each(all.map(({ path, row }) => [path, row] as const))(
    'E-INSP-02 %s has a working control and help',
    (_path, row) => {
      expect(typeof controls[controlOf(row.value)]).not.toBe('undefined');
      expect(row.help.trim()).not.toBe('');
    },
  );
  test('E-INSP-07 every property stands in a section', () => {
    for (const kind of Object.values(languageTable.kinds)) {
      const listed = bySection(kind.properties).flatMap(({ rows }) => rows);
      expect(listed.map((row) => row.name).sort()).toEqual(kind.properties.map((row) => row.name).sort());
    }
  });
  test('E-INSP-03 controls by value type', () => {
    const control = (path: string): string => {
      const found = all.find((candidate) => candidate.path === path);
      if (!found) throw new Error(`no property ${path}`);
      return controlOf(found.row.value);
    };
    expect(control('agent.model')).toBe('model');
    expect(control('agent.backend')).toBe('backend');
    expect(control('agent.reasoning_effort')).toBe('effort');
    expect(control('agent.readonly')).toBe('switch');
    expect(control('agent.input')).toBe('reference');
    expect(control('agent.system')).toBe('reference');
    expect(control('agent.tools')).toBe('chips');
    expect(control('agent.tool_max_steps')).toBe('number');
    expect(control('agent.memory')).toBe('block');
    expect(control('agent.await')).toBe('segments');
    expect(control('tool.command')).toBe('code');
    expect(control('compute.expr')).toBe('members');
    expect(control('mcp_server.args')).toBe('rows');
    expect(control('mcp_server.env')).toBe('map');
    expect(control('mcp_server.transport')).toBe('segments');
    expect(control('workflow.entry')).toBe('reference');
    expect(control('workflow.budget.max_duration')).toBe('duration');
    expect(control('join.require')).toBe('chips');
  });
});

describe('typed literals', () => {
  test('E-INSP-05 what cannot be read stays a draft with its reason', () => {
    expect(literalOf('12', 'int')).toEqual({ ok: true, value: 12 });
    expect(literalOf('1.5', 'int')).toMatchObject({ ok: false });
    expect(literalOf('yes', 'bool')).toMatchObject({ ok: false, reason: 'Write true or false' });
    expect(literalOf('["a"]', 'string[]')).toEqual({ ok: true, value: ['a'] });
    expect(literalOf('[1]', 'string[]')).toMatchObject({ ok: false });
    expect(literalOf('{"a":', 'json')).toMatchObject({ ok: false });
    expect(literalOf('', 'string')).toEqual({ ok: true, value: '' });
  });
  test('E-INSP-03 durations are said in words', () => {
    expect(durationWords('1h30m')).toBe('1 hour 30 minutes');
    expect(durationWords('soon')).toBeNull();
  });
});
