// The reference groups of runtime.md §12.1: A refinement, B two models in parallel, C a human gate, D fix until green, F alternation.
import { describe, expect, test } from 'vitest';
import { eventsOf, only, outputsOf, ran } from '../testing/scenario.ts';
import type { Script } from '../testing/script.ts';
import type { ScriptedHost } from '../testing/scriptedHost.ts';

const VERDICT = 'schema verdict:\n  approved: bool\n';
const judge = (name: string, extra = '') => `judge ${name}:\n  model: "m/m"\n  output: verdict\n${extra}`;
const publisher = (name: string, artifact: string) => `agent ${name}:\n  model: "m/m"\n  publish: ${artifact}\n`;
const fanOut = (name: string) => `router ${name}:\n  mode: fan_out_all\n`;

function artifacts(host: ScriptedHost): readonly string[] {
  return eventsOf(host, 'artifact_written').map((event) => `${event.node_id}/${event.data.version}`);
}

/** `{approved}` by turns; the last one repeats. */
function verdicts(...list: readonly boolean[]): string {
  return list.map((approved) => `{approved:${approved}}`).join(' | ');
}

describe('group A, single-model refinement', () => {
  const edges = `context_builder -> reviewer -> planner -> compliance_check
    compliance_check -> act_on_plan when approved; compliance_check -> refine_plan when not approved as refine_loop(4)
    refine_plan -> compliance_after; compliance_after -> act_on_plan when approved
    compliance_after -> refine_plan when not approved as refine_loop(4)
    act_on_plan -> final_verify; final_verify -> done when approved
    final_verify -> context_builder when not approved as full_recipe_loop(3)`;
  const declare = [
    VERDICT,
    publisher('context_builder', 'pr_context'),
    publisher('act_on_plan', 'act_report'),
    judge('compliance_check'),
    judge('compliance_after'),
    judge('final_verify', '  publish: final_verdict\n'),
  ].join('');
  const items = 'budget:\n  max_parallel_branches: 1\n  max_duration: "30m"\n  max_cost_usd: 10\n  max_tokens: 400000';
  const run = (script: Script) =>
    ran(
      edges,
      { compliance_check: verdicts(true), compliance_after: verdicts(true), final_verify: verdicts(true), ...script },
      { declare, items },
    );

  test('S-A1 happy', () => {
    const host = run({});
    expect(host.calls).toEqual([
      'context_builder',
      'reviewer',
      'planner',
      'compliance_check',
      'act_on_plan',
      'final_verify',
    ]);
    expect(artifacts(host)).toEqual(['context_builder/0', 'act_on_plan/0', 'final_verify/0']);
    expect(host.state.usage.tokens).toBe(60);
    expect(host.state.usage.cost_usd).toBeCloseTo(0.006);
    expect(outputsOf(host, 'final_verify')).toEqual([{ approved: true }]);
    expect([host.log[0]?.type, host.log.at(-1)?.type]).toEqual(['run_started', 'run_finished']);
  });

  test('S-A2 refine once', () => {
    const host = run({ compliance_check: verdicts(false) });
    expect(host.callsOf('refine_plan')).toBe(1);
    expect(only(host, 'edge_selected', 'compliance_check').data).toMatchObject({
      edge: 'compliance_check->refine_plan',
      loop: 'refine_loop',
      iteration: 1,
      max: 4,
    });
  });

  test('S-A3 the whole recipe again', () => {
    const host = run({ final_verify: verdicts(false, true) });
    expect(host.callsOf('context_builder')).toBe(2);
    expect(artifacts(host).filter((name) => name.startsWith('context'))).toEqual([
      'context_builder/0',
      'context_builder/1',
    ]);
    expect(outputsOf(host, 'final_verify')).toEqual([{ approved: false }, { approved: true }]);
    expect(eventsOf(host, 'edge_selected', 'final_verify')[0]?.data).toMatchObject({
      loop: 'full_recipe_loop',
      iteration: 1,
      resets: ['refine_loop'],
    });
  });

  test('S-A4 a fresh inner allowance', () => {
    const host = run({
      compliance_check: verdicts(false),
      compliance_after: verdicts(false, false, false, true, false, false, false, true),
      final_verify: verdicts(false, true),
    });
    expect(host.callsOf('refine_plan')).toBe(8);
    const counts = eventsOf(host, 'edge_selected').flatMap(({ data }) =>
      data.loop === 'refine_loop' ? [data.iteration] : [],
    );
    expect(counts).toEqual([1, 2, 3, 4, 1, 2, 3, 4]);
    expect(host.state.status).toBe('finished');
  });
});

const FRONT = `context_builder -> fan1
  fan1 -> claude_review -> claude_plan -> plans_join; fan1 -> gpt_review -> gpt_plan -> plans_join
  plans_join -> fan2; fan2 -> claude_syn -> syn_join; fan2 -> gpt_syn -> syn_join; syn_join -> final_plan_merge`;
const BACK = `act -> fan3; fan3 -> claude_final -> final_join; fan3 -> gpt_final -> final_join; final_join -> final_check
  final_check -> done when approved; final_check -> context_builder when not approved as again(3)`;
const ROUTERS = [fanOut('fan1'), fanOut('fan2'), fanOut('fan3')].join('');
const JOINS =
  'join plans_join:\n  require: [claude_plan, gpt_plan]\njoin syn_join:\n  require: [claude_syn, gpt_syn]\njoin final_join:\n  require: [claude_final, gpt_final]\n';

describe('group B, two models in parallel', () => {
  const withJoins = {
    edges: `${FRONT}; final_plan_merge -> act; ${BACK}`,
    declare: [
      VERDICT,
      ROUTERS,
      JOINS,
      publisher('context_builder', 'ctx'),
      publisher('final_plan_merge', 'plan'),
      judge('final_check', '  publish: verdict_a\n'),
    ].join(''),
  };
  const without = {
    edges: withJoins.edges
      .replaceAll('plans_join', 'fan2')
      .replaceAll('syn_join', 'final_plan_merge')
      .replaceAll('final_join', 'final_check')
      .replace('fan2 -> fan2;', '')
      .replace('final_plan_merge -> final_plan_merge;', '')
      .replace('final_check -> final_check\n', ''),
    declare: [
      VERDICT,
      ROUTERS,
      publisher('context_builder', 'ctx'),
      `${publisher('final_plan_merge', 'plan')}  await: wait_all\n`,
      judge('final_check', '  publish: verdict_a\n  await: wait_all\n'),
    ].join(''),
  };
  const BRANCH_NODES = [
    'claude_review',
    'claude_plan',
    'gpt_review',
    'gpt_plan',
    'claude_syn',
    'gpt_syn',
    'claude_final',
    'gpt_final',
  ];

  test.each([
    ['with joins', withJoins],
    ['without joins', without],
  ])('S-B1 happy %s', (_, { edges, declare }) => {
    const host = ran(edges, { final_check: verdicts(true) }, { declare });
    expect(host.state.status).toBe('finished');
    expect(eventsOf(host, 'branch_started')).toHaveLength(6);
    expect(eventsOf(host, 'branch_finished').map((event) => event.data.status)).toEqual(
      Array.from({ length: 6 }, () => 'arrived'),
    );
    expect(eventsOf(host, 'join_ready')).toHaveLength(3);
    for (const node of BRANCH_NODES) expect(host.callsOf(node)).toBe(1);
    expect(artifacts(host)).toEqual(['context_builder/0', 'final_plan_merge/0', 'final_check/0']);
  });

  test('S-B1 a router may be the convergence', () => {
    const host = ran(without.edges, { final_check: verdicts(true) }, { declare: without.declare });
    expect(eventsOf(host, 'fan_out_started', 'fan1')[0]?.data.convergence).toBe('fan2');
  });

  test.each([
    ['with joins', withJoins],
    ['without joins', without],
  ])('S-B2 again %s', (_, { edges, declare }) => {
    const host = ran(edges, { final_check: verdicts(false, true) }, { declare });
    for (const node of BRANCH_NODES) expect(host.callsOf(node)).toBe(2);
    const ids = eventsOf(host, 'branch_started', 'claude_review').map((event) => event.branch_id);
    expect(ids).toEqual(['branch_fan1_claude_review', 'branch_fan1_claude_review#2']);
    const written = artifacts(host);
    expect(new Set(written).size).toBe(written.length);
    expect(written).toContain('final_plan_merge/1');
  });
});

describe('group C, compliance and a human gate', () => {
  const edges = `${FRONT}; final_plan_merge -> check0
    check0 -> gate when approved; check0 -> refine_c when not approved as plan_refine(6)
    gate -> checkpoint when needs_human_input; gate -> act when not needs_human_input
    checkpoint -> integrate -> check1; check1 -> act when approved; check1 -> refine_c when not approved as plan_refine(6)
    refine_c -> check_c; check_c -> act when approved; check_c -> refine_g when not approved as plan_refine(6)
    refine_g -> check_g; check_g -> act when approved; check_g -> refine_c when not approved as plan_refine(6)
    ${BACK}`;
  const declare = [
    VERDICT,
    'schema gating:\n  needs_human_input: bool\nschema decision:\n  answered: bool\n  answers: string[]\n  responder: string\n',
    ROUTERS,
    JOINS,
    judge('check0'),
    judge('check1'),
    judge('check_c'),
    judge('check_g'),
    judge('final_check'),
    'judge gate:\n  model: "m/m"\n  output: gating\n',
    'human checkpoint:\n  output: decision\n  publish: human_decisions\n  min_answers: 1\n',
  ].join('');
  const yes = verdicts(true);
  const run = (script: Script) =>
    ran(
      edges,
      {
        check0: yes,
        check1: yes,
        check_c: yes,
        check_g: yes,
        final_check: yes,
        gate: '{needs_human_input:false}',
        ...script,
      },
      { declare },
    );

  test('S-C1 no gate', () => {
    const host = run({});
    expect(eventsOf(host, 'node_started', 'checkpoint')).toHaveLength(0);
    expect(eventsOf(host, 'run_paused')).toHaveLength(0);
    expect(host.state.status).toBe('finished');
  });

  test('S-C2 the gate asks', () => {
    const host = run({ gate: '{needs_human_input:true}' });
    expect(host.state.status).toBe('paused_waiting_human');
    expect(host.log.slice(-2).map((event) => event.type)).toEqual(['human_input_requested', 'run_paused']);
    const calls = host.calls.length;
    const seen = host.log.length;
    host.resume({ answers: { r_checkpoint: { answered: 'true', responder: 'ada' } } });
    expect(host.state.status).toBe('finished');
    const types = host.log.slice(seen, seen + 4).map((event) => event.type);
    expect(types).toEqual(['human_answers_recorded', 'run_resumed', 'node_finished', 'artifact_written']);
    expect(outputsOf(host, 'checkpoint')).toEqual([{ answered: true, answers: null, responder: 'ada' }]);
    expect(only(host, 'artifact_written', 'checkpoint').data).toMatchObject({ publish: 'human_decisions', version: 0 });
    expect(host.calls.slice(calls)[0]).toBe('integrate');
    expect(host.callsOf('check0')).toBe(1);
  });

  test('S-C3 refine', () => {
    const host = run({ check0: verdicts(false) });
    expect([host.callsOf('refine_c'), host.callsOf('refine_g')]).toEqual([1, 0]);
    expect(eventsOf(host, 'edge_selected').filter(({ data }) => data.loop === 'plan_refine')).toHaveLength(1);
  });

  test('S-C4 a shared counter', () => {
    const no = verdicts(false);
    const host = run({ check0: no, check_c: no, check_g: no });
    expect([host.callsOf('refine_c'), host.callsOf('refine_g')]).toEqual([3, 3]);
    const failed = only(host, 'run_failed', 'check_g').data;
    expect(failed.code).toBe('LOOP_EXHAUSTED');
    expect(JSON.stringify(failed.details)).toContain('plan_refine 6/6');
    expect(host.state.status).toBe('failed_resumable');
  });
});

describe('group D, fix until green', () => {
  const edges = `diagnose -> plan_fix -> act_fix -> run_ci -> verify_ci
    verify_ci -> done when green; verify_ci -> diagnose when not green as fix_loop(5)`;
  const declare = [
    'schema verdict:\n  green: bool\ntool run_ci:\n  command: "make test"\n',
    publisher('diagnose', 'diagnosis'),
    publisher('act_fix', 'fix'),
    judge('verify_ci', '  publish: ci\n'),
  ].join('');
  const run = (verify_ci: string) => ran(edges, { verify_ci }, { declare });

  test('S-D1 green at once', () => {
    const host = run('{green:true}');
    expect(host.callsOf('run_ci')).toBe(1);
    expect(eventsOf(host, 'edge_selected').some(({ data }) => data.loop !== undefined)).toBe(false);
  });

  test('S-D2 red, then green', () => {
    const host = run('{green:false} | {green:true}');
    expect(host.callsOf('diagnose')).toBe(2);
    expect(artifacts(host)).toEqual([
      'diagnose/0',
      'act_fix/0',
      'verify_ci/0',
      'diagnose/1',
      'act_fix/1',
      'verify_ci/1',
    ]);
  });

  test('S-D3 always red', () => {
    const host = run('{green:false}');
    expect(host.callsOf('diagnose')).toBe(6);
    const { error } = only(host, 'run_failed').data;
    expect(error).toBe(
      'loop fix_loop is used up (5 of 5); tried verify_ci->done (green is false), verify_ci->diagnose (loop)',
    );
    host.resume({ loop_extra: { fix_loop: 1 } });
    expect(host.callsOf('diagnose')).toBe(7);
    expect(eventsOf(host, 'run_failed')[1]?.data.error).toContain('6 of 6');
  });
});

describe('group F, alternating review', () => {
  const edges = `alt -> rev_c; alt -> rev_g; rev_c -> streak as review_loop(15); rev_c -> done
    rev_g -> streak as review_loop(15); rev_g -> done
    streak -> done when stop; streak -> alt when "approved"
    streak -> fix_c when "!approved && family == 'c' && length(blockers) > 0"
    streak -> fix_g when "!approved && family == 'g' && length(blockers) > 0"; streak -> alt
    fix_c -> alt as recovery(20); fix_c -> done; fix_g -> alt as recovery(20); fix_g -> done`;
  const declare = `router alt:\n  mode: round_robin\ncompute streak:\n  expr:\n    stop: "input.approved && loop.review_loop.previous_output.approved && input.family != loop.review_loop.previous_output.family"\n    approved: "input.approved"\n    family: "input.family"\n    blockers: "input.blockers"\n`;
  const run = (script: Script) => ran(edges, script, { declare });
  const yes = (family: string) => `{approved:true, family:"${family}", blockers:[]}`;
  const no = (family: string) => `{approved:false, family:"${family}", blockers:["b"]}`;

  test('S-F1 both approve', () => {
    const host = run({ rev_c: yes('c'), rev_g: yes('g') });
    expect([host.callsOf('rev_c'), host.callsOf('rev_g'), host.callsOf('fix_c')]).toEqual([1, 1, 0]);
  });

  test('S-F2 one rejects once', () => {
    const host = run({ rev_c: `${no('c')} | ${yes('c')}`, rev_g: yes('g') });
    expect([host.callsOf('fix_c'), host.callsOf('rev_c'), host.callsOf('rev_g')]).toEqual([1, 2, 1]);
  });

  test('S-F3 one never approves', () => {
    const host = run({ rev_c: yes('c'), rev_g: no('g') });
    expect([host.callsOf('rev_c'), host.callsOf('rev_g'), host.callsOf('fix_g')]).toEqual([8, 8, 7]);
    expect(eventsOf(host, 'edge_selected').some(({ data }) => data.resets?.includes('review_loop') === true)).toBe(
      false,
    );
    const last = eventsOf(host, 'edge_selected').at(-1)?.data;
    expect(last).toMatchObject({
      edge: 'rev_g->done',
      notes: [{ reason: 'loop_exhausted', detail: 'review_loop 15/15' }],
    });
    expect(host.state.status).toBe('finished');
  });
});
