// Scenarios of runtime.md §12.6 that concern the core: crashes, stops, changed files, forks.
import { describe, expect, test } from 'vitest';
import { fold } from '../apply.ts';
import { forkPrefix } from '../fork.ts';
import { mayStop } from '../stopping.ts';
import { compareWorkflow } from '../workflowChange.ts';
import { eventsOf, FAN, hosted, inputsOf, only, outputsOf, ran, reopened, resumed } from '../testing/scenario.ts';
import type { Script } from '../testing/script.ts';
import { BEGIN, ScriptedHost } from '../testing/scriptedHost.ts';
import { workflow, type WorkflowParts } from '../testing/workflow.ts';

const JOIN = `${FAN}join j:\n`;

describe('S-70 R-RESUME-04 a cut at any event is made good by resume', () => {
  const cases: readonly (readonly [string, string, Script, WorkflowParts])[] = [
    [
      'a loop',
      'w -> j; j -> w when not ok as l(2); j -> done when ok',
      { j: (effect) => (effect.iteration < 2 ? '{ok:false}' : '{ok:true}') },
      { allow: ['C012'] },
    ],
    [
      'nested fan-outs',
      'fan -> a; fan -> inner; inner -> x; inner -> y; a -> j; x -> j; y -> j; j -> done',
      { a: '{n:1} @3', x: '{n:2} @2', y: '{n:3} @1' },
      { declare: `${JOIN}router inner:\n  mode: fan_out_all\n` },
    ],
    [
      'publishers in a loop of fan-outs',
      'fan -> a; fan -> b; a -> m; b -> m; m -> fan when again as l(1); m -> done',
      { m: (effect) => (effect.iteration === 0 ? '{again:true}' : '{again:false}'), a: '@2' },
      {
        declare: `${FAN}agent a:\n  model: "m/m"\n  publish: aa\nagent m:\n  model: "m/m"\n  await: wait_all\n  publish: mm\n`,
      },
    ],
    [
      'a retry',
      'a -> t -> done',
      { t: (effect) => (effect.attempt === 1 ? '!TOOL_FAILED_TRANSIENT' : '{n:1}') },
      { declare: 'tool t:\n  command: "make"\n' },
    ],
    [
      'a tolerated failure',
      'fan -> a; fan -> b; a -> j; b -> j; j -> done',
      { a: '!TOOL_FAILED_PERMANENT', b: '{n:1} @2' },
      { declare: `${FAN}join j:\n  strategy: best_effort\n` },
    ],
  ];

  test.each(cases)('%s', (_, edges, script, parts) => {
    const whole = ran(edges, script, parts);
    expect(whole.state.status).toBe('finished');
    for (let cut = 1; cut <= whole.log.length; cut += 1) {
      const prefix = whole.log.slice(0, cut);
      if (fold(prefix).status !== 'running') continue;
      const again = resumed(whole, prefix);
      expect(again.state.status, `cut at ${cut}`).toBe('finished');
      expect(again.state.output).toEqual(whole.state.output);
      const finished = prefix.flatMap((event) =>
        event.type === 'node_finished' ? [`${event.branch_id ?? 'main'}:${event.node_id}:${event.iteration}`] : [],
      );
      const started = again.started.map((effect) => effect.id.split('@')[0]);
      expect(
        started.filter((id) => id !== undefined && finished.includes(id)),
        `cut at ${cut}`,
      ).toEqual([]);
      const versions = eventsOf(again, 'artifact_written').map((event) => `${event.node_id}/${event.data.version}`);
      expect(new Set(versions).size).toBe(versions.length);
      expect(versions.toSorted()).toEqual(
        eventsOf(whole, 'artifact_written')
          .map((event) => `${event.node_id}/${event.data.version}`)
          .toSorted(),
      );
    }
  });
});

test('S-73 R-RESUME-06 an interrupted conversation goes on, unless a new one is wanted', () => {
  const host = hosted('a -> done', { a: '@9' }).feed({ kind: 'start' });
  const session = 's_main_a_0_1';
  expect(resumed(host, host.log).started[0]?.session.continues?.id).toBe(session);
  expect(resumed(host, host.log, { restart_nodes: true }).started[0]?.session.continues).toBeUndefined();
});

test('R-RESUME-06 a conversation that failed its schema is not continued', () => {
  const host = ran('a -> done', { a: '!SCHEMA_VALIDATION | {}' }).resume();
  expect(host.started[1]?.session.continues).toBeUndefined();
  const other = ran('a -> done', { a: '!EXECUTION_FAILED | {}' }).resume();
  expect(other.started[1]?.session.continues?.id).toBe('s_main_a_0_1');
});

test('S-74 R-REC-11 cancel while a node executes, then resume', () => {
  const host = hosted('a -> done', { a: '@60' }).feed({ kind: 'start' }).runTo(10).stop('cancel');
  expect(host.state.status).toBe('cancelled');
  expect(host.log.slice(-3).map((event) => event.type)).toEqual(['run_stopping', 'node_interrupted', 'run_cancelled']);
  host.resume();
  expect(host.state.status).toBe('finished');
  expect(host.started.at(-1)?.id).toBe('main:a:0@2');
});

test('R-CORE-09 an output that arrives after cancelling is recorded', () => {
  const host = hosted('a -> b -> done', { a: '@forever' }).feed({ kind: 'start' });
  const effect = host.started[0]?.id ?? '';
  host.feed({ kind: 'stop', action: 'pause', reason: 'x' });
  host.feed({ kind: 'stop', action: 'cancel', reason: 'x' });
  const late = reopened(
    host,
    host.log.slice(
      0,
      host.log.findIndex((event) => event.type === 'node_interrupted'),
    ),
  );
  late.feed({ kind: 'settled', effect, outcome: { is: 'output', output: { n: 1 }, meta: {} } });
  expect(late.state.status).toBe('cancelled');
  expect(outputsOf(late, 'a')).toEqual([{ n: 1 }]);
  late.resume();
  expect(late.state.status).toBe('finished');
  expect(late.calls).toEqual(['b']);
});

test('O-2 R-CORE-09 an error that arrives after cancelling closes the attempt as interrupted', () => {
  const host = hosted('a -> b -> done', { a: '@forever' }).feed({ kind: 'start' });
  const effect = host.started[0]?.id ?? '';
  host.stop('cancel');
  for (const code of ['EXECUTION_FAILED', 'NETWORK_TRANSIENT', 'BUDGET_EXCEEDED'] as const) {
    const late = reopened(
      host,
      host.log.slice(
        0,
        host.log.findIndex((event) => event.type === 'node_interrupted'),
      ),
    );
    late.feed({ kind: 'settled', effect, outcome: { is: 'error', error: { code, message: 'late' } } });
    expect(late.log.slice(-2).map((event) => event.type)).toEqual(['node_interrupted', 'run_cancelled']);
  }
});

describe('S-75 cancel elsewhere', () => {
  test('R-REC-11 a paused run is cancelled at once', () => {
    const host = ran('h -> done', {}, { declare: 'human h:\n' }).stop('cancel');
    expect(host.state.status).toBe('cancelled');
    host.resume();
    expect(host.state.status).toBe('paused_waiting_human');
    host.answer('r_h', { answer: 'x' });
    expect(host.state.status).toBe('finished');
  });

  test('R-REC-11 parallel nodes are interrupted, branches cancelled, one run_cancelled', () => {
    const host = hosted('fan -> a; fan -> b; a -> j; b -> j; j -> done', { a: '@9', b: '@9' }, { declare: JOIN }).feed({
      kind: 'start',
    });
    host.stop('cancel');
    expect(eventsOf(host, 'node_interrupted').map((event) => event.node_id)).toEqual(['a', 'b']);
    expect(eventsOf(host, 'branch_finished').map((event) => event.data.status)).toEqual(['cancelled', 'cancelled']);
    expect(eventsOf(host, 'run_cancelled')).toHaveLength(1);
    host.resume();
    expect(host.state.status).toBe('finished');
    expect(eventsOf(host, 'branch_started').filter((event) => event.data.resumed === true)).toHaveLength(2);
  });

  test('R-REC-11 a finished run cannot be cancelled', () => {
    const host = ran('a -> done');
    expect(mayStop(host.state, 'cancel')).toBe(false);
    const before = host.log.length;
    host.stop('cancel');
    expect(host.log).toHaveLength(before);
  });
});

test('R-REC-14 an operator pause lets running effects finish and starts nothing more', () => {
  const host = hosted('a -> b -> done', { a: '{n:1} @5' }).feed({ kind: 'start' });
  host.feed({ kind: 'stop', action: 'pause', reason: 'x', by: 'ada' });
  expect(host.state.status).toBe('running');
  host.run();
  expect(host.state.status).toBe('paused_operator');
  expect(host.log.slice(-2).map((event) => event.type)).toEqual(['node_finished', 'run_paused']);
  expect(host.calls).toEqual(['a']);
  host.resume();
  expect(host.state.status).toBe('finished');
});

describe('changed files', () => {
  const edges = 'a -> b -> c -> d -> done';
  const script = { c: '!EXECUTION_FAILED | {}' };
  const parts = (node: string, words: string): WorkflowParts => ({
    declare: `prompt p:\n  ${words}\nagent ${node}:\n  model: "m/m"\n  user: p\n`,
  });
  const failing = (node: string) => ran(edges, script, parts(node, 'Old'));
  const changed = (host: ScriptedHost, node: string) => {
    const graph = workflow(edges, parts(node, 'New'));
    const comparison = compareWorkflow(host.graph, graph, { state: host.state, log: host.log });
    if (!comparison.ok) throw new Error(comparison.error.message);
    return { graph, change: comparison.change };
  };
  const goOn = (host: ScriptedHost, node: string) => {
    const { graph, change } = changed(host, node);
    const next = new ScriptedHost(graph, { ...host.options, log: host.log, at: host.now });
    return next.resume({ workflow_change: { ...change, forced: change.stale.length > 0 } });
  };

  test('S-78 R-RESUME-07 an edit of a later node is accepted', () => {
    const host = failing('d');
    expect(changed(host, 'd').change).toMatchObject({ changed: ['d'], stale: [] });
    const next = goOn(host, 'd');
    expect(next.state.status).toBe('finished');
    expect(next.calls).toEqual(['c', 'd']);
    expect(only(next, 'workflow_changed').data.changed).toEqual(['d']);
    expect(next.state.graph_hash).toBe(next.graph.hash);
  });

  test('S-79 R-RESUME-07 an edit of the failed node is used, in a new conversation', () => {
    const host = failing('c');
    expect(changed(host, 'c').change).toMatchObject({ changed: ['c'], stale: [] });
    const next = goOn(host, 'c');
    expect(next.started[0]?.session.continues).toBeUndefined();
    expect(next.started[0]?.request).toMatchObject({ user: 'New' });
  });

  test('S-80 R-RESUME-07 an edit of a finished node is stale and kept', () => {
    const host = failing('a');
    expect(changed(host, 'a').change.stale).toEqual(['main:a:0']);
    expect(goOn(host, 'a').calls).toEqual(['c', 'd']);
  });

  test('S-81 R-RESUME-07 a removed position is refused', () => {
    const host = failing('d');
    const graph = workflow('a -> b -> x -> d -> done', parts('d', 'Old'));
    const comparison = compareWorkflow(host.graph, graph, { state: host.state, log: host.log });
    expect(comparison).toMatchObject({ ok: false, error: { code: 'RESUME_INVALID', node_id: 'c' } });
  });
});

describe('forks', () => {
  const edges = 'a -> b; b -> c when approved; b -> fix when not approved; c -> done; fix -> done';
  const declare = 'schema verdict:\n  approved: bool\nagent b:\n  model: "m/m"\n  output: verdict\n';
  const source = () => ran(edges, { b: '{approved:true}' }, { declare });
  const forked = (host: ScriptedHost, point: Parameters<typeof forkPrefix>[3]) => {
    const fork = forkPrefix(host.graph, host.log, 'f', point);
    if (!fork.ok) throw new Error(fork.error.message);
    return new ScriptedHost(host.graph, {
      script: { b: '{approved:true}' },
      checked: true,
      log: fork.events,
      at: BEGIN + 1e6,
    }).resume({ fork: true });
  };

  test('S-82 R-RESUME-10 a fork at an activation runs it again and leaves the source alone', () => {
    const host = source();
    const before = JSON.stringify(host.log);
    const fork = forked(host, { node: 'b' });
    expect(fork.calls).toEqual(['b', 'c']);
    expect(fork.state).toMatchObject({
      run_id: 'f',
      status: 'finished',
      forked_from: { run_id: 'r', activation: 'main:b:0' },
    });
    expect(JSON.stringify(host.log)).toBe(before);
    expect(only(fork, 'run_resumed').data.reason).toBe('fork');
  });

  test('S-82 R-RESUME-12 the budget of a fork begins at zero', () => {
    const fork = forked(source(), { node: 'b' });
    expect(fork.state.inherited_usage).toMatchObject({ iterations: 1, tokens: 10 });
    expect(fork.state.usage).toMatchObject({ iterations: 2, tokens: 20 });
    expect(fork.state.clock.active_ms).toBe(0);
  });

  test('S-83 R-RESUME-10 a fork after an activation may change its output', () => {
    const fork = forked(source(), { node: 'b', after: true, set: [{ path: ['approved'], value: 'false' }] });
    expect(fork.calls).toEqual(['fix']);
    expect(only(fork, 'node_finished', 'b').data).toMatchObject({ edited: true, output: { approved: false } });
    expect(inputsOf(fork, 'fix')).toEqual([{ approved: false }]);
    const refused = forkPrefix(fork.graph, source().log, 'f', {
      node: 'b',
      after: true,
      set: [{ path: ['approved'], value: 7 }],
    });
    expect(refused).toMatchObject({ ok: false, error: { message: expect.stringContaining('approved') } });
  });

  test('R-RESUME-10 a fork at a seq interrupts what was open there', () => {
    const host = source();
    const at = host.log.findIndex((event) => event.type === 'node_started' && event.node_id === 'c') + 1;
    const fork = forked(host, { seq: at });
    expect(only(fork, 'node_interrupted', 'c').data.reason).toBe('fork');
    expect(fork.state.status).toBe('finished');
  });
});

describe('R-RESUME-03 what is kept', () => {
  const edges = 'fan -> a; fan -> b; fan -> c; a -> j; b -> j; c -> j; j -> done';

  test('a branch that failed under best_effort stays failed when the run is stopped and resumed', () => {
    const declare = `${FAN}join j:\n  strategy: best_effort\n`;
    const host = hosted(edges, { a: '!EXECUTION_FAILED | {}', b: '@1', c: '@9' }, { declare }).feed({ kind: 'start' });
    host.runTo(5).stop('cancel');
    host.resume();
    expect(host.state.status).toBe('finished');
    expect([host.callsOf('a'), host.callsOf('b'), host.callsOf('c')]).toEqual([1, 1, 2]);
    expect(outputsOf(host, 'j')).toMatchObject([{ _failed_branches: [{ branch_id: 'branch_fan_a' }] }]);
  });

  test('R-FAN-15 a failure that best_effort tolerates is final, also when the process dies before the branch has ended', () => {
    const declare = `${FAN}join j:\n  strategy: best_effort\n`;
    const host = ran(edges, { a: '!EXECUTION_FAILED | {}', b: '@5' }, { declare });
    const cut = host.log.findIndex((event) => event.type === 'node_failed') + 1;
    const again = resumed(host, host.log.slice(0, cut));
    expect(again.callsOf('a')).toBe(0);
    expect(outputsOf(again, 'j')).toMatchObject([{ _failed_branches: [{ branch_id: 'branch_fan_a' }] }]);
  });

  test('R-FAN-15 an inner abort below best_effort goes on after a crash', () => {
    const declare = `${FAN}router sub:\n  mode: fan_out_all\njoin ji:\njoin jo:\n  strategy: best_effort\n`;
    const nested = 'fan -> x; fan -> sub; sub -> p; sub -> q; p -> ji; q -> ji; ji -> jo; x -> jo; jo -> done';
    const host = ran(nested, { p: '!EXECUTION_FAILED | {}', q: '@9', x: '@20' }, { declare });
    const cut = host.log.findIndex((event) => event.type === 'fan_out_aborted') + 1;
    const again = resumed(host, host.log.slice(0, cut));
    expect(again.calls).toEqual(['x']);
    expect(again.state.status).toBe('finished');
    expect(outputsOf(again, 'jo')).toEqual(outputsOf(host, 'jo'));
  });

  test('under wait_all cancelled and failed branches come back, arrived ones do not run again', () => {
    const host = ran(edges, { a: '@1', b: '!EXECUTION_FAILED @2 | {}', c: '@9' }, { declare: JOIN });
    expect(eventsOf(host, 'branch_finished').map((event) => event.data.status)).toEqual([
      'arrived',
      'failed',
      'cancelled',
    ]);
    host.resume();
    expect(host.state.status).toBe('finished');
    expect([host.callsOf('a'), host.callsOf('b'), host.callsOf('c')]).toEqual([1, 2, 2]);
    const restart = only(host, 'run_resumed').data.restart.map(({ node_id }) => node_id);
    expect(restart).toEqual(['b', 'c']);
  });

  test('a finished activation whose edge was not selected goes on with the selection', () => {
    const host = ran('a -> b -> done', { a: '{n:1}' });
    const cut = host.log.findIndex((event) => event.type === 'node_finished' && event.node_id === 'a') + 1;
    expect(resumed(host, host.log.slice(0, cut)).calls).toEqual(['b']);
  });

  test('an artifact that was not written yet is written', () => {
    const declare = 'agent a:\n  model: "m/m"\n  publish: art\n';
    const host = ran('a -> done', { a: '{n:1}' }, { declare });
    const cut = host.log.findIndex((event) => event.type === 'node_finished' && event.node_id === 'a') + 1;
    const again = resumed(host, host.log.slice(0, cut));
    expect(eventsOf(again, 'artifact_written')).toHaveLength(1);
    expect(again.state.status).toBe('finished');
  });

  test('a budget refusal is repeated while the limit stands', () => {
    const host = ran('a -> b -> done', {}, { items: 'budget:\n  max_iterations: 1' }).resume();
    expect(host.state.status).toBe('failed_resumable');
    expect(eventsOf(host, 'budget_exceeded', 'b')).toHaveLength(2);
    expect(host.calls).toEqual(['a']);
  });

  test('a branch that reached fail enters it again', () => {
    const host = ran(
      'fan -> a; fan -> b; a -> j when ok; a -> fail when not ok; b -> j; j -> done',
      { a: '{ok:false}' },
      { declare: JOIN, allow: ['C012'] },
    );
    expect(only(host, 'branch_finished', 'a').data).toMatchObject({ status: 'failed', at: 'fail' });
    host.resume();
    expect(host.state.status).toBe('failed_resumable');
    expect(host.callsOf('a')).toBe(1);
  });

  test('a question of a branch that was called off stays open, with its id', () => {
    const declare = `${FAN}human h:\njoin j:\n`;
    const host = ran('fan -> a; fan -> h; a -> j; h -> j; j -> done', { a: '!EXECUTION_FAILED @3 | {}' }, { declare });
    expect(host.state.status).toBe('failed_resumable');
    host.resume();
    expect(eventsOf(host, 'human_input_requested')).toHaveLength(1);
    const { waiting } = only(host, 'run_paused').data;
    host.answer(waiting[0]?.interaction_id ?? '', { answer: 'x' });
    expect(host.state.status).toBe('finished');
  });

  test('below a tolerant fan-out the question of a branch that was called off is void', () => {
    const declare = `${FAN}router sub:\n  mode: fan_out_all\nhuman h:\njoin ji:\njoin jo:\n  strategy: best_effort\n`;
    const inner = 'fan -> x; fan -> sub; sub -> p; sub -> h; p -> ji; h -> ji; ji -> jo; x -> jo; jo -> done';
    const host = ran(inner, { p: '!EXECUTION_FAILED @2' }, { declare });
    expect(host.state.status).toBe('finished');
    expect(only(host, 'node_interrupted', 'h').data.reason).toBe('sibling_failed');
  });
});

describe('sessions', () => {
  test('S-111 R-SESS-04 a register passes nodes without a conversation', () => {
    const declare = 'tool t:\n  command: "make"\nagent r:\n  model: "m/m"\n  session: inherit\n';
    const host = ran('w -> t -> r -> done', {}, { declare });
    expect(host.started.at(-1)?.session).toMatchObject({ mode: 'inherit', parent: { id: 's_main_w_0_1' } });
  });

  test('S-111 R-SESS-05 parallel branches fork the conversation they inherit', () => {
    const agent = (name: string) => `agent ${name}:\n  model: "m/m"\n  session: inherit\n`;
    const host = ran(
      'w -> fan; fan -> a; fan -> b; a -> a2 -> j; b -> j; j -> done',
      {},
      { declare: `${JOIN}${agent('a')}${agent('b')}${agent('a2')}` },
    );
    const sessionOf = (node: string) => host.started.find((effect) => effect.node === node)?.session;
    for (const node of ['a', 'b'])
      expect(sessionOf(node)).toMatchObject({ mode: 'fork', requested: 'inherit', parent: { id: 's_main_w_0_1' } });
    expect(sessionOf('a2')).toMatchObject({ mode: 'inherit', parent: { id: 's_branch_fan_a_a_0_1' } });
  });

  test('S-112 R-SESS-02 a mapped session wins over the register and is not visible', () => {
    const declare = 'agent r:\n  model: "m/m"\n  session: inherit\n';
    const host = ran(
      'a -> b; b -> r with {_session_id: "{{outputs.a._session_id}}", x: 1}; r -> done',
      {},
      { declare },
    );
    expect(host.started.at(-1)?.session.parent?.id).toBe('s_main_a_0_1');
    expect(inputsOf(host, 'r')).toEqual([{ x: 1 }]);
  });

  test('S-113 R-SESS-06 artifacts_only carries the artifacts in order of publication', () => {
    const declare =
      'agent a:\n  model: "m/m"\n  publish: second\nagent b:\n  model: "m/m"\n  publish: first\nagent r:\n  model: "m/m"\n  session: artifacts_only\n';
    const host = ran('a -> b -> r -> done', { a: '{n:1}', b: '{n:2}' }, { declare });
    expect(host.started.at(-1)?.request).toMatchObject({
      artifacts: [
        { name: 'second', value: { n: 1 } },
        { name: 'first', value: { n: 2 } },
      ],
    });
    expect(host.started.at(-1)?.session.parent).toBeUndefined();
  });
});

test('R-RESUME-02 R-RESUME-05 resume: what changed, what was answered, what goes on, what was cut off, in this order', () => {
  const text = (last: string) => ({
    declare: `${JOIN}human h:\nagent z:\n  model: "m/m"\n  max_tokens: ${last}\n`,
  });
  const edges = 'first -> fan; fan -> a; fan -> h; fan -> b; a -> j; h -> j; b -> j; j -> z -> done';
  const host = hosted(edges, { a: '@60', b: '@60' }, text('1')).feed({ kind: 'start' });
  host.runTo(1);
  const graph = workflow(edges, text('2'));
  const change = compareWorkflow(host.graph, graph, { state: host.state, log: host.log });
  if (!change.ok) throw new Error(change.error.message);
  const again = new ScriptedHost(graph, { ...host.options, log: host.log, at: host.now });
  const before = host.log.length;
  const [interaction = ''] = eventsOf(host, 'human_input_requested').map(({ data }) => data.interaction_id);
  again.feed({
    kind: 'resume',
    epoch: 2,
    options: { answers: { [interaction]: { answer: 'yes' } }, workflow_change: { ...change.change, forced: false } },
  });
  expect(again.log.slice(before, before + 5).map(({ type, node_id }) => [type, node_id])).toEqual([
    ['workflow_changed', undefined],
    ['human_answers_recorded', 'h'],
    ['run_resumed', undefined],
    ['node_interrupted', 'a'],
    ['node_interrupted', 'b'],
  ]);
  expect(only(again, 'workflow_changed').data).toMatchObject({ changed: ['z'], stale: [] });
  expect(only(again, 'run_resumed').data).toMatchObject({
    resumed_from: 'running',
    reason: 'crash',
    epoch: 2,
    restart: [
      { branch_id: 'branch_fan_a', node_id: 'a', iteration: 0 },
      { branch_id: 'branch_fan_b', node_id: 'b', iteration: 0 },
    ],
    kept: 2,
  });
  expect(only(again, 'run_resumed').data).not.toHaveProperty('restart_node');
  expect(again.run().state.status).toBe('finished');
  expect(again.callsOf('first')).toBe(0);
});
