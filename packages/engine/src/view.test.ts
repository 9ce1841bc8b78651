import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EventPlace, EventType, RunEvent } from './events.ts';
import { emptyView, newerView, view, viewAll, type View } from './view.ts';

type Line = readonly [type: EventType, at: EventPlace, data: object, seconds?: number];
const start = Date.parse('2026-01-05T10:00:00.000Z');

/** A log: each line one second after the one before, unless it says otherwise. */
function log(...lines: readonly Line[]): RunEvent[] {
  let at = start;
  return lines.map(([type, place, data, seconds = 1], seq) => {
    if (seq > 0) at += seconds * 1000;
    return { seq, timestamp: new Date(at).toISOString(), run_id: 'r', ...place, type, data } as RunEvent;
  });
}

const began: Line = [
  'run_started',
  {},
  {
    workflow: 'w',
    graph_hash: 'h',
    entry: 'a',
    vars: { x: 1 },
    inputs: {},
    env: {},
    limits: { max_tokens: 1000 },
    seed: 'r',
    epoch: 1,
    workspace_safety: 'serialize',
  },
];
const usage = (tokens: number, cost: number | null): object => ({
  model: 'm',
  input_tokens: tokens,
  output_tokens: 0,
  cost_usd: cost,
  cost_source: 'table',
  source: 'llm_step',
});
const at = (node: string, iteration = 0, attempt = 1, branch?: string): EventPlace => ({
  node_id: node,
  iteration,
  attempt,
  ...(branch === undefined ? {} : { branch_id: branch }),
});
const open = (kind = 'agent', more: object = {}): object => ({ kind, input: {}, ...more });
const see = (events: readonly RunEvent[]): View => viewAll(emptyView(), events);

test('R-VIEW-02 before the first event', () => {
  expect(emptyView()).toMatchObject({ last_seq: -1, executions: [], needs_resync: false, run: { status: 'queued' } });
});

test('R-VIEW-03 R-VIEW-04 an execution through a retry to its end', () => {
  const events = log(
    began,
    ['node_started', at('a'), open('agent', { counted: true, loop_path: [['l', 1, 0]] })],
    ['llm_request', at('a'), { model: 'm', step: 1, message_count: 1, tool_count: 0 }],
    ['tool_started', at('a'), { tool: 'read_file', tool_use_id: 't', input_size: 1 }],
    ['usage_recorded', at('a'), usage(10, 0.5)],
    [
      'node_recovery',
      at('a'),
      {
        code: 'RATE_LIMITED',
        reason: 'later',
        action: 'retry',
        attempt: 1,
        not_before: '2026-01-05T10:00:09.000Z',
        error: { code: 'RATE_LIMITED', message: 'slow down' },
      },
    ],
    ['node_started', at('a', 0, 2), open('agent', { counted: true, reason: 'retry' }), 4],
    ['usage_recorded', at('a', 0, 2), usage(5, null)],
    ['node_finished', at('a', 0, 2), { output: {}, _model: 'm2', _session_id: 's' }],
    ['artifact_written', at('a', 0, 2), { publish: 'p', version: 0, sha256: 'x' }],
    ['edge_selected', { node_id: 'a', iteration: 0 }, { edge: 'a->done', from: 'a', to: 'done' }],
  );
  expect(see(events.slice(0, 6)).executions[0]).toMatchObject({
    status: 'retrying',
    not_before: '2026-01-05T10:00:09.000Z',
    error: 'slow down',
    tool_calls: 1,
    steps: 1,
    last_tool: 'read_file',
  });
  const done = see(events);
  expect(done.executions).toEqual([
    {
      execution_id: 'exec:main:a:0',
      ir_node_id: 'a',
      branch_id: 'main',
      loop_iteration: 0,
      loop_path: [['l', 1, 0]],
      kind: 'agent',
      status: 'finished',
      attempt: 2,
      attempts: [
        {
          attempt: 1,
          started_at: '2026-01-05T10:00:01.000Z',
          ended_at: '2026-01-05T10:00:05.000Z',
          end: 'retry',
          code: 'RATE_LIMITED',
        },
        {
          attempt: 2,
          reason: 'retry',
          started_at: '2026-01-05T10:00:09.000Z',
          ended_at: '2026-01-05T10:00:11.000Z',
          end: 'finished',
        },
      ],
      started_at: '2026-01-05T10:00:01.000Z',
      finished_at: '2026-01-05T10:00:11.000Z',
      active_s: 6,
      tokens: 15,
      cost_usd: 0.5,
      cost_incomplete: true,
      model: 'm2',
      backend: null,
      session_id: 's',
      simulated: false,
      error: null,
      code: null,
      interaction_id: null,
      not_before: null,
      tool_calls: 0,
      steps: 0,
      last_tool: null,
      last_artifact_version: 0,
      first_seq: 1,
      last_seq: 9,
      current_event_seq: 8,
      input_seq: 6,
      output_seq: 8,
    },
  ]);
  expect(done.totals).toMatchObject({
    iterations: 2,
    tokens: 15,
    cost_usd: 0.5,
    cost_incomplete: true,
    model_calls: 1,
  });
  expect(done.edges).toEqual({ 'a->done': 1 });
  expect(done.run).toMatchObject({ artifact_index: { a: 0 }, usage: { tokens: 15, active_s: 13 } });
  expect(done.budget.tokens).toEqual({ limit: 1000, used: 15, warned: false, exceeded: false });
});

test('R-VIEW-05 a finished execution never changes; a failed one is reopened by a higher attempt only', () => {
  const events = log(
    began,
    ['node_started', at('a'), open()],
    ['node_failed', at('a'), { code: 'TOOL_FAILED_PERMANENT', error: 'broken', attempts: 1 }],
    ['node_started', at('a'), open()],
    ['node_finished', at('a'), { output: {} }],
    ['node_started', at('a', 0, 2), open('agent', { reason: 'resume' })],
    ['node_finished', at('a', 0, 2), { output: {} }],
    ['node_interrupted', at('a', 0, 2), { reason: 'cancel' }],
    ['node_started', at('a', 0, 3), open()],
  );
  const statuses = events.map((_, index) => see(events.slice(0, index + 1)).executions[0]?.status);
  expect(statuses).toEqual([
    undefined,
    'running',
    'failed',
    'failed',
    'failed',
    'running',
    'finished',
    'finished',
    'finished',
  ]);
});

test('R-VIEW-04 any run-level stop closes what runs; the one that run_failed names failed', () => {
  const both: readonly Line[] = [
    began,
    ['node_started', at('a'), open()],
    ['node_started', at('b', 0, 1, 'branch_f_b'), open()],
  ];
  const usageTotals = { iterations: 0 };
  const failed = see(
    log(...both, [
      'run_failed',
      { node_id: 'a' },
      { code: 'TIMEOUT', error: 'late', resumable: true, usage: usageTotals },
    ]),
  );
  expect(failed.executions.map(({ status, code }) => [status, code])).toEqual([
    ['failed', 'TIMEOUT'],
    ['interrupted', null],
  ]);
  expect(failed.run).toMatchObject({
    status: 'failed_resumable',
    error: 'late',
    failure: { code: 'TIMEOUT', node_id: 'a' },
  });
  const cancelled = see(log(...both, ['run_cancelled', {}, { reason: 'signal' }]));
  expect(cancelled.executions.map(({ status }) => status)).toEqual(['interrupted', 'interrupted']);
  const gone = see(log(...both, ['run_interrupted', {}, { reason: 'process_gone' }, 3600]));
  expect(gone.run).toMatchObject({ status: 'failed_resumable', usage: { active_s: 2 }, active_since: null });
});

const asked: Line = [
  'human_input_requested',
  at('h'),
  {
    interaction_id: 'r_h',
    kind: 'human',
    questions: { plan: 'P' },
    form: [{ name: 'ok', type: 'bool', required: true }],
    shown_hash: 'x',
  },
];
test('G-4 R-VIEW-04 a person is asked, answers, and waiting is not active time', () => {
  const events = log(
    began,
    ['node_started', at('h'), open('human')],
    asked,
    ['run_paused', { node_id: 'h' }, { reason: 'human', waiting: [] }],
    [
      'human_answers_recorded',
      at('h'),
      { interaction_id: 'r_h', answers: { ok: true }, shown_hash: 'x', by: 'ada' },
      3600,
    ],
    ['run_resumed', {}, { resumed_from: 'paused_waiting_human', reason: 'answers', epoch: 2, restart: [], kept: 1 }],
    ['node_finished', at('h'), { output: { ok: true } }],
    ['run_finished', {}, { output: { ok: true }, usage: {}, active_s: 5 }],
  );
  expect(see(events.slice(0, 4))).toMatchObject({
    run: { status: 'paused_waiting_human', active_since: null },
    executions: [{ status: 'paused_waiting_human', interaction_id: 'r_h' }],
    interactions: [
      { interaction_id: 'r_h', status: 'open', questions: { plan: 'P' }, requested_at: events[2]?.timestamp },
    ],
  });
  const done = see(events);
  expect(done.interactions).toMatchObject([{ status: 'answered', answers: { ok: true }, answered_by: 'ada' }]);
  expect(done.executions[0]).toMatchObject({ status: 'finished', active_s: 1 });
  expect(done.run).toMatchObject({ status: 'finished', epoch: 2, output: { ok: true }, usage: { active_s: 5 } });
  expect(done.branches).toMatchObject([{ branch_id: 'main', status: 'done' }]);
});

test('S-59 R-HUMAN-08 a replaced interaction is void', () => {
  const again: Line = [
    'human_input_requested',
    at('h', 0, 2),
    { ...asked[2], interaction_id: 'r_h_v2', replaces: 'r_h' },
  ];
  const events = log(
    began,
    ['node_started', at('h'), open('human')],
    asked,
    ['node_started', at('h', 0, 2), open('human')],
    again,
  );
  expect(see(events).interactions.map(({ interaction_id, status }) => [interaction_id, status])).toEqual([
    ['r_h', 'void'],
    ['r_h_v2', 'open'],
  ]);
});

test('G-3 R-VIEW-04 the branch tree', () => {
  const inBranch = (id: string, node: string): EventPlace => ({ branch_id: id, node_id: node });
  const events = log(
    began,
    [
      'fan_out_started',
      { node_id: 'fan', iteration: 0 },
      {
        fan_out: 'main:fan:0',
        convergence: 'm',
        explicit: true,
        strategy: 'wait_all',
        branches: ['branch_fan_a', 'branch_fan_b'],
        edges: ['fan->a', 'fan->b'],
        targets: ['a', 'b'],
        mode: 'fan_out_all',
      },
    ],
    [
      'branch_started',
      inBranch('branch_fan_a', 'a'),
      { fan_out: 'main:fan:0', parent: 'main', from: 'fan', edge: 'fan->a' },
    ],
    [
      'branch_started',
      inBranch('branch_fan_b', 'b'),
      { fan_out: 'main:fan:0', parent: 'main', from: 'fan', edge: 'fan->b' },
    ],
    ['node_started', at('a', 0, 1, 'branch_fan_a'), open()],
    ['usage_recorded', at('a', 0, 1, 'branch_fan_a'), usage(7, 0.1)],
    ['branch_finished', inBranch('branch_fan_a', 'a'), { status: 'arrived', join_node: 'm' }],
    [
      'branch_finished',
      inBranch('branch_fan_b', 'b'),
      { status: 'failed', at: 'c', code: 'EXECUTION_FAILED', error: 'no' },
    ],
    [
      'fan_out_aborted',
      { node_id: 'fan' },
      { fan_out: 'main:fan:0', branch_id: 'branch_fan_b', code: 'EXECUTION_FAILED' },
    ],
  );
  const tree = (view: View): unknown =>
    view.branches.map((branch) => [branch.branch_id, branch.parent, branch.status, branch.last_node, branch.aborted]);
  expect(tree(see(events.slice(0, 2)))).toEqual([
    ['main', null, 'running', 'a', false],
    ['branch_fan_a', 'main', 'pending', 'a', false],
    ['branch_fan_b', 'main', 'pending', 'b', false],
  ]);
  const all = see(events);
  expect(tree(all)).toEqual([
    ['main', null, 'running', 'a', false],
    ['branch_fan_a', 'main', 'arrived', 'm', true],
    ['branch_fan_b', 'main', 'failed', 'c', false],
  ]);
  expect(all.branches[1]).toMatchObject({ router: 'fan', convergence: 'm', tokens: 7, cost_usd: 0.1 });
});

test('R-VIEW-04 R-LOOP-05 loops count per branch and start over where an enclosing loop resets them', () => {
  const edge = (data: object): Line => [
    'edge_selected',
    { node_id: 'x' },
    { edge: 'x->y', from: 'x', to: 'y', ...data },
  ];
  const events = log(
    began,
    edge({ loop: 'inner', iteration: 1, max: 2 }),
    edge({ loop: 'inner', iteration: 2, max: 2 }),
    edge({ loop: 'outer', iteration: 1, max: 3, resets: ['inner'] }),
    edge({ loop: 'inner', iteration: 1, max: 2 }),
  );
  expect(see(events).loops).toEqual({
    inner: { main: { iteration: 1, max: 2, activation: 2, traversals: 3 } },
    outer: { main: { iteration: 1, max: 3, activation: 1, traversals: 1 } },
  });
  expect(see(events).edges).toEqual({ 'x->y': 4 });
});

test('R-BUDGET-06 warnings and stops are flags of their dimension until the limit is replaced', () => {
  const events = log(
    began,
    ['budget_warning', {}, { dimension: 'tokens', used: 850, limit: 1000 }],
    ['budget_exceeded', {}, { dimension: 'tokens', used: 1050, limit: 1000 }],
    [
      'run_resumed',
      {},
      {
        resumed_from: 'failed_resumable',
        reason: 'retry',
        epoch: 2,
        restart: [],
        kept: 0,
        limits: { max_tokens: 2000, max_cost_usd: 1 },
      },
    ],
  );
  expect(see(events.slice(0, 3)).budget.tokens).toEqual({ limit: 1000, used: 1050, warned: true, exceeded: true });
  expect(see(events).budget).toMatchObject({
    tokens: { limit: 2000, warned: false, exceeded: false },
    cost_usd: { limit: 1 },
  });
});

test('R-RESUME-12 what a fork inherited is shown apart', () => {
  const [type, place, data] = began;
  const events = log(
    [type, place, { ...data, forked_from: { run_id: 'q', seq: 3 } }],
    ['node_started', at('a'), open('agent', { counted: true })],
    ['usage_recorded', at('a'), usage(10, 0.5)],
    ['run_resumed', {}, { resumed_from: 'running', reason: 'fork', epoch: 2, restart: [], kept: 0 }],
    ['usage_recorded', at('a'), usage(3, 0.1)],
  );
  expect(see(events)).toMatchObject({
    totals: { tokens: 3, iterations: 0, cost_usd: 0.1 },
    inherited: { tokens: 10, iterations: 1, cost_usd: 0.5 },
    budget: { tokens: { used: 3 } },
    run: { usage: { tokens: 3, active_s: 1 } },
  });
});

test('R-VIEW-04 logs that part after a common beginning are folded apart', () => {
  const common = log(began, ['node_started', at('a'), open()]);
  const from = (...names: readonly string[]): RunEvent[] =>
    log(began, ['node_started', at('a'), open()], ...names.map((name): Line => ['node_started', at(name), open()]));
  const base = see(common);
  const first = viewAll(base, from('x', 'y'));
  const second = viewAll(base, from('z', 'x', 'y'));
  const ends = (events: readonly RunEvent[], node: string): RunEvent[] => [
    ...events,
    { ...events[0], seq: events.length, type: 'node_finished', ...at(node), data: { output: {} } } as RunEvent,
  ];
  const closed = (view: View): string[] =>
    view.executions.filter(({ status }) => status === 'finished').map(({ ir_node_id }) => ir_node_id);
  expect(closed(viewAll(first, ends(from('x', 'y'), 'x')))).toEqual(['x']);
  expect(closed(viewAll(second, ends(from('z', 'x', 'y'), 'y')))).toEqual(['y']);
  expect(closed(viewAll(first, ends(from('x', 'y'), 'z')))).toEqual([]);
});

test('R-VIEW-01 old events are ignored and a gap asks for a resync', () => {
  const events = log(began, ['node_started', at('a'), open()], ['node_finished', at('a'), { output: {} }]);
  const [first, second, third] = events;
  if (first === undefined || second === undefined || third === undefined) throw new Error('three events');
  const one = view(emptyView(), first);
  expect(view(one, first)).toBe(one);
  const gap = view(one, third);
  expect(gap).toEqual({ ...one, needs_resync: true });
  const filled = view(view(gap, second), third);
  expect(filled).toEqual(see(events));
});

test('R-VIEW-07 a fetched snapshot never replaces one that has seen more', () => {
  const events = log(began, ['node_started', at('a'), open()]);
  const [old, recent] = [see(events.slice(0, 1)), see(events)];
  expect(newerView(recent, old)).toBe(recent);
  expect(newerView(old, recent)).toEqual(recent);
});

test('R-VIEW-04 unknown events move last_seq only', () => {
  const before = see(log(began));
  const after = view(before, {
    seq: 1,
    timestamp: before.run.updated_at ?? '',
    run_id: 'r',
    type: 'from_the_future',
    data: {},
  } as unknown as RunEvent);
  expect(after).toEqual({ ...before, last_seq: 1 });
});

describe('P-21', () => {
  const nodes = fc.constantFrom('a', 'b');
  const places = fc.record({
    node_id: nodes,
    iteration: fc.nat(1),
    attempt: fc.integer({ min: 1, max: 3 }),
    branch_id: fc.constantFrom(undefined, 'branch_f_a'),
  });
  const drafts: fc.Arbitrary<readonly [EventType, object]> = fc.oneof(
    fc.constant(['node_started', open('agent', { counted: true })] as const),
    fc.constant(['node_finished', { output: {} }] as const),
    fc.constant(['node_failed', { code: 'TIMEOUT', error: 'e', attempts: 1 }] as const),
    fc.constant(['node_interrupted', { reason: 'cancel' }] as const),
    fc
      .constantFrom('retry', 'pause')
      .map(
        (action) =>
          ['node_recovery', { code: 'RATE_LIMITED', reason: '', action, attempt: 1, error: { message: 'e' } }] as const,
      ),
    fc
      .tuple(fc.nat(100), fc.option(fc.nat(9)))
      .map(([tokens, cost]) => ['usage_recorded', usage(tokens, cost)] as const),
    fc.constant(['edge_selected', { edge: 'a->b', from: 'a', to: 'b', loop: 'l', iteration: 1, max: 2 }] as const),
    fc.constant(['run_failed', { code: 'TIMEOUT', error: 'e', resumable: true, usage: {} }] as const),
    fc.constant([
      'run_resumed',
      { resumed_from: 'failed_resumable', reason: 'retry', epoch: 2, restart: [], kept: 0 },
    ] as const),
    fc.constant(['human_input_requested', { ...asked[2] }] as const),
    fc.constant(['human_answers_recorded', { interaction_id: 'r_h', answers: {}, shown_hash: 'x' }] as const),
  );
  const logs = fc
    .array(fc.tuple(drafts, places, fc.nat(3)), { maxLength: 40 })
    .map((lines) =>
      log(
        began,
        ...lines.map(([[type, data], { branch_id, ...place }, seconds]): Line => [
          type,
          branch_id === undefined ? place : { ...place, branch_id },
          data,
          seconds,
        ]),
      ),
    );

  test('P-21 the fold does not depend on batching, repetition or identity of its input', () => {
    fc.assert(
      fc.property(logs, fc.nat(40), (events, cut) => {
        const whole = see(events);
        let single = emptyView();
        for (const event of events) single = view(Object.freeze(single), event);
        expect(single).toEqual(whole);
        expect(viewAll(see(events.slice(0, cut)), events)).toEqual(whole);
        expect(viewAll(whole, events)).toBe(whole);
        expect(JSON.parse(JSON.stringify(whole))).toEqual(whole);
      }),
    );
  });

  test('P-21 finished executions are stable and totals are the sum of usage', () => {
    fc.assert(
      fc.property(logs, (events) => {
        let seen = emptyView();
        let tokens = 0;
        let cost = 0;
        for (const event of events) {
          const next = view(seen, event);
          for (const [index, execution] of seen.executions.entries()) {
            if (execution.status !== 'finished') continue;
            expect(next.executions[index]).toMatchObject({ status: 'finished', attempt: execution.attempt });
          }
          if (event.type === 'usage_recorded') {
            tokens += event.data.input_tokens;
            cost += event.data.cost_usd ?? 0;
          }
          expect(next.totals).toMatchObject({ tokens, cost_usd: cost });
          seen = next;
        }
      }),
    );
  });

  test('V-3 what an event does not concern keeps its identity', () => {
    const events = log(began, ['node_started', at('a'), open()], ['node_started', at('b'), open()]);
    const before = see(events);
    const after = view(before, { ...events[2], seq: 3, type: 'usage_recorded', data: usage(1, 1) } as RunEvent);
    expect(after.executions[0]).toBe(before.executions[0]);
    expect(after.executions[1]).not.toBe(before.executions[1]);
    expect(after.interactions).toBe(before.interactions);
    expect(after.edges).toBe(before.edges);
    expect(after.loops).toBe(before.loops);
  });
});
