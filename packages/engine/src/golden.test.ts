// The golden traces of runtime.md §13 and the worked traces of §2.9, event by event. A change to one is a change of that document.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { ProgressDraft } from './effects.ts';
import type { Script } from './testing/script.ts';
import { ScriptedHost, type HostOptions } from './testing/scriptedHost.ts';
import { shownLog, traceDifference } from './testing/trace.ts';
import { workflow, type WorkflowParts } from './testing/workflow.ts';

function expectGolden(name: string, host: ScriptedHost): void {
  const trace = readFileSync(new URL(`./fixtures/golden/${name}.trace`, import.meta.url), 'utf8');
  const difference = traceDifference(host.log, trace);
  expect(difference, difference === null ? '' : `${name}\n${difference}\n\n${shownLog(host.log)}`).toBeNull();
}

function hosted(
  edges: string,
  script: Script = {},
  parts: WorkflowParts = {},
  options: HostOptions = {},
): ScriptedHost {
  return new ScriptedHost(workflow(edges, parts), { script, checked: true, silent: true, ...options });
}

const REVIEW = 'reviewer -> done when approved; reviewer -> fail when not approved';
const REVIEW_PARTS = {
  declare:
    'schema verdict:\n  approved: bool\n  summary: string\nagent reviewer:\n  model: "test/model"\n  output: verdict',
};
const FAN = 'fan -> a; fan -> b; a -> m; b -> m; m -> done';
const ROUTER = 'router fan:\n  mode: fan_out_all\n';

/** The in-process backend's events of one model step, as the host would report them. */
const STEP: readonly ProgressDraft[] = [
  { type: 'session_opened', data: { session_id: 's1', mode: 'fresh', requested: 'fresh', forked: false } },
  { type: 'llm_prompt', data: { system_prompt: '', user_message: 'x' } },
  { type: 'llm_request', data: { model: 'm', step: 1, message_count: 1, tool_count: 0 } },
  {
    type: 'llm_step_finished',
    data: { step: 1, input_tokens: 40, output_tokens: 12, finish_reason: 'stop', tool_calls: 0, duration_ms: 1 },
  },
  {
    type: 'usage_recorded',
    data: {
      model: 'm',
      input_tokens: 40,
      output_tokens: 12,
      cost_usd: 0.0003,
      cost_source: 'table',
      source: 'llm_step',
    },
  },
];

/** A run driven by hand, where the trace names events that the scripted host does not make. */
function byHand(approved: boolean): ScriptedHost {
  const host = new ScriptedHost(workflow(REVIEW, REVIEW_PARTS), {
    header: { inputs: { code: 'x' } },
    script: { reviewer: '@forever' },
    silent: true,
  });
  host.start();
  const effect = 'main:reviewer:0@1';
  host.feed({ kind: 'progress', effect, drafts: STEP });
  host.feed({
    kind: 'settled',
    effect,
    outcome: {
      is: 'output',
      output: { approved, summary: approved ? 'ok' : 'no' },
      meta: { tokens: 52, cost_usd: 0.0003, model: 'm' },
      session: { id: 's1', backend: 'claw' },
    },
  });
  return host;
}

describe('golden traces', () => {
  test('G-1 a run that is approved', () => expectGolden('G-01', byHand(true)));

  test('G-2 a run that reaches fail', () => {
    const host = byHand(false);
    expectGolden('G-02', host);
    expect(host.state.status).toBe('failed');
  });

  test('G-3 two branches meet at a node with await', () => {
    const parts = { declare: `${ROUTER}judge m:\n  model: "test/model"\n  await: wait_all\n` };
    expectGolden('G-03', hosted(FAN, { a: '{x:1}', b: '{x:2}', m: '{approved:true}' }, parts).start());
  });

  test('G-3j two branches meet at a join', () => {
    const parts = { declare: `${ROUTER}join m:\n  strategy: wait_all\n  require: [a, b]\n` };
    expectGolden('G-03j', hosted(FAN, { a: '{x:1}', b: '{x:2}' }, parts).start());
  });

  test('G-4 a person decides', () => {
    const declare = 'schema verdict:\n  approved: bool\nhuman approval:\n  output: verdict\n  publish: decision\n';
    const edges = 'plan -> approval; approval -> done when approved; approval -> fail when not approved';
    const host = hosted(edges, { plan: '{plan:"P"}' }, { declare }).start();
    expect(host.state.status).toBe('paused_waiting_human');
    expectGolden('G-04', host.resume({ answers: { r_approval: { approved: true } } }));
  });

  test('G-5 a person in a branch', () => {
    const declare = `${ROUTER}human h:\njoin j:\n`;
    const host = hosted('fan -> a; fan -> h; a -> j; h -> j; j -> done', { a: '{} @5' }, { declare }).start();
    const [open] = host.state.index.waiting;
    expect(open).toBe('branch_fan_h');
    const { waiting } = host.log.findLast((event) => event.type === 'run_paused')?.data ?? {};
    expectGolden('G-05', host.resume({ answers: { [waiting?.[0]?.interaction_id ?? '']: { answer: 'yes' } } }));
  });

  test('G-6 failure and resume', () => {
    const parts = { declare: 'tool act:\n  command: "true"\n' };
    const host = hosted('plan -> act -> done', { act: '!TOOL_FAILED_PERMANENT | {}' }, parts).start();
    expect(host.state.status).toBe('failed_resumable');
    expectGolden('G-06', host.resume());
  });

  test('G-7 a crash while a node executes', () => {
    const parts = { declare: 'tool act:\n  command: "true"\n' };
    const host = hosted('plan -> act -> done', { act: '{} @9' }, parts).start();
    const started = host.log.findIndex((event) => event.type === 'node_started' && event.node_id === 'act');
    const log = host.log.slice(0, started + 1).filter((event) => !/^(session|usage)_/.test(event.type));
    const renumbered = log.map((event, seq) => ({ ...event, seq }));
    expectGolden('G-07', new ScriptedHost(host.graph, { checked: true, log: renumbered, at: host.now }).resume());
  });

  test('G-8 a passing failure', () => {
    const parts = { declare: 'tool act:\n  command: "true"\n' };
    expectGolden(
      'G-08',
      hosted('plan -> act -> done', { act: '!TOOL_FAILED_TRANSIENT | {}' }, parts, { silent: true }).start(),
    );
  });

  test('G-9 a loop without fallback', () => {
    const edges = 'w -> j; j -> w when not ok as l(1); j -> done when ok';
    expectGolden('G-09', hosted(edges, { j: '{ok:false}' }, { allow: ['C012'] }).start());
  });

  test('G-10 cancel in a node', () => {
    const host = hosted('a -> done', { a: '@60' }, {}, { silent: true }).feed({ kind: 'start' });
    expectGolden('G-10', host.stop('cancel', 'signal'));
    expect(host.state.status).toBe('cancelled');
  });

  test('G-11 budget', () => {
    const items = 'budget:\n  max_tokens: 1000';
    expectGolden(
      'G-11',
      hosted('a -> b -> c -> done', { a: '{} ~850t', b: '{} ~200t' }, { items }, { silent: false }).start(),
    );
  });

  test('G-12 tools and repair', () => {
    const host = new ScriptedHost(workflow('a -> done'), { script: { a: '@forever' }, silent: true }).start();
    const effect = 'main:a:0@1';
    const step = (n: number, tool_calls: number): readonly ProgressDraft[] => [
      { type: 'llm_request', data: { model: 'm', step: n, message_count: n, tool_count: 1 } },
      {
        type: 'llm_step_finished',
        data: { step: n, input_tokens: 1, output_tokens: 1, finish_reason: 'stop', tool_calls, duration_ms: 1 },
      },
      {
        type: 'usage_recorded',
        data: { model: 'm', input_tokens: 1, output_tokens: 1, cost_usd: 0, cost_source: 'table', source: 'llm_step' },
      },
    ];
    const drafts: readonly ProgressDraft[] = [
      ...STEP.slice(0, 2),
      ...step(1, 1),
      { type: 'tool_started', data: { tool: 'read_file', tool_use_id: 't', input_size: 1 } },
      {
        type: 'tool_called',
        data: { tool: 'read_file', tool_use_id: 't', input_size: 1, output_size: 1, duration_ms: 1 },
      },
      ...step(2, 0),
      {
        type: 'schema_repair',
        data: { round: 1, violations: [{ path: 'severity', expected: 'low|high', found: 'mid' }] },
      },
      ...step(3, 0),
    ];
    host.feed({ kind: 'progress', effect, drafts });
    host.feed({ kind: 'settled', effect, outcome: { is: 'output', output: { severity: 'low' }, meta: {} } });
    expectGolden('G-12', host);
  });

  test('G-13 best_effort tolerates a failure', () => {
    const declare = `${ROUTER}join j:\n  strategy: best_effort\n`;
    const script = { a: '!TOOL_FAILED_PERMANENT', b: '{n:1} @1' };
    expectGolden('G-13', hosted('fan -> a; fan -> b; a -> j; b -> j; j -> done', script, { declare }).start());
  });
});

describe('worked traces', () => {
  test('W-1 S-12 one loop counter', () => {
    const edges = 'draft -> check; check -> done when ok; check -> draft when not ok as l(2); check -> done';
    expectGolden('W-1', hosted(edges, { check: '{ok:false}' }).start());
  });

  test('W-3 S-29 nested fan-outs with one join', () => {
    const declare = `${ROUTER}router inner:\n  mode: fan_out_all\njoin j:\n  require: [a, x, y]\n`;
    const edges = 'fan -> a; fan -> inner; inner -> x; inner -> y; a -> j; x -> j; y -> j; j -> done';
    expectGolden('W-3', hosted(edges, { y: '@1', x: '@2', a: '@3' }, { declare }).start());
  });

  test('W-4 S-23 wait_all fails and is resumed', () => {
    const declare = `${ROUTER}join j:\n`;
    const edges = 'fan -> a; fan -> b; a -> j; b -> c; c -> j; j -> done';
    const host = hosted(edges, { c: '!TOOL_FAILED_PERMANENT | {}', b: '@1' }, { declare }).start();
    expect(host.state.status).toBe('failed_resumable');
    expectGolden('W-4', host.resume());
    expect(host.state.status).toBe('finished');
    expect([host.callsOf('a'), host.callsOf('b'), host.callsOf('c')]).toEqual([1, 1, 2]);
  });
});
