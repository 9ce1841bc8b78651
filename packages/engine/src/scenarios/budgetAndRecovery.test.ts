// Scenarios of runtime.md §12.7: budget, retries, recovery pauses, time limits.
import { describe, expect, test } from 'vitest';
import { eventsOf, FAN, hosted, only, outputsOf, ran, reopened } from '../testing/scenario.ts';
import type { Script } from '../testing/script.ts';
import { BEGIN, type ScriptedHost } from '../testing/scriptedHost.ts';

const budget = (lines: string) => ({ items: `budget:\n  ${lines}` });
const TOOL = { declare: 'tool t:\n  command: "make"\n' };

function seconds(host: ScriptedHost): number {
  return (host.now - BEGIN) / 1000;
}
/** Seconds between a recovery and the attempt that follows it. */
function delays(host: ScriptedHost): readonly number[] {
  return eventsOf(host, 'node_recovery').flatMap((event) =>
    event.data.delay_ms === undefined ? [] : [event.data.delay_ms / 1000],
  );
}

describe('budget', () => {
  test('S-86 R-BUDGET-05 exactly the counted attempts that the limit allows', () => {
    const host = ran('a -> b -> c -> d -> e -> f -> done', {}, budget('max_iterations: 5'));
    expect(host.calls).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(only(host, 'budget_exceeded', 'f').data).toEqual({ dimension: 'iterations', used: 5, limit: 5 });
    expect(eventsOf(host, 'node_started', 'f')).toHaveLength(0);
    expect(only(host, 'run_failed', 'f').data).toMatchObject({ code: 'BUDGET_EXCEEDED', resumable: true });
    host.resume({ limits: { max_iterations: 6 } });
    expect(host.state.status).toBe('finished');
  });

  test('S-87 R-BUDGET-05 tokens: work goes on below the limit and stops at it', () => {
    const host = ran('a -> b -> c -> done', { a: '{} ~850t', b: '{} ~200t' }, budget('max_tokens: 1000'));
    expect(only(host, 'budget_warning').data).toEqual({ dimension: 'tokens', used: 850, limit: 1000 });
    expect(only(host, 'budget_exceeded', 'c').data.used).toBe(1050);
    expect(ran('a -> b -> done', { a: '{} ~850t', b: '{} ~200t' }, budget('max_tokens: 1000')).state.status).toBe(
      'finished',
    );
  });

  test('S-88 R-BUDGET-06 one warning per limit, also across a crash; a raised limit arms it anew', () => {
    const host = ran('a -> b -> c -> done', { a: '{} ~900t', b: '{} ~50t' }, budget('max_tokens: 1000'));
    const cut = host.log.findIndex((event) => event.type === 'node_started' && event.node_id === 'b') + 1;
    const again = reopened(host, host.log.slice(0, cut)).resume();
    expect(eventsOf(again, 'budget_warning')).toHaveLength(1);
    const raised = reopened(host, host.log.slice(0, cut)).resume({ limits: { max_tokens: 1100 } });
    expect(eventsOf(raised, 'budget_warning').map((event) => event.data.limit)).toEqual([1000, 1100]);
  });

  test('S-89 R-BUDGET-07 the time limit ends also what runs', () => {
    const host = ran('t -> done', { t: '@60' }, { ...TOOL, ...budget('max_duration: "10s"') });
    expect(seconds(host)).toBe(10);
    expect(only(host, 'budget_exceeded', 't').data).toEqual({ dimension: 'duration', used: 10, limit: 10 });
    expect(only(host, 'node_interrupted', 't').data.reason).toBe('budget');
    expect(host.state.failure?.code).toBe('BUDGET_EXCEEDED');
  });

  test('S-89 R-BUDGET-03 time spent paused is not counted', () => {
    const host = ran('h -> a -> done', { a: '@6' }, { declare: 'human h:\n', ...budget('max_duration: "10s"') });
    host.runTo(500).answer('r_h', { answer: 'x' });
    expect(host.state.status).toBe('finished');
    expect(host.state.clock.active_ms).toBe(6000);
  });

  test('R-BUDGET-07 on exhaustion conversations are aborted and tools run to their end', () => {
    const declare = `${FAN}agent b:\n  model: "m/m"\ntool t:\n  command: "make"\njoin j:\n`;
    const edges = 'fan -> a; fan -> b; fan -> t; a -> c; c -> j; b -> j; t -> j; j -> done';
    const host = ran(edges, { a: '{} ~1000t @1', b: '@9', t: '{n:1} @5' }, { declare, ...budget('max_tokens: 1000') });
    expect(only(host, 'node_interrupted', 'b').data.reason).toBe('budget');
    expect(outputsOf(host, 't')).toEqual([{ n: 1 }]);
    expect(only(host, 'run_failed', 'c').data.code).toBe('BUDGET_EXCEEDED');
    expect(seconds(host)).toBe(5);
    host.resume({ limits: { max_tokens: 5000 } });
    expect(host.state.status).toBe('finished');
    expect([host.callsOf('a'), host.callsOf('t'), host.callsOf('b')]).toEqual([1, 1, 2]);
  });

  test('S-90 R-BUDGET-07 an effect that runs out of budget stops the run; only what is missing runs again', () => {
    const names = Array.from({ length: 8 }, (_, index) => `n${index}`);
    const edges = `${names.map((name) => `fan -> ${name}; ${name} -> j`).join('; ')}; j -> done`;
    const refused = '!BUDGET_EXCEEDED {dimension:"tokens"} @2';
    const script: Script = Object.fromEntries(
      names.map((name, index) => [name, index < 5 ? '{} ~200t @1' : `${refused} | {}`]),
    );
    const host = ran(edges, script, { declare: `${FAN}join j:\n`, ...budget('max_tokens: 1000') });
    expect(host.state.failure?.code).toBe('BUDGET_EXCEEDED');
    expect(eventsOf(host, 'budget_exceeded')).toHaveLength(1);
    const done = eventsOf(host, 'node_finished').filter((event) => event.node_id?.startsWith('n') === true);
    expect(done).toHaveLength(5);
    const calls = host.calls.length;
    host.resume({ limits: { max_tokens: 2000 } });
    expect(host.state.status).toBe('finished');
    expect(host.calls.slice(calls)).toEqual(['n5', 'n6', 'n7']);
  });

  test('S-91 R-BUDGET-02 R-BUDGET-03 every attempt is counted and paid for', () => {
    const host = ran('a -> done', { a: '!NETWORK_TRANSIENT ~100t | !NETWORK_TRANSIENT ~100t | {} ~100t' });
    expect(host.state.usage).toMatchObject({ tokens: 300, iterations: 3 });
  });

  test('S-92 R-BUDGET-10 an unknown price is said once', () => {
    const host = ran('a -> b -> done', { a: '{} ~?$', b: '{} ~?$' });
    expect(eventsOf(host, 'cost_unknown')).toHaveLength(1);
    expect(host.state.usage).toMatchObject({ cost_incomplete: true, tokens: 20 });
  });

  test('R-BUDGET-11 a limit can be removed', () => {
    const host = ran('a -> b -> done', {}, budget('max_iterations: 1')).resume({ limits: { max_iterations: null } });
    expect(host.state.status).toBe('finished');
    expect(host.state.limits.max_iterations).toBeUndefined();
  });

  test('R-BUDGET-09 effects carry what is left', () => {
    const host = ran(
      'a -> b -> done',
      { a: '{} ~100t 0.5$' },
      budget('max_tokens: 1000\n  max_cost_usd: 2\n  max_duration: "1m"'),
    );
    expect(host.started[1]?.allowance).toEqual({ tokens: 900, cost_usd: 1.5, deadline: BEGIN + 60_000 });
  });
});

describe('recovery', () => {
  test('S-93 R-REC-04 a rate limit is retried, then a person is asked', () => {
    const host = ran('a -> done', { a: '!RATE_LIMITED | !RATE_LIMITED | !RATE_LIMITED | !RATE_LIMITED | {}' });
    const [first = 0, second = 0, third = 0] = delays(host);
    for (const [delay, nominal] of [
      [first, 4],
      [second, 8],
      [third, 16],
    ] as const) {
      expect(delay).toBeGreaterThanOrEqual(0.8 * nominal);
      expect(delay).toBeLessThanOrEqual(1.2 * nominal);
    }
    expect(delays(host)).toHaveLength(3);
    expect(host.state.status).toBe('paused_waiting_human');
    expect(only(host, 'run_paused', 'a').data.reason).toBe('recovery');
    host.answer('r_a_r4', { action: 'retry' });
    expect(host.state.status).toBe('finished');
    expect(host.started.at(-1)?.attempt).toBe(5);
  });

  test('S-93 R-REC-08 retry starts the counters anew', () => {
    const line = Array.from({ length: 8 }, () => '!RATE_LIMITED').join(' | ');
    const host = ran('a -> done', { a: `${line} | {}` }).answer('r_a_r4', { action: 'retry' });
    expect(host.state.status).toBe('paused_waiting_human');
    expect(delays(host)).toHaveLength(6);
  });

  describe('S-94 answers to a recovery pause', () => {
    const declare = 'schema s:\n  n: int\nagent a:\n  model: "m/m"\n  output: s\n';
    const paused = () =>
      ran('a -> b -> done', { a: '!RATE_LIMITED {resets_at:"2026-01-05T18:00:00.000Z"}' }, { declare });

    test('R-REC-08 skip takes a valid output', () => {
      const host = paused();
      const before = host.log.length;
      host.answer('r_a_r1', { action: 'skip', output: { n: 'x' } });
      expect(host.log).toHaveLength(before);
      host.answer('r_a_r1', { action: 'skip', output: { n: 3 } });
      expect(only(host, 'node_finished', 'a').data).toMatchObject({ skipped: true, output: { n: 3 } });
      expect(host.state.status).toBe('finished');
    });

    test('R-REC-08 abort fails with the original error', () => {
      const host = paused().answer('r_a_r1', { action: 'abort' });
      expect(host.state).toMatchObject({ status: 'failed_resumable', failure: { code: 'RATE_LIMITED' } });
    });
  });

  test('S-95 R-REC-07 a near reset time is waited for, a far one is a pause', () => {
    const near = ran('a -> done', { a: '!RATE_LIMITED {resets_at:"2026-01-05T10:05:00.000Z"} | {}' });
    expect(seconds(near)).toBe(300);
    expect(only(near, 'node_recovery').data.not_before).toBe('2026-01-05T10:05:00.000Z');
    const far = ran('a -> done', { a: '!RATE_LIMITED {resets_at:"2026-01-05T13:00:00.000Z"}' });
    expect(only(far, 'human_input_requested').data.questions).toMatchObject({ resets_at: '2026-01-05T13:00:00.000Z' });
    expect(seconds(far)).toBe(0);
  });

  test('S-96 R-FAN-18 a recovery pause in a branch does not hold up its sibling', () => {
    const host = ran(
      'fan -> a; fan -> b; a -> j; b -> j; j -> done',
      { a: '!RATE_LIMITED', b: '@99' },
      { declare: `${FAN}join j:\n` },
    );
    expect(host.state.status).toBe('paused_waiting_human');
    expect(eventsOf(host, 'branch_finished', 'b')[0]?.data.status).toBe('arrived');
    expect(only(host, 'run_paused').data.waiting).toHaveLength(1);
  });

  test('S-97 R-REC-04 a transient tool failure is retried after 1 and 2 s, a permanent one is not', () => {
    const host = ran('t -> done', { t: '!TOOL_FAILED_TRANSIENT | !TOOL_FAILED_TRANSIENT | {}' }, TOOL);
    expect(host.state.status).toBe('finished');
    const [first = 0, second = 0] = delays(host);
    expect(Math.abs(first - 1)).toBeLessThanOrEqual(0.2);
    expect(Math.abs(second - 2)).toBeLessThanOrEqual(0.4);
    expect(ran('t -> done', { t: '!TOOL_FAILED_PERMANENT' }, TOOL).calls).toEqual(['t']);
  });

  test('S-98 R-REC-04 a conversation that is too long is compacted', () => {
    const host = ran('a -> done', { a: '!CONTEXT_LENGTH_EXCEEDED | {}' });
    expect(only(host, 'node_recovery').data.action).toBe('compact');
    expect(host.started[1]?.request).toMatchObject({ compaction: { force: true } });
    expect(host.started[1]?.session.continues).toBeDefined();
    const thrice = ran('a -> done', { a: '!CONTEXT_LENGTH_EXCEEDED' });
    expect(only(thrice, 'node_failed').data).toMatchObject({ code: 'CONTEXT_LENGTH_EXCEEDED', attempts: 3 });
  });

  test('S-99 R-REC-05 a retry delay survives a crash with its counter', () => {
    const host = hosted(
      't -> done',
      { t: '!TOOL_FAILED_TRANSIENT | !TOOL_FAILED_TRANSIENT | !TOOL_FAILED_TRANSIENT' },
      TOOL,
    ).feed({ kind: 'start' });
    while (eventsOf(host, 'node_recovery').length === 0) host.runUntil(host.now);
    const notBefore = Date.parse(only(host, 'node_recovery').data.not_before ?? '');
    const again = reopened(host, host.log, { at: notBefore - 500 }).resume();
    const second = eventsOf(again, 'node_started', 't')[1];
    expect(second?.data.reason).toBe('retry');
    expect(Date.parse(second?.timestamp ?? '')).toBeGreaterThanOrEqual(notBefore);
    expect(eventsOf(again, 'node_recovery')).toHaveLength(2);
    expect(only(again, 'node_failed').data.attempts).toBe(3);
  });

  test('S-100 R-REC-15 the time limit of an invocation', () => {
    const host = hosted('a -> done', { a: '@60' }).feed({ kind: 'start' }).runTo(5).stop('timeout', '5s');
    expect(host.state).toMatchObject({ status: 'failed_resumable', failure: { code: 'TIMEOUT' } });
    expect(only(host, 'node_interrupted').data.reason).toBe('timeout');
  });

  test('R-REC-06 a resume by a person starts the counters anew', () => {
    const line = Array.from({ length: 4 }, () => '!TOOL_FAILED_TRANSIENT').join(' | ');
    const host = ran('t -> done', { t: `${line} | {}` }, TOOL);
    expect(host.state.status).toBe('failed_resumable');
    host.resume();
    expect(host.state.status).toBe('finished');
    expect(host.callsOf('t')).toBe(5);
  });
});

test('R-BUDGET-01 every dimension is measured in its unit, over all branches, with a limit or without', () => {
  const declare = `${FAN}join j:\n`;
  const host = hosted('fan -> a; fan -> b; a -> j; b -> j; j -> done', { a: '{} @3 ~0t', b: '{} @2 ~0t' }, { declare });
  host.feed({ kind: 'start' });
  const usage = (effect: string, tokens: readonly [number, number, number, number], cost_usd: number) => {
    const [input_tokens, output_tokens, cache_read_tokens, cache_write_tokens] = tokens;
    const counted = { input_tokens, output_tokens, cache_read_tokens, cache_write_tokens };
    const data = { model: 'm', ...counted, cost_usd, cost_source: 'table', source: 'llm_step' } as const;
    host.feed({ kind: 'progress', effect, drafts: [{ type: 'usage_recorded', data }] });
  };
  usage('branch_fan_a:a:0@1', [1, 2, 3, 4], 0.25);
  usage('branch_fan_b:b:0@1', [10, 20, 30, 40], 0.5);
  host.run();
  const { usage: total, active_s } = only(host, 'run_finished').data;
  expect(total).toMatchObject({
    iterations: 2,
    tokens: 110,
    input_tokens: 11,
    output_tokens: 22,
    cache_read_tokens: 33,
    cache_write_tokens: 44,
    cost_usd: 0.75,
  });
  expect(active_s).toBe(3);
  const limits = 'max_tokens: 110\nmax_cost_usd: 0.75\nmax_duration: "3s"\nmax_parallel_branches: 1'.replaceAll(
    '\n',
    '\n  ',
  );
  const one = ran('a -> done', { a: '{} @1 ~9t 0.1$' }, budget(limits));
  expect(one.state.status).toBe('finished');
});

test('R-REC-09 a node that failed for good: its code, hint and attempts; the run can be resumed', () => {
  const host = ran('t -> done', { t: '!TOOL_FAILED_TRANSIENT' }, TOOL);
  expect(only(host, 'node_failed').data).toMatchObject({ code: 'TOOL_FAILED_TRANSIENT', attempts: 3 });
  expect(only(host, 'run_failed')).toMatchObject({
    node_id: 't',
    data: { code: 'TOOL_FAILED_TRANSIENT', resumable: true },
  });
  expect(host.state.status).toBe('failed_resumable');
  const declare = `${FAN}join j:\n  strategy: best_effort\ntool t:\n  command: "make"\n`;
  const inside = ran('fan -> t; fan -> b; t -> j; b -> j; j -> done', { t: '!TOOL_FAILED_PERMANENT' }, { declare });
  expect(only(inside, 'node_failed')).toMatchObject({ branch_id: 'branch_fan_t', data: { attempts: 1 } });
  expect(inside.state.status).toBe('finished');
});
