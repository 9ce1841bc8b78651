// Scenarios of runtime.md §12.3: counters, nesting, history, bounds.
import { expect, test } from 'vitest';
import { eventsOf, only, outputsOf, promptsOf, ran } from '../testing/scenario.ts';
import { emptyMap, getIn } from '../persistentMap.ts';
import type { Script } from '../testing/script.ts';
import { workflow } from '../testing/workflow.ts';

const NESTED =
  'plan -> code; code -> test; test -> code when not ok as inner(2); test -> review when ok; review -> plan when not ok as outer(1); review -> done when ok';
const NESTED_SCRIPT: Script = {
  test: '{ok:false} | {ok:false} | {ok:true} | {ok:false} | {ok:false} | {ok:true}',
  review: '{ok:false} | {ok:true}',
};

test('S-13 W-2 nested loops reset with their outer loop', () => {
  const host = ran(NESTED, NESTED_SCRIPT, { allow: ['C012'] });
  expect(host.state.status).toBe('finished');
  expect(host.callsOf('code')).toBe(6);
});

test('S-13 R-LOOP-05 the traversal of the outer loop lists what it resets', () => {
  const host = ran(NESTED, NESTED_SCRIPT, { allow: ['C012'] });
  const [again] = eventsOf(host, 'edge_selected', 'review');
  expect(again?.data).toMatchObject({ loop: 'outer', iteration: 1, resets: ['inner'] });
  const inner = eventsOf(host, 'edge_selected', 'test').flatMap((event) => event.data.iteration ?? []);
  expect(inner).toEqual([1, 2, 1, 2]);
});

test('S-13 R-LOOP-06 node_started tells activation and counter of the loops around it', () => {
  const host = ran(NESTED, NESTED_SCRIPT, { allow: ['C012'] });
  const paths = eventsOf(host, 'node_started', 'code').map((event) => event.data.loop_path);
  expect(paths).toEqual([
    [
      ['outer', 1, 0],
      ['inner', 1, 0],
    ],
    [
      ['outer', 1, 0],
      ['inner', 1, 1],
    ],
    [
      ['outer', 1, 0],
      ['inner', 1, 2],
    ],
    [
      ['outer', 1, 1],
      ['inner', 2, 0],
    ],
    [
      ['outer', 1, 1],
      ['inner', 2, 1],
    ],
    [
      ['outer', 1, 1],
      ['inner', 2, 2],
    ],
  ]);
});

test('S-14 loops side by side do not reset each other', () => {
  const edges = 'h -> x when fx as LA(3); h -> y when fy as LB(3); h -> done; x -> h; y -> h';
  const script: Script = { h: (_, nth) => (nth % 2 === 0 ? '{fx:true}' : '{fy:true}') };
  const host = ran(edges, script);
  expect([host.callsOf('x'), host.callsOf('y'), host.callsOf('h')]).toEqual([3, 3, 7]);
  expect(eventsOf(host, 'edge_selected').some((event) => event.data.resets !== undefined)).toBe(false);
  expect(host.state.status).toBe('finished');
});

test('S-15 one name on two edges is one counter', () => {
  const edges = 'a -> b when p as l(3); a -> done; b -> c; c -> b when q as l(3); c -> done';
  const host = ran(edges, { a: '{p:true}', c: '{q:true}' });
  expect(host.callsOf('b')).toBe(3);
  expect(eventsOf(host, 'edge_selected').flatMap((event) => event.data.iteration ?? [])).toEqual([1, 2, 3]);
});

test('S-16 R-TPL-05 history holds the outputs of the current activations', () => {
  const declare =
    'prompt t:\n  {{outputs.code.history}}\nprompt r:\n  {{outputs.plan.history}}\nagent test:\n  model: "m/m"\n  user: t\nagent review:\n  model: "m/m"\n  user: r\n';
  const host = ran(NESTED, NESTED_SCRIPT, { declare, allow: ['C012', 'C032'] });
  const lengths = (node: string) => promptsOf(host, node).map((text) => (JSON.parse(text) as unknown[]).length);
  expect(lengths('test')).toEqual([1, 2, 3, 1, 2, 3]);
  expect(lengths('review')).toEqual([1, 2]);
});

test('S-16 R-TPL-05 the length of a history in an expression is that of the list', () => {
  const edges = NESTED.replace('code -> test;', 'code -> count; count -> test;');
  const declare =
    'compute count:\n  expr:\n    n: "length(outputs.code.history)"\n    list: "outputs.code.history"\n    plans: "length(outputs.plan.history)"\n';
  const host = ran(edges, NESTED_SCRIPT, { declare, allow: ['C012'] });
  const counts = outputsOf(host, 'count') as unknown as readonly {
    n: number;
    list: readonly unknown[];
    plans: number;
  }[];
  expect(counts.map(({ n }) => n)).toEqual([1, 2, 3, 1, 2, 3]);
  expect(counts.map(({ list }) => list.length)).toEqual([1, 2, 3, 1, 2, 3]);
  expect(counts.map(({ plans }) => plans)).toEqual([1, 1, 1, 2, 2, 2]);
});

test('S-17 R-TPL-06 previous_output is that of the traversal before the latest', () => {
  const declare = 'prompt p:\n  [{{loop.l.previous_output.n}}]\nagent w:\n  model: "m/m"\n  user: p\n';
  const edges = 'w -> j; j -> w when not ok as l(3); j -> done when ok';
  const host = ran(edges, { j: '{ok:false, n:1} | {ok:false, n:2} | {ok:true, n:3}' }, { declare, allow: ['C012'] });
  expect(promptsOf(host, 'w')).toEqual(['[]', '[]', '[1]']);
});

test('S-18 R-LOOP-08 a bound from a template', () => {
  const edges = 'a -> b; b -> a when again as l("{{vars.max}}"); b -> done';
  const run = (max: string) => ran(edges, { b: '{again:true}' }, { declare: `vars:\n  max: json = ${max}\n` });
  expect(run('2').callsOf('b')).toBe(3);
  const broken = run('"x"');
  expect(only(broken, 'run_failed', 'b').data).toMatchObject({ code: 'EXPRESSION_ERROR' });
});

test('S-19 a cycle without label ends by the budget', () => {
  const edges = 'a -> b; b -> a when more; b -> a when again as l(1); b -> done';
  const host = ran(edges, { b: '{more:true, again:true}' }, { items: 'budget:\n  max_iterations: 10' });
  expect(host.graph.diagnostics.some(({ code }) => code === 'C019')).toBe(true);
  expect(host.calls).toHaveLength(10);
  expect(only(host, 'run_failed').data.code).toBe('BUDGET_EXCEEDED');
});

test('R-LOOP-09 an extension raises the bound for the rest of the run', () => {
  const edges = 'w -> j; j -> w when not ok as l(1); j -> done when ok';
  const declare = 'prompt p:\n  {{loop.l.iteration}}/{{loop.l.max}}\nagent w:\n  model: "m/m"\n  user: p\n';
  const host = ran(edges, { j: '{ok:false} | {ok:false} | {ok:true}' }, { declare, allow: ['C012'] });
  expect(only(host, 'run_failed').data.code).toBe('LOOP_EXHAUSTED');
  host.resume({ loop_extra: { l: 1 } });
  expect(host.state.status).toBe('finished');
  expect(promptsOf(host, 'w')).toEqual(['0/1', '1/1', '2/2']);
  expect(outputsOf(host, 'j')).toHaveLength(3);
});

/** What the compiler says of the loops of a graph: home, body, inside. */
function loopsOf(edges: string) {
  const { loops } = workflow(edges, { allow: ['C012', 'C019', 'C010', 'C011', 'C112', 'C005'] });
  return Object.fromEntries(loops.map(({ name, home, body, inside }) => [name, { home, body, inside }]));
}

test('R-LOOP-01 all edges of a name share one counter; N traversals let the body run N+1 times', () => {
  const host = ran('a -> b; b -> a when again as l(2); b -> done', {
    b: '{again:true, n:1} | {again:true, n:2} | {again:true, n:3}',
  });
  expect(host.callsOf('a')).toBe(3);
  const loop = getIn(getIn(host.state.branches, 'main')?.scope.loops ?? emptyMap<never>(), 'l');
  expect(loop).toMatchObject({ count: 2, previous: { n: 1 }, current: { n: 2 } });
});

test('R-LOOP-02 the home of a loop is the innermost component that holds one of its edges', () => {
  const loops = loopsOf(NESTED);
  expect(loops['outer']?.home.toSorted()).toEqual(['code', 'plan', 'review', 'test']);
  expect(loops['inner']?.home.toSorted()).toEqual(['code', 'test']);
});

test('R-LOOP-03 the body: from the targets to the sources of the edges, both ends included; a loop off every cycle has none', () => {
  const loops = loopsOf('a -> b; b -> c; c -> d; d -> b when again as l(2); d -> e; e -> done; a -> done as off(1)');
  expect(loops['l']?.body.toSorted()).toEqual(['b', 'c', 'd']);
  expect(loops['off']).toMatchObject({ home: [], body: [], inside: [] });
});

test('R-LOOP-04 inside is a proper part of the body that the outer loop can pass without the inner one', () => {
  const nested = loopsOf(NESTED);
  expect([nested['inner']?.inside, nested['outer']?.inside]).toEqual([['outer'], []]);
  const beside = loopsOf('h -> x when fx as LA(3); h -> y when fy as LB(3); h -> done; x -> h; y -> h');
  expect([beside['LA']?.inside, beside['LB']?.inside]).toEqual([[], []]);
});
