import { describe, expect, test } from 'vitest';
import { eventsOf, FAN, hosted, ran } from './testing/scenario.ts';
import { ScriptedHost } from './testing/scriptedHost.ts';
import { workflow, type WorkflowParts } from './testing/workflow.ts';
import { compareWorkflow } from './workflowChange.ts';

function compare(host: ScriptedHost, edges: string, parts: WorkflowParts = {}) {
  return compareWorkflow(host.graph, workflow(edges, parts), host);
}

const INVALID = { ok: false, error: { code: 'RESUME_INVALID' } };

describe('R-RESUME-07 changes that a run cannot take', () => {
  test('the convergence of an unsettled fan-out differs', () => {
    const parts = { declare: `${FAN}join j:\n` };
    const host = hosted('fan -> a; fan -> b; a -> j; b -> j; j -> done', { a: '@9' }, parts).feed({ kind: 'start' });
    expect(
      compare(host, 'fan -> a; fan -> b; a -> k; b -> k; k -> j -> done', { declare: `${FAN}join j:\njoin k:\n` }),
    ).toMatchObject(INVALID);
  });

  test('the edge of a branch is gone', () => {
    const declare = `${FAN}join j:\n`;
    const edges = 'fan -> a; fan -> b; fan -> c; a -> j; b -> j; c -> j; j -> done';
    const host = hosted(edges, { a: '@9' }, { declare }).feed({ kind: 'start' });
    expect(compare(host, 'fan -> a; fan -> b; c -> j; a -> j; b -> c; j -> done', { declare })).toMatchObject(INVALID);
  });

  test('the loop of a running activation is gone', () => {
    const host = hosted('a -> b; b -> a when again as l(3); b -> done', { a: '@9' }).feed({ kind: 'start' });
    expect(compare(host, 'a -> b -> done')).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('loop l') },
    });
  });
});

describe('R-RESUME-07 changes that it takes', () => {
  test('formatting and comments change nothing', () => {
    const host = ran('a -> b -> done', { b: '!EXECUTION_FAILED' });
    const same = workflow('a -> b -> done', { declare: '## a word\n\n' });
    expect(same.hash).toBe(host.graph.hash);
  });

  test('new variables get their default, recorded values stay', () => {
    const vars = (more: string) => ({ declare: `vars:\n  n: int = 1\n${more}` });
    const host = ran('a -> b -> done', { b: '!EXECUTION_FAILED | {}' }, vars(''), { header: { vars: { n: 7 } } });
    const graph = workflow('a -> b -> done', vars('  m: int = 5\n'));
    const comparison = compareWorkflow(host.graph, graph, {
      ...host,
      state: host.state,
      log: host.log,
      vars: { n: 1, m: 5 },
    });
    if (!comparison.ok) throw new Error(comparison.error.message);
    const next = new ScriptedHost(graph, { ...host.options, log: host.log, at: host.now });
    next.resume({ workflow_change: { ...comparison.change, forced: false } });
    expect(next.state).toMatchObject({ status: 'finished', vars: { n: 7, m: 5 } });
  });

  test('P-26 an edit of what has not run yet ends as if it had been so from the start', () => {
    const before = 'a -> b -> c -> done';
    const after = 'a -> b -> x -> c -> done';
    const script = { a: '{n:1}', b: '!EXECUTION_FAILED | {n:2}', x: '{n:3}', c: '{n:4}' };
    const host = ran(before, script);
    const comparison = compare(host, after);
    if (!comparison.ok) throw new Error(comparison.error.message);
    expect(comparison.change).toMatchObject({ added: ['x'], changed: ['b'], removed: [], stale: [] });
    const next = new ScriptedHost(workflow(after), { script, log: host.log, at: host.now, checked: true });
    next.resume({ workflow_change: { ...comparison.change, forced: false } });
    expect(next.state.output).toEqual(ran(after, { ...script, b: '{n:2}' }).state.output);
    expect(eventsOf(next, 'workflow_changed')).toHaveLength(1);
  });
});
