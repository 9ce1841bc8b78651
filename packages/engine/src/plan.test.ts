import { expect, test } from 'vitest';
import { compile, parse } from '@iterion/dsl';
import { planBounds, topologicalOrder } from './plan.ts';
import { workflowText } from './testing/workflow.ts';

function graphOf(edges: string, declare = '') {
  return compile(parse(workflowText(edges, { declare })));
}
function boundsOf(edges: string, declare = ''): Record<string, number | null> {
  return Object.fromEntries(planBounds(graphOf(edges, declare)).nodes.map(({ id, max }) => [id, max]));
}
const fan = (...names: string[]): string => names.map((name) => `router ${name}:\n  mode: fan_out_all\n`).join('');

const GROUP_A = `context_builder -> reviewer -> planner -> compliance_check
  compliance_check -> act_on_plan when approved; compliance_check -> refine_plan when not approved as refine_loop(4)
  refine_plan -> compliance_after; compliance_after -> act_on_plan when approved
  compliance_after -> refine_plan when not approved as refine_loop(4)
  act_on_plan -> final_verify; final_verify -> done when approved
  final_verify -> context_builder when not approved as full_recipe_loop(3)`;

test('S-132 R-LOOP-07 the loops and nodes of group A', () => {
  const graph = graphOf(GROUP_A);
  const { loops, nodes, width } = planBounds(graph);
  expect(loops.map(({ name, max }) => [name, max])).toEqual([
    ['refine_loop', 16],
    ['full_recipe_loop', 3],
  ]);
  const bounds = Object.fromEntries(nodes.map(({ id, max }) => [id, max]));
  expect(bounds).toMatchObject({ planner: 4, refine_plan: 16 });
  expect(width).toBe(1);
  expect(topologicalOrder(graph)).toEqual([
    'context_builder',
    'reviewer',
    'planner',
    'compliance_check',
    'refine_plan',
    'compliance_after',
    'act_on_plan',
    'final_verify',
    'done',
  ]);
});

test('R-LOOP-07 W-2: nested loops', () => {
  const edges = `plan -> code; code -> test; test -> code when not ok as inner(2); test -> review when ok
    review -> plan when not ok as outer(1); review -> done when ok`;
  expect(boundsOf(edges)).toEqual({ plan: 2, code: 6, test: 6, review: 2 });
});

test('R-CLI-13 nodes in branches count once per branch that can reach them', () => {
  const declare = fan('fan', 'inner');
  expect(
    boundsOf('fan -> a; fan -> inner; inner -> x; inner -> y; a -> j; x -> j; y -> j; j -> done', declare),
  ).toEqual({
    fan: 1,
    inner: 1,
    a: 1,
    x: 1,
    y: 1,
    j: 1,
  });
  const { width } = planBounds(
    graphOf('fan -> a; fan -> inner; inner -> x; inner -> y; a -> j; x -> j; y -> j; j -> done', declare),
  );
  expect(width).toBe(3);
  expect(
    boundsOf('fan -> a; fan -> b; a -> shared; b -> shared; shared -> j; a -> j; j -> done', fan('fan')),
  ).toMatchObject({ a: 1 });
});

test('S-19 R-LOOP-07 a cycle without a loop has no bound, nor what it leads to', () => {
  const graph = graphOf('z -> a; a -> b; b -> a when more; b -> a when again as l(1); b -> done');
  const { nodes } = planBounds(graph);
  expect(nodes.map(({ id, max }) => [id, max])).toEqual([
    ['z', 1],
    ['a', null],
    ['b', null],
  ]);
  expect(nodes[1]?.reason).toContain('without a loop');
});

test('R-LOOP-07 a bound that comes from a template has no number before the run', () => {
  const graph = graphOf('a -> b; b -> a when more as l("{{vars.max}}"); b -> done', 'vars:\n  max: int = 2\n');
  expect(planBounds(graph).loops).toEqual([{ name: 'l', max: null, inside: [] }]);
  expect(planBounds(graph).nodes.every(({ max }) => max === null)).toBe(true);
});

test('R-FAN-19 an edge that leads out of a branch and back to before its router has no bound', () => {
  const edges = 's -> fan; fan -> a; fan -> b; a -> j; b -> j when ok; b -> s when not ok as l(1); j -> done';
  const { nodes } = planBounds(graphOf(edges, fan('fan')));
  expect(nodes.find(({ id }) => id === 's')).toMatchObject({
    max: null,
    reason: expect.stringContaining('branches multiply') as string,
  });
});

test('R-CORE-04 a long chain does not exhaust the stack', () => {
  const names = Array.from({ length: 3_000 }, (_, index) => `n${index}`);
  const graph = graphOf(`${names.join(' -> ')} -> done`);
  expect(planBounds(graph).nodes).toHaveLength(3_000);
  expect(topologicalOrder(graph).slice(0, 2)).toEqual(['n0', 'n1']);
});
