// How fan-outs start and what their convergence is given (runtime.md §2.3, §2.5, §2.6).
import { describe, expect, test } from 'vitest';
import { edgesTaken, eventsOf, FAN, hosted, inputsOf, only, outputsOf, ran, reopened } from '../testing/scenario.ts';

const TWO = 'fan -> a; fan -> b; a -> m; b -> m; m -> done';

test.each([
  ['join m:\n  strategy: best_effort\n', 'best_effort', true],
  ['join m:\n', 'wait_all', true],
  ['agent m:\n  model: "m/m"\n  await: best_effort\n', 'best_effort', true],
  ['agent m:\n  model: "m/m"\n', 'wait_all', false],
])('R-FAN-03 the strategy is that of the convergence, else wait_all: %j', (declare, strategy, explicit) => {
  const host = ran(TWO, {}, { declare: `${FAN}${declare}` });
  expect(only(host, 'fan_out_started').data).toMatchObject({ convergence: 'm', strategy, explicit });
  expect(only(host, 'join_ready').data.strategy).toBe(strategy);
});

test('R-FAN-04 the router finishes, then the fan-out, then each branch with its first edge; a child sees what its parent has', () => {
  const declare = `${FAN}join m:\ncompute a:\n  expr:\n    above: "outputs.top.v"\n    mine: "length(outputs.b.history)"\n`;
  const host = ran(
    `top -> fan; ${TWO}; b -> b2 as l(1); b2 -> b`,
    { top: '{v:1}' },
    { declare, allow: ['C032', 'C036', 'C010', 'C019'] },
  );
  const begin = host.log.findIndex(({ type, node_id }) => type === 'node_finished' && node_id === 'fan');
  expect(host.log.slice(begin, begin + 6).map(({ type, branch_id, node_id }) => [type, branch_id, node_id])).toEqual([
    ['node_finished', undefined, 'fan'],
    ['fan_out_started', undefined, 'fan'],
    ['branch_started', 'branch_fan_a', 'a'],
    ['edge_selected', 'branch_fan_a', 'fan'],
    ['branch_started', 'branch_fan_b', 'b'],
    ['edge_selected', 'branch_fan_b', 'fan'],
  ]);
  expect(only(host, 'fan_out_started').data).toMatchObject({
    fan_out: 'main:fan:0',
    branches: ['branch_fan_a', 'branch_fan_b'],
  });
  expect(outputsOf(host, 'a')).toEqual([{ above: 1, mine: 0 }]);
});

test('R-FAN-06 a fan-out settles when its last branch has ended, also where one has failed already', () => {
  const declare = `${FAN}join m:\n  strategy: best_effort\n`;
  const host = ran(TWO, { a: '!TOOL_FAILED_PERMANENT @1', b: '{v:1} @9' }, { declare });
  const ready = only(host, 'join_ready');
  const ends = eventsOf(host, 'branch_finished');
  expect(ends.map(({ data }) => data.status)).toEqual(['failed', 'arrived']);
  for (const { seq } of ends) expect(seq).toBeLessThan(ready.seq);
  expect(ready.timestamp).toBe(ends[1]?.timestamp);
});

describe('R-FAN-13 without a fan-out', () => {
  test('a join passes its one arrival through', () => {
    const host = ran('a -> m; m -> done', { a: '{v:1}' }, { declare: 'join m:\n', allow: ['C118'] });
    expect(outputsOf(host, 'm')).toEqual([{ a: { v: 1 } }]);
    expect(eventsOf(host, 'join_ready')).toHaveLength(0);
  });

  test('await has no effect', () => {
    const declare = 'agent m:\n  model: "m/m"\n  await: best_effort\n';
    const host = ran('a -> m; m -> done', { a: '{v:1}' }, { declare, allow: ['C118'] });
    expect(inputsOf(host, 'm')).toEqual([{ v: 1 }]);
    expect(host.state.status).toBe('finished');
  });
});

describe('R-EDGE-13 at a convergence', () => {
  const agent = (rest = '') => `${FAN}agent m:\n  model: "m/m"\n${rest}`;

  test('an edge without `with` contributes its source by name, in edge order, whatever ended first', () => {
    const host = ran(TWO, { a: '{v:1} @9', b: '{v:2}' }, { declare: agent() });
    expect(JSON.stringify(inputsOf(host, 'm'))).toBe('[{"a":{"v":1},"b":{"v":2}}]');
  });

  test('mapped keys stand beside it, later edges overwriting', () => {
    const edges =
      'fan -> a; fan -> b; fan -> c; a -> m with {k: "{{input.v}}"}; b -> m; c -> m with {k: 3, own: 4}; m -> done';
    const host = ran(edges, { a: '{v:1}', b: '{v:2}' }, { declare: agent(), allow: ['C028'] });
    expect(inputsOf(host, 'm')).toEqual([{ k: 3, b: { v: 2 }, own: 4 }]);
  });

  test('the input schema restricts it, and one arrival keeps the shape', () => {
    const declare = `schema s:\n  a: json\n  b: json\n${agent('  input: s\n  await: best_effort\n')}`;
    const edges = 'fan -> a; fan -> b; fan -> c; a -> m; b -> m; c -> m; m -> done';
    const host = ran(edges, { a: '!TOOL_FAILED_PERMANENT', b: '{v:2}', c: '{v:3}' }, { declare });
    const [input] = inputsOf(host, 'm') as readonly { readonly [key: string]: unknown }[];
    expect(input).toMatchObject({ b: { v: 2 } });
    expect(input).not.toHaveProperty('c');
  });
});

describe('routers', () => {
  const turn = 'router rr:\n  mode: round_robin\n';

  test('R-ROUTE-02 turns go round the unconditional edges, told at the start, and a resume goes on with them', () => {
    const edges =
      'rr -> a; rr -> b; rr -> c; a -> x; b -> x; c -> x; x -> rr when again as l(4); x -> done when not again';
    const script = {
      x: (effect: { readonly iteration: number }) =>
        effect.iteration === 2 ? '!TOOL_FAILED_PERMANENT' : '{again:true}',
    };
    const host = ran(edges, script, { declare: turn, allow: ['C012'] });
    expect(host.state.status).toBe('failed_resumable');
    const on = reopened(host, host.log, { script: { x: '{again:true}' } }).resume();
    expect(
      eventsOf(on, 'node_started', 'rr').map(({ data }) => [data.mode, data.round_robin_index, data.selected_target]),
    ).toEqual([
      ['round_robin', 0, 'a'],
      ['round_robin', 1, 'b'],
      ['round_robin', 2, 'c'],
      ['round_robin', 0, 'a'],
      ['round_robin', 1, 'b'],
    ]);
    expect(edgesTaken(on).filter((edge) => edge.startsWith('rr'))).toEqual([
      'rr->a',
      'rr->b',
      'rr->c',
      'rr->a',
      'rr->b',
    ]);
  });

  test('R-ROUTE-02 a used-up loop takes its edge out of the turns; with no candidate left the branch fails', () => {
    const edges = 'rr -> a as l(1); rr -> b; a -> rr; b -> rr when again as m(3); b -> done when not again';
    const host = ran(edges, { b: '{again:true} | {again:false}' }, { declare: turn, allow: ['C012', 'C019'] });
    expect(
      edgesTaken(host)
        .filter((edge) => edge.startsWith('rr'))
        .slice(0, 2),
    ).toEqual(['rr->a', 'rr->b']);
    const none = ran(
      'rr -> a as l(1); rr -> b as l(1); a -> rr; b -> rr',
      {},
      { declare: turn, allow: ['C019', 'C112', 'C020'] },
    );
    expect(only(none, 'run_failed', 'rr').data.code).toBe('LOOP_EXHAUSTED');
  });

  test('R-ROUTE-03 fan_out_all copies its input to every branch; one firing edge is a plain move', () => {
    const host = ran(`top -> fan; ${TWO}`, { top: '{v:1}' }, { declare: `${FAN}join m:\n` });
    expect(only(host, 'node_started', 'fan').data.mode).toBe('fan_out_all');
    expect([...inputsOf(host, 'a'), ...inputsOf(host, 'b')]).toEqual([{ v: 1 }, { v: 1 }]);
    const plain = ran(
      'top -> fan; fan -> a when yes; fan -> b when not yes; a -> m; b -> m; m -> done',
      { top: '{yes:true}' },
      { declare: `${FAN}join m:\n` },
    );
    expect(eventsOf(plain, 'fan_out_started')).toHaveLength(0);
    expect(plain.calls).toEqual(['top', 'a']);
  });

  test('R-ROUTE-06 the model of an llm router: its own, else the default of the machine', () => {
    const model = (own: string, env: { readonly [name: string]: string }) => {
      const declare = `router r:\n  mode: llm\n  backend: "claw"\n${own}`;
      const host = hosted('r -> a; r -> b; a -> done; b -> done', {}, { declare }, { header: { env } }).feed({
        kind: 'start',
      });
      const [request] = host.started.map((effect) => effect.request);
      return request !== undefined && 'model' in request ? request.model : undefined;
    };
    const machine = { ITERION_DEFAULT_SUPERVISOR_MODEL: 'anthropic/claude-machine' };
    expect(model('  model: "anthropic/claude-own"\n', machine)).toContain('claude-own');
    expect(model('', machine)).toContain('claude-machine');
    expect(model('', {})).toBeUndefined();
  });
});
