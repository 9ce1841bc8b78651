import { compile, languageTable, parse } from '@iterion/dsl';
import { expect, test } from 'vitest';
import { planNote } from './planNote.ts';

const graphOf = (edges: string) =>
  compile(
    parse(
      `vars:\n  laps: int = 2\nrouter f:\n  mode: fan_out_all\nagent a:\nagent b:\njoin j:\n  strategy: wait_all\nworkflow w:\n  default_backend: "claw"\n  entry: f\n${edges}`,
    ),
  );
const fan = '  f -> a\n  f -> b\n  a -> j\n  b -> j\n';

test('E-INSP-19 the worst case of the plan stands beside the limit it concerns', () => {
  const graph = graphOf(`${fan}  j -> done\n`);
  expect(planNote(graph, ['budget', 'max_iterations'])).toBe('Worst case: 4 executions');
  expect(planNote(graph, ['budget', 'max_parallel_branches'])).toBe('Worst case: 2 branches at once');
  const looped = graphOf(`${fan}  j -> f as again(3)\n  j -> done\n`);
  expect(planNote(looped, ['budget', 'max_iterations'])).toBe('Worst case: 16 executions');
  const open = graphOf(`${fan}  j -> f as again("{{vars.laps}}")\n  j -> done\n`);
  expect(planNote(open, ['budget', 'max_iterations'])).toContain('the bound of a loop comes from a template');
  expect(planNote(graph, ['entry'])).toBeNull();
});
test('E-INSP-19 every limit of the budget has a figure', () => {
  const budget = languageTable.kinds.workflow.properties.find((row) => row.name === 'budget');
  if (budget?.value.kind !== 'block') throw new Error('no budget');
  for (const row of budget.value.properties)
    expect(planNote(graphOf(fan), ['budget', row.name]), row.name).not.toBeNull();
});
