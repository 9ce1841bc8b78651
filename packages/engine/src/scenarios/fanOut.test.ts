// Scenarios of runtime.md §12.4: fan-outs, joins, parallelism, writers.
import { describe, expect, test } from 'vitest';
import { eventsOf, FAN, hosted, inputsOf, only, outputsOf, ran } from '../testing/scenario.ts';
import type { Script } from '../testing/script.ts';
import type { ScriptedHost } from '../testing/scriptedHost.ts';

const TWO = 'fan -> a; fan -> b; a -> j; b -> j; j -> done';
const JOIN = `${FAN}join j:\n`;

function statuses(host: ScriptedHost): { readonly [branch: string]: string } {
  return Object.fromEntries(
    eventsOf(host, 'branch_finished').map((event) => [event.branch_id ?? '', event.data.status]),
  );
}

describe('parallelism', () => {
  test('S-20 R-CORE-08 branches are really parallel', () => {
    const host = ran(TWO, { a: '@1', b: '@1' }, { declare: JOIN });
    expect(host.peak).toBe(2);
    expect(host.now - Date.parse(host.log[0]?.timestamp ?? '')).toBe(1000);
  });

  test('S-20 R-FAN-16 with a bound of one, wants holds one effect at a time', () => {
    const host = ran(TWO, { a: '@1', b: '@1' }, { declare: JOIN, items: 'budget:\n  max_parallel_branches: 1' });
    expect(host.peak).toBe(1);
    expect(host.state.status).toBe('finished');
  });

  test('S-21 R-FAN-16 tree order decides who takes a free slot', () => {
    const edges = 'fan -> a1; fan -> b1; fan -> c1; a1 -> a2 -> j; b1 -> b2 -> j; c1 -> c2 -> j; j -> done';
    const items = 'budget:\n  max_parallel_branches: 2';
    const host = ran(edges, { a1: '@1', b1: '@5', a2: '@1', c1: '@1' }, { declare: JOIN, items });
    expect(host.peak).toBe(2);
    expect(host.calls).toEqual(['a1', 'b1', 'a2', 'c1', 'c2', 'b2']);
  });
});

test('PA-1 R-CORE-11 many branches: who needs no slot does not wait for one', () => {
  const names = Array.from({ length: 60 }, (_, index) => (index < 30 ? `a${index}` : `c${index}`));
  const computes = names.slice(30).map((name) => `compute ${name}:\n  expr:\n    n: "1"\n`);
  const edges = `${names.map((name) => `fan -> ${name}; ${name} -> j`).join('; ')}; j -> done`;
  const parts = { declare: `${JOIN}${computes.join('')}`, items: 'budget:\n  max_parallel_branches: 1' };
  const host = hosted(edges, { a0: '@9' }, parts).feed({ kind: 'start' });
  expect(eventsOf(host, 'node_finished').filter((event) => event.node_id?.startsWith('c') === true)).toHaveLength(30);
  expect(host.run().state.status).toBe('finished');
});

describe('merging', () => {
  test.each([
    ['a first', { a: '{v:"a"} @1', b: '{v:"b"} @2' }],
    ['b first', { a: '{v:"a"} @2', b: '{v:"b"} @1' }],
  ])('S-22 R-FAN-09 what is merged depends on edge order, not on time: %s', (_, script) => {
    const declare = `${JOIN}prompt p:\n  {{artifacts.name.v}}\nagent a:\n  model: "m/m"\n  publish: name\nagent b:\n  model: "m/m"\n  publish: name\nagent last:\n  model: "m/m"\n  user: p\n`;
    const host = ran('fan -> a; fan -> b; a -> j; b -> j; j -> last -> done', script, {
      declare,
      allow: ['C108', 'C035', 'C032'],
    });
    expect(host.started.at(-1)?.request).toMatchObject({ user: 'b' });
    const written = eventsOf(host, 'artifact_written').map((event) => [event.node_id, event.data.version]);
    expect(written).toHaveLength(2);
    expect(written).toEqual(
      expect.arrayContaining([
        ['a', 0],
        ['b', 0],
      ]),
    );
  });

  test('S-114 R-FAN-09 the register survives one arrival, not two', () => {
    const declare = `${JOIN}agent last:\n  model: "m/m"\n  session: inherit\n`;
    const edges = 'fan -> a; fan -> b; a -> j when ok; a -> done when not ok; b -> j; j -> last -> done';
    const parentOf = (script: Script) =>
      ran(edges, script, { declare, allow: ['C009', 'C012'] }).started.at(-1)?.session.parent?.id;
    expect(parentOf({ a: '{ok:true}' })).toBeUndefined();
    expect(parentOf({ a: '{ok:false}' })).toBe('s_branch_fan_b_b_0_1');
  });
});

describe('tolerance', () => {
  test('S-24 R-FAN-08 best_effort goes on without the failed branch', () => {
    const host = ran(
      TWO,
      { a: '!TOOL_FAILED_PERMANENT', b: '{n:1}' },
      { declare: `${FAN}join j:\n  strategy: best_effort\n` },
    );
    expect(outputsOf(host, 'j')).toMatchObject([
      { b: { n: 1 }, _failed_branches: [{ branch_id: 'branch_fan_a', node_id: 'a', code: 'TOOL_FAILED_PERMANENT' }] },
    ]);
    expect(host.state.status).toBe('finished');
  });

  test('S-25 R-FAN-10 a tolerant join runs when all fail', () => {
    const script = { a: '!TOOL_FAILED_PERMANENT', b: '!TOOL_FAILED_PERMANENT' };
    const host = ran(TWO, script, { declare: `${FAN}join j:\n  strategy: best_effort\n` });
    const [output] = outputsOf(host, 'j');
    expect(Object.keys(output ?? {})).toEqual(['_failed_branches']);
    expect(output).toMatchObject({ _failed_branches: [{ branch_id: 'branch_fan_a' }, { branch_id: 'branch_fan_b' }] });
    expect(host.state.status).toBe('finished');
  });

  test('S-25 R-FAN-11 an await node gets the list in its input', () => {
    const script = { a: '!TOOL_FAILED_PERMANENT', b: '!TOOL_FAILED_PERMANENT' };
    const host = ran(TWO, script, { declare: `${FAN}agent j:\n  model: "m/m"\n  await: best_effort\n` });
    const [input] = inputsOf(host, 'j');
    expect(Object.keys(input ?? {})).toEqual(['_failed_branches']);
    expect(host.state.status).toBe('finished');
  });

  test('R-FAN-11 a mapping that asks for the failed branches is resolved when the convergence is entered', () => {
    const edges = 'fan -> a; fan -> b; a -> j; b -> j with {lost: "{{outputs.j._failed_branches}}", n: 1}; j -> done';
    const declare = `${FAN}agent j:\n  model: "m/m"\n  await: best_effort\n`;
    const host = ran(edges, { a: '!TOOL_FAILED_PERMANENT @2' }, { declare, allow: ['C036', 'C031'] });
    expect(inputsOf(host, 'j')).toMatchObject([{ n: 1, lost: [{ branch_id: 'branch_fan_a' }] }]);
  });

  test('S-26 R-FAN-12 a missing required node fails the join and only its branch runs again', () => {
    const declare = `${FAN}join j:\n  strategy: best_effort\n  require: [a, b]\n`;
    const host = ran(TWO, { b: '!TOOL_FAILED_PERMANENT | {n:2}' }, { declare });
    expect(eventsOf(host, 'join_ready')).toHaveLength(0);
    expect(only(host, 'run_failed', 'j').data).toMatchObject({
      code: 'JOIN_FAILED',
      error: expect.stringContaining('b'),
    });
    host.resume();
    expect(host.calls).toEqual(['a', 'b', 'b']);
    expect(host.state.status).toBe('finished');
    expect(outputsOf(host, 'j')).toEqual([{ a: {}, b: { n: 2 }, _failed_branches: [] }]);
  });

  test('S-33 R-FAN-07 an inner failure under a tolerant outer join', () => {
    const declare = `${FAN}router sub:\n  mode: fan_out_all\njoin ji:\njoin jo:\n  strategy: best_effort\n`;
    const edges = 'fan -> x; fan -> sub; sub -> p; sub -> q; p -> ji; q -> ji; ji -> jo; x -> jo; jo -> done';
    const host = ran(edges, { p: '!TOOL_FAILED_PERMANENT', q: '@9', x: '{v:1}' }, { declare });
    expect(only(host, 'node_interrupted', 'q').data.reason).toBe('sibling_failed');
    expect(statuses(host)).toEqual({
      branch_fan_x: 'arrived',
      'branch_fan_sub/branch_sub_p': 'failed',
      'branch_fan_sub/branch_sub_q': 'cancelled',
      branch_fan_sub: 'failed',
    });
    expect(outputsOf(host, 'jo')).toMatchObject([
      {
        x: { v: 1 },
        _failed_branches: [
          { branch_id: 'branch_fan_sub', code: 'JOIN_FAILED' },
          { branch_id: 'branch_fan_sub/branch_sub_p' },
        ],
      },
    ]);
    expect(host.state.status).toBe('finished');
  });
});

describe('early ends', () => {
  const EDGES = 'fan -> a; fan -> b; a -> j when ok; a -> done when not ok; b -> j; j -> done';

  test('S-27 R-FAN-05 a branch may end at done before its convergence', () => {
    const host = ran(EDGES, { a: '{ok:false}', b: '{n:1}' }, { declare: JOIN, allow: ['C012'] });
    expect(statuses(host)).toEqual({ branch_fan_a: 'done', branch_fan_b: 'arrived' });
    expect(inputsOf(host, 'j')).toEqual([{ b: { n: 1 } }]);
  });

  test('S-27 R-FAN-12 require sees the output of a branch that is done', () => {
    const declare = `${FAN}join j:\n  require: [a, b]\n`;
    const host = ran(EDGES, { a: '{ok:false}', b: '{n:1}' }, { declare, allow: ['C012'] });
    expect(outputsOf(host, 'j')).toEqual([{ a: { ok: false }, b: { n: 1 } }]);
  });

  test('S-28 R-FAN-09 branches that meet at done', () => {
    const host = ran('fan -> a; fan -> b; a -> done; b -> done', { a: '{n:1}', b: '{n:2}' }, { declare: FAN });
    expect(only(host, 'fan_out_started').data.convergence).toBe('done');
    expect(only(host, 'join_ready').data.terminal_join).toBe(true);
    expect(only(host, 'run_finished').data.output).toEqual({ a: { n: 1 }, b: { n: 2 } });
  });

  test('S-41 R-FAN-02 a detached branch runs to its own end', () => {
    const edges = 'fan -> a; fan -> b; fan -> note; a -> j; b -> j; note -> done; j -> done';
    const host = ran(edges, { note: '@5' }, { declare: JOIN });
    expect(only(host, 'fan_out_started').data.convergence).toBe('j');
    expect(statuses(host)).toMatchObject({ branch_fan_note: 'done' });
    const order = host.log.map((event) => `${event.type} ${event.node_id}`);
    expect(order.indexOf('node_finished note')).toBeLessThan(order.indexOf('node_started j'));
  });

  test('S-44 R-FAN-02 a shared error path fails the branch that takes it', () => {
    const edges =
      'fan -> a; fan -> b; a -> m when ok; a -> err when not ok; b -> m when ok; b -> err when not ok; err -> fail; m -> done';
    const host = ran(edges, { a: '{ok:false}', b: '{ok:true} @3' }, { declare: FAN });
    expect(only(host, 'fan_out_started').data.convergence).toBe('m');
    expect(only(host, 'node_started', 'err').branch_id).toBe('branch_fan_a');
    expect(statuses(host)).toEqual({ branch_fan_a: 'failed', branch_fan_b: 'cancelled' });
    expect(only(host, 'run_failed').data.code).toBe('JOIN_FAILED');
  });

  test('S-44 R-RESUME-03 resumed, a branch that reached fail enters it again; the message proposes a fork', () => {
    const edges = 'fan -> a; fan -> b; a -> m when ok; a -> fail when not ok; b -> m; m -> done';
    const host = ran(edges, { a: '{ok:false}', b: '{ok:true}' }, { declare: FAN }).resume();
    const fails = eventsOf(host, 'run_failed');
    expect(fails).toHaveLength(2);
    for (const { data } of fails) expect(data.hint).toContain('`fork`');
    expect(host.callsOf('a')).toBe(1);
    expect(host.state.status).toBe('failed_resumable');
  });
});

describe('leaving for an enclosing convergence', () => {
  const declare = `${FAN}router sub:\n  mode: fan_out_all\njoin ji:\njoin jo:\n`;
  const edges =
    'fan -> sub; fan -> z; sub -> p; sub -> q; p -> jo when skip; p -> ji; q -> jo when skip; q -> ji; ji -> jo; z -> jo; jo -> done';

  test('R-FAN-05 a branch that leaves hands its edge to its parent, which presents it when it arrives there itself', () => {
    const host = ran(edges, { p: '{skip:true, n:1}', q: '{skip:false, n:2} @1', z: '{n:3}' }, { declare });
    expect(statuses(host)).toEqual({
      'branch_fan_sub/branch_sub_p': 'left',
      'branch_fan_sub/branch_sub_q': 'arrived',
      branch_fan_z: 'arrived',
      branch_fan_sub: 'arrived',
    });
    expect(inputsOf(host, 'ji')).toEqual([{ q: { skip: false, n: 2 } }]);
    expect(inputsOf(host, 'jo')).toEqual([{ p: { skip: true, n: 1 }, ji: { q: { skip: false, n: 2 } }, z: { n: 3 } }]);
    expect(eventsOf(host, 'node_started', 'jo')).toHaveLength(1);
  });

  test('R-FAN-10 when all leave, the parent goes on to the enclosing convergence', () => {
    const host = ran(edges, { p: '{skip:true, n:1}', q: '{skip:true, n:2}', z: '{n:3}' }, { declare });
    expect(eventsOf(host, 'join_ready').map((event) => [event.node_id, event.branch_id])).toEqual([
      ['jo', 'branch_fan_sub'],
      ['jo', undefined],
    ]);
    expect(inputsOf(host, 'ji')).toEqual([]);
    expect(inputsOf(host, 'jo')).toEqual([{ p: { skip: true, n: 1 }, q: { skip: true, n: 2 }, z: { n: 3 } }]);
    expect(statuses(host)).toMatchObject({ branch_fan_sub: 'arrived' });
  });

  test('R-FAN-10 when some are done and none arrives, the parent is done as well', () => {
    const ends = edges.replaceAll('-> jo when skip', '-> done when skip');
    const host = ran(ends, { p: '{skip:true}', q: '{skip:true}', z: '{n:3}' }, { declare });
    expect(statuses(host)).toMatchObject({ 'branch_fan_sub/branch_sub_p': 'done', branch_fan_sub: 'done' });
    expect(inputsOf(host, 'jo')).toEqual([{ z: { n: 3 } }]);
  });
});

describe('nesting', () => {
  const edges = 'fan -> a; fan -> inner; inner -> x; inner -> y; a -> j; x -> j; y -> j; j -> done';
  const declare = `${FAN}router inner:\n  mode: fan_out_all\njoin j:\n  require: [a, x, y]\n`;
  const orders = [
    ['a', 'x', 'y'],
    ['a', 'y', 'x'],
    ['x', 'a', 'y'],
    ['x', 'y', 'a'],
    ['y', 'a', 'x'],
    ['y', 'x', 'a'],
  ];

  test.each(orders)('S-29 R-FAN-14 one join for both levels, completing in the order %s %s %s', (...order) => {
    const script = Object.fromEntries(order.map((node, index) => [node, `{from:"${node}"} @${index + 1}`]));
    const host = ran(edges, script, { declare });
    expect(inputsOf(host, 'j')).toEqual([{ a: { from: 'a' }, x: { from: 'x' }, y: { from: 'y' } }]);
    expect(JSON.stringify(inputsOf(host, 'j')[0])).toBe('{"a":{"from":"a"},"x":{"from":"x"},"y":{"from":"y"}}');
    expect(eventsOf(host, 'branch_started').map((event) => event.branch_id)).toEqual([
      'branch_fan_a',
      'branch_fan_inner',
      'branch_fan_inner/branch_inner_x',
      'branch_fan_inner/branch_inner_y',
    ]);
    expect(eventsOf(host, 'node_started', 'j')).toHaveLength(1);
  });

  test('S-38 R-FAN-19 a loop edge back past the router fans out again inside the branch', () => {
    const back = 's -> fan; fan -> a; fan -> b; a -> j; b -> j when ok; b -> s when not ok as l(1); j -> done';
    const host = ran(back, { a: '{n:1} | {n:2}', b: '{ok:false} | {ok:true}' }, { declare: JOIN, allow: ['C012'] });
    expect(host.graph.diagnostics.some(({ code }) => code === 'C116')).toBe(true);
    const ids = eventsOf(host, 'branch_started').map((event) => event.branch_id);
    expect(ids).toEqual(['branch_fan_a', 'branch_fan_b', 'branch_fan_b/branch_fan_a', 'branch_fan_b/branch_fan_b']);
    expect(inputsOf(host, 'j')).toEqual([{ a: { n: 2 }, b: { ok: true } }]);
  });

  test('S-40 R-FAN-05 a head that is the convergence arrives at once', () => {
    const host = ran('fan -> a; fan -> j; a -> j; j -> done', { a: '{n:1}' }, { declare: JOIN });
    expect(statuses(host)).toEqual({ branch_fan_j: 'arrived', branch_fan_a: 'arrived' });
    expect(eventsOf(host, 'node_started', 'j')).toHaveLength(1);
  });

  test('S-43 R-CORE-02 branch ids stay unique', () => {
    const declare = 'router a_b:\n  mode: fan_out_all\nrouter a:\n  mode: fan_out_all\njoin j1:\njoin j2:\n';
    const host = ran(
      'a_b -> c; a_b -> x; c -> j1; x -> j1; j1 -> a; a -> b_c; a -> y; b_c -> j2; y -> j2; j2 -> done',
      {},
      { declare },
    );
    const ids = eventsOf(host, 'branch_started').map((event) => event.branch_id);
    expect(ids).toEqual(['branch_a_b_c', 'branch_a_b_x', 'branch_a_b_c#2', 'branch_a_y']);
    expect(host.state.status).toBe('finished');
  });
});

describe('loops and routers in branches', () => {
  test('S-30 R-LOOP-10 a loop inside a branch', () => {
    const edges = 'fan -> a; fan -> b; a -> chk; chk -> a when not ok as l(2); chk -> j; b -> j; j -> done';
    const host = ran(edges, { chk: '{ok:false} | {ok:false} | {ok:true}' }, { declare: JOIN });
    expect(only(host, 'fan_out_started').data.convergence).toBe('j');
    expect(eventsOf(host, 'node_started', 'a').map((event) => [event.branch_id, event.iteration])).toEqual([
      ['branch_fan_a', 0],
      ['branch_fan_a', 1],
      ['branch_fan_a', 2],
    ]);
  });

  test('S-31 R-RESUME-03 exhaustion in a branch fails the run and an extension goes on there', () => {
    const edges = 'fan -> a; fan -> b; a -> chk; chk -> a when not ok as l(2); chk -> j when ok; b -> j; j -> done';
    const script = { chk: '{ok:false} | {ok:false} | {ok:false} | {ok:true}' };
    const host = ran(edges, script, { declare: JOIN, allow: ['C012'] });
    expect(only(host, 'branch_finished', 'a').data).toMatchObject({
      status: 'failed',
      at: 'chk',
      code: 'LOOP_EXHAUSTED',
    });
    expect(only(host, 'run_failed').data).toMatchObject({
      code: 'JOIN_FAILED',
      cause: { code: 'LOOP_EXHAUSTED', node_id: 'chk' },
    });
    host.resume({ loop_extra: { l: 1 } });
    expect(host.state.status).toBe('finished');
    expect(host.callsOf('b')).toBe(1);
    expect(host.callsOf('chk')).toBe(4);
  });

  test('S-32 R-CORE-01 everything works inside a branch', () => {
    const declare = `${JOIN}router rr:\n  mode: round_robin\ncompute k:\n  expr:\n    n: "loop.l.iteration"\n`;
    const edges =
      'fan -> rr; fan -> b; rr -> p; rr -> q; p -> k; q -> k; k -> rr when "n < 1" as l(2); k -> j; b -> j; j -> done';
    const host = ran(edges, {}, { declare });
    expect([host.callsOf('p'), host.callsOf('q')]).toEqual([1, 1]);
    expect(outputsOf(host, 'k')).toEqual([{ n: 0 }, { n: 1 }]);
    expect(eventsOf(host, 'node_started', 'j')).toHaveLength(1);
    expect(eventsOf(host, 'node_started', 'rr').map((event) => event.data)).toMatchObject([
      { mode: 'round_robin', round_robin_index: 0, selected_target: 'p' },
      { mode: 'round_robin', round_robin_index: 1, selected_target: 'q' },
    ]);
  });

  test('S-34 R-TPL-05 a fan-out inside a loop', () => {
    const declare = `${FAN}prompt p:\n  {{outputs.a.history}}\nagent a:\n  model: "m/m"\n  publish: aa\nagent b:\n  model: "m/m"\n  publish: bb\nagent m:\n  model: "m/m"\n  await: wait_all\n  user: p\n`;
    const edges = 'fan -> a; fan -> b; a -> m; b -> m; m -> fan when again as l(1); m -> done';
    const host = ran(edges, { m: '{again:true} | {again:false}' }, { declare, allow: ['C032'] });
    expect(eventsOf(host, 'branch_started').map((event) => event.branch_id)).toEqual([
      'branch_fan_a',
      'branch_fan_b',
      'branch_fan_a#2',
      'branch_fan_b#2',
    ]);
    expect(eventsOf(host, 'artifact_written').map((event) => `${event.node_id}/${event.data.version}`)).toEqual([
      'a/0',
      'b/0',
      'a/1',
      'b/1',
    ]);
    const lengths = host.started
      .filter((effect) => effect.node === 'm')
      .map((effect) => {
        const { request } = effect;
        return 'user' in request ? (JSON.parse(request.user) as unknown[]).length : -1;
      });
    expect(lengths).toEqual([1, 2]);
  });

  test('R-FAN-01 R-EDGE-07 conditions decide which edges of a fan_out_all router fire', () => {
    const edges = 's -> fan; fan -> a when x; fan -> b when y; fan -> c when z; a -> j; b -> j; c -> j; j -> done';
    const host = ran(edges, { s: '{x:true, y:false, z:"no"}' }, { declare: JOIN });
    expect(eventsOf(host, 'fan_out_started')).toHaveLength(0);
    expect(eventsOf(host, 'edge_selected', 'fan').map((event) => event.data)).toMatchObject([
      { edge: 'fan->a', notes: [{ edge: 'fan->c', reason: 'not_boolean' }] },
    ]);
    expect(inputsOf(host, 'j')).toEqual([{ a: {} }]);
    const none = ran(edges, { s: '{x:false}' }, { declare: JOIN });
    expect(only(none, 'run_failed', 'fan').data.code).toBe('NO_OUTGOING_EDGE');
  });
});

describe('llm routers', () => {
  const declare = (multi: boolean) =>
    `router r:\n  mode: llm\n  model: "m/m"\n${multi ? '  multi: true\n' : ''}join j:\n`;
  const edges = 's -> r; r -> a; r -> b; r -> c; a -> j; b -> j; c -> j; j -> done';

  test('S-35 R-ROUTE-04 one route is a plain move', () => {
    const host = ran(edges, { s: '{q:1}', r: '{selected_route:"b", reasoning:"why"}' }, { declare: declare(false) });
    expect(eventsOf(host, 'branch_started')).toHaveLength(0);
    expect(outputsOf(host, 'r')).toEqual([{ q: 1, selected_route: 'b', reasoning: 'why' }]);
    expect(host.calls).toEqual(['s', 'r', 'b']);
    expect(host.started[1]?.request).toMatchObject({ route: { candidates: ['a', 'b', 'c'], multi: false } });
  });

  test('S-35 R-ROUTE-05 several routes fire in edge order', () => {
    const host = ran(edges, { r: '{selected_routes:["c", "a"], reasoning:"why"}' }, { declare: declare(true) });
    expect(eventsOf(host, 'branch_started').map((event) => event.branch_id)).toEqual(['branch_r_a', 'branch_r_c']);
    expect(host.callsOf('b')).toBe(0);
    expect(host.state.status).toBe('finished');
  });

  test('S-35 R-FAN-01 a multi selection of one is a fan-out of one', () => {
    const host = ran(edges, { r: '{selected_routes:["b"], reasoning:"why"}', b: '{n:1}' }, { declare: declare(true) });
    expect(eventsOf(host, 'branch_started').map((event) => event.branch_id)).toEqual(['branch_r_b']);
    expect(inputsOf(host, 'j')).toEqual([{ b: { n: 1 } }]);
  });

  test('S-36 R-ROUTE-04 an answer outside the candidates is a schema violation', () => {
    const host = ran(edges, { r: '{selected_route:"zzz", reasoning:""}' }, { declare: declare(false) });
    expect(only(host, 'node_failed', 'r').data.code).toBe('SCHEMA_VALIDATION');
  });

  test('S-37 R-ROUTE-05 a selection that cannot reach a required node names it', () => {
    const parts = { declare: `router r:\n  mode: llm\n  model: "m/m"\n  multi: true\njoin j:\n  require: [a, b]\n` };
    const host = ran(edges, { r: '{selected_routes:["a"], reasoning:""}' }, parts);
    expect(only(host, 'node_failed', 'r').data).toMatchObject({
      code: 'SCHEMA_VALIDATION',
      error: expect.stringContaining('b is required'),
    });
    expect(host.started[1]?.request).toMatchObject({
      route: {
        require: [
          { node: 'a', any_of: ['a'] },
          { node: 'b', any_of: ['b'] },
        ],
      },
    });
  });
});

describe('writers', () => {
  const declare = `${JOIN}tool a:\n  command: "touch a"\ntool b:\n  command: "touch b"\n`;

  test('S-42 R-FAN-17 writers run one after the other', () => {
    const host = ran(TWO, { a: '@3', b: '@3' }, { declare });
    expect(host.graph.diagnostics.some(({ code }) => code === 'C110')).toBe(true);
    expect(host.peak).toBe(1);
    expect(host.now - Date.parse(host.log[0]?.timestamp ?? '')).toBe(6000);
  });

  test('S-42 R-FAN-17 a writer keeps the workspace during its retry delay', () => {
    const host = hosted(TWO, { a: '!TOOL_FAILED_TRANSIENT | {}', b: '{}' }, { declare }).start();
    expect(host.calls).toEqual(['a', 'a', 'b']);
    expect(host.state.status).toBe('finished');
  });

  test('S-42 R-FAN-17 refuse fails the fan-out before any call', () => {
    const host = ran(TWO, {}, { declare, items: 'workspace_safety: refuse' });
    expect(host.calls).toEqual([]);
    expect(only(host, 'run_failed', 'fan').data).toMatchObject({
      code: 'WORKSPACE_SAFETY',
      details: { writers: ['a', 'b'] },
    });
  });

  test('S-42 R-FAN-17 readonly agents are parallel, a CLI agent without readonly writes', () => {
    const agents = (extra: string) =>
      `${JOIN}agent a:\n  backend: "claude_code"\n${extra}agent b:\n  backend: "claude_code"\n${extra}`;
    expect(ran(TWO, { a: '@1', b: '@1' }, { declare: agents('  readonly: true\n') }).peak).toBe(2);
    expect(ran(TWO, { a: '@1', b: '@1' }, { declare: agents('') }).peak).toBe(1);
  });
});
