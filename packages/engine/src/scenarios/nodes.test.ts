// What an activation goes through (runtime.md §1.1, §1.2, §2.1): entering, attempts, finishing; and what the core gives its hosts.
import { describe, expect, test } from 'vitest';
import { apply } from '../apply.ts';
import type { Input, Millis } from '../effects.ts';
import type { RunEvent } from '../events.ts';
import { init } from '../state.ts';
import { step } from '../step.ts';
import { waitingList } from '../stopping.ts';
import { edgesTaken, eventsOf, FAN, hosted, only, outputsOf, promptsOf, ran } from '../testing/scenario.ts';
import { BEGIN, headerOf, ScriptedHost } from '../testing/scriptedHost.ts';
import { workflow } from '../testing/workflow.ts';

const CLOSERS = new Set(['node_finished', 'node_failed', 'node_interrupted', 'node_recovery']);
const TWO = 'fan -> a; fan -> b; a -> j; b -> j; j -> done';
const JOIN = `${FAN}join j:\n`;

function closes(event: RunEvent): boolean {
  return CLOSERS.has(event.type) || (event.type === 'human_input_requested' && event.data.kind === 'question');
}

test('R-CORE-03 each attempt is closed by exactly one event, whatever ended it', () => {
  const declare =
    'tool t:\n  command: "make"\nagent q:\n  model: "m/m"\n  interaction: human\nhuman h:\ntool slow:\n  command: "make"\n';
  const script = { t: '!TOOL_FAILED_TRANSIENT | {n:1}', q: '?why | {ok:true}', slow: '@60 | {n:2}' };
  const host = hosted('t -> q -> h -> slow -> done', script, { declare }).start();
  host.answer(waitingList(host.state)[0]?.interaction_id ?? '', { ask_user_response: 'because' });
  host.feed({ kind: 'answer', interaction: waitingList(host.state)[0]?.interaction_id ?? '', answers: { ok: 'yes' } });
  host.stop('cancel').resume();
  expect(host.state.status).toBe('finished');
  const starts = eventsOf(host, 'node_started');
  expect(starts.map(({ node_id, attempt }) => `${node_id}@${attempt}`)).toEqual([
    't@1',
    't@2',
    'q@1',
    'q@2',
    'h@1',
    'slow@1',
    'slow@2',
    'done@1',
  ]);
  for (const { node_id, attempt } of starts) {
    const ends = host.log.filter((event) => closes(event) && event.node_id === node_id && event.attempt === attempt);
    expect(ends, `${node_id}@${attempt}`).toHaveLength(1);
  }
});

test('R-CORE-07 step returns whole events: seq goes on, the time is now, the state is their fold', () => {
  const graph = workflow('a -> done');
  const before = init(headerOf(graph));
  const started = step(graph, before, { kind: 'start' }, BEGIN);
  expect(started.events.map(({ seq }) => seq)).toEqual([0, 1]);
  expect(started.events.reduce(apply, before)).toEqual(started.state);
  const later = BEGIN + 1234;
  const outcome = { is: 'output', output: {}, meta: {} } as const;
  const ended = step(graph, started.state, { kind: 'settled', effect: 'main:a:0@1', outcome }, later);
  expect(ended.events.map(({ seq }) => seq)).toEqual([2, 3, 4, 5, 6]);
  expect(new Set(ended.events.map(({ timestamp }) => timestamp))).toEqual(new Set([new Date(later).toISOString()]));
  expect(ended.events.reduce(apply, started.state)).toEqual(ended.state);
});

describe('R-CORE-12 reproducibility', () => {
  const edges = 'fan -> a; fan -> b; a -> a2 -> j; b -> b2 -> j; j -> done';
  const declare = `${JOIN}agent a2:\n  model: "m/m"\n  publish: x\n`;
  const script = { a: '{v:1} @2', b: '{v:2} @1', a2: '{v:3} @1', b2: '{v:4} @3' };
  const run = (options = {}) => ran(edges, script, { declare }, options);
  /** Each branch's own events, without what tells of other branches or the clock. */
  const own = (host: ScriptedHost) => {
    const branches = new Map<string, unknown[]>();
    for (const { branch_id = 'main', type, node_id, iteration, attempt, data } of host.log) {
      const events = branches.get(branch_id) ?? [];
      branches.set(branch_id, events);
      const { active_s: _active, usage: _usage, ...rest } = data as Record<string, unknown>;
      events.push({ type, node_id, iteration, attempt, data: rest });
    }
    return Object.fromEntries(branches);
  };

  test('the same inputs at another time give the same log but for the times', () => {
    const timeless = (host: ScriptedHost) => host.log.map((event) => ({ ...event, timestamp: '' }));
    expect(timeless(run({ at: BEGIN + 86_400_000 }))).toEqual(timeless(run()));
  });

  test('another order of completion changes only the interleaving', () => {
    const usual = run();
    for (const choose of [(count: number) => count - 1, (count: number) => count >> 1]) {
      const other = run({ anyOrder: true, choose });
      expect(own(other)).toEqual(own(usual));
      expect(other.state.output).toEqual(usual.state.output);
    }
  });
});

test('R-CORE-14 the inputs and their times, journaled, give the same events on any other host', () => {
  const journal: { readonly input: Input; readonly now: Millis }[] = [];
  class Journaling extends ScriptedHost {
    override feed(input: Input): this {
      journal.push({ input, now: this.now });
      return super.feed(input);
    }
  }
  const graph = workflow(TWO, { declare: `${JOIN}tool a:\n  command: "make"\n` });
  const host = new Journaling(graph, { script: { a: '!TOOL_FAILED_TRANSIENT | {n:1} @2', b: '{n:2} @1' } }).start();
  expect(host.state.status).toBe('finished');
  let state = init(headerOf(graph));
  const replayed = JSON.parse(JSON.stringify(journal)) as typeof journal;
  const events = replayed.flatMap(({ input, now }) => {
    const made = step(graph, state, input, now);
    ({ state } = made);
    return made.events;
  });
  expect(events).toEqual(host.log);
});

describe('R-CORE-16 entering', () => {
  test('the budget is asked before anything of the node happens', () => {
    const host = ran('a -> b -> done', {}, { items: 'budget:\n  max_iterations: 1' });
    expect(eventsOf(host, 'budget_exceeded').map(({ node_id }) => node_id)).toEqual(['b']);
    expect(eventsOf(host, 'node_started', 'b')).toHaveLength(0);
  });

  test('the input is built when a slot is free, not when the node could first begin', () => {
    const declare = `${JOIN}prompt p:\n  {{run.id}} {{outputs.first.n}}\nagent b:\n  model: "m/m"\n  user: p\n`;
    const host = hosted(
      'first -> fan; fan -> a; fan -> b; a -> j; b -> j; j -> done',
      { first: '{n:7}', a: '@9' },
      { declare, items: 'budget:\n  max_parallel_branches: 1', allow: ['C032'] },
    ).feed({ kind: 'start' });
    host.runTo(5);
    expect(eventsOf(host, 'node_started', 'b')).toHaveLength(0);
    host.run();
    expect(promptsOf(host, 'b')).toEqual(['r 7']);
  });

  test('after a stop was said nothing is entered', () => {
    const host = hosted('a -> b -> done', { a: '@5' }).feed({ kind: 'start' });
    host.stop('pause');
    expect(host.state.status).toBe('paused_operator');
    expect(host.calls).toEqual(['a']);
    expect(eventsOf(host, 'node_started', 'b')).toHaveLength(0);
  });

  test('a node without effect finishes in the batch that starts it', () => {
    const batches: (readonly RunEvent[])[] = [];
    const declare = 'compute c:\n  expr:\n    n: "1"\n';
    hosted('a -> c -> b -> done', {}, { declare }, { onInput: (_, events) => void batches.push(events) }).start();
    const batch = batches.find((events) =>
      events.some(({ type, node_id }) => type === 'node_started' && node_id === 'c'),
    );
    const trace = (batch ?? []).map(({ type, node_id }) => `${type} ${node_id}`);
    expect(trace).toEqual([
      'node_finished a',
      'edge_selected a',
      'node_started c',
      'node_finished c',
      'edge_selected c',
      'node_started b',
    ]);
  });
});

test('R-CORE-17 finishing: coerced, recorded, published, then the edge; the output joins scope and history', () => {
  const declare =
    'schema s:\n  n: int\ntool t:\n  command: "make"\n  output: s\nagent a:\n  model: "m/m"\n  publish: it\ncompute c:\n  expr:\n    now: "outputs.t.n"\n    all: "outputs.t.history"\n    it: "artifacts.it.v"\n    again: "loop.l.iteration < 1"\n';
  const host = ran(
    't -> a -> c; c -> t when again as l(1); c -> done when not again',
    { t: '{n:"4"} | {n:5}', a: '{v:1} | {v:2}' },
    { declare, allow: ['C032', 'C035'] },
  );
  expect(eventsOf(host, 'node_finished', 't').map(({ data }) => [data.output, data.coerced])).toEqual([
    [{ n: 4 }, ['n']],
    [{ n: 5 }, undefined],
  ]);
  const ofA = host.log.filter(({ node_id, iteration }) => node_id === 'a' && iteration === 0).map(({ type }) => type);
  expect(ofA.slice(-3)).toEqual(['node_finished', 'artifact_written', 'edge_selected']);
  expect(outputsOf(host, 'c')).toEqual([
    { now: 4, all: [{ n: 4 }], it: 1, again: true },
    { now: 5, all: [{ n: 4 }, { n: 5 }], it: 2, again: false },
  ]);
});

test('R-EDGE-22 the run finishes the moment main reaches done, whatever the budget says', () => {
  const spent = ran('a -> done', { a: '{} ~900t' }, { items: 'budget:\n  max_iterations: 1\n  max_tokens: 100' });
  expect(spent.state.status).toBe('finished');
  expect(eventsOf(spent, 'budget_exceeded')).toHaveLength(0);
});

test('R-EDGE-17 the input of done is the output of the run, that of fail its details', () => {
  const done = ran('a -> done with {x: "{{input.n}}", y: 2}', { a: '{n:1}' });
  expect(only(done, 'run_finished').data.output).toEqual({ x: 1, y: 2 });
  expect(only(done, 'node_started', 'done').data.input).toEqual({ x: 1, y: 2 });
  const fail = ran('a -> fail', { a: '{n:1}' });
  expect(only(fail, 'run_failed').data).toMatchObject({ details: { n: 1 }, resumable: false });
});

test('R-EDGE-01 candidates stand in the order of declaration, and a used-up loop takes its edge out', () => {
  const edges = 'a -> b when x as l(1); a -> c when x; a -> d when "true"; a -> done; b -> a; c -> done; d -> done';
  const host = ran(edges, { a: '{x:true}' });
  expect(edgesTaken(host)).toEqual(['a->b', 'b->a', 'a->c', 'c->done']);
  const last = ran('a -> b as l(1); a -> c; b -> a; c -> done');
  expect(edgesTaken(last)).toEqual(['a->b', 'b->a', 'a->c', 'c->done']);
});

test('R-EDGE-05 edge_selected says what was taken, and why not what was passed over', () => {
  const edges =
    'a -> b when no_such; a -> b when text; a -> b when "n > text"; a -> b when off; a -> b when not on; a -> c when "n == 1" as l(2); a -> done; b -> done; c -> a';
  const host = ran(edges, { a: '{text:"t", n:1, off:false, on:true}' });
  const [first, , , , third] = eventsOf(host, 'edge_selected');
  const reasons = [
    { edge: 'a->b', reason: 'missing_field' },
    { edge: 'a->b#2', reason: 'not_boolean' },
    { edge: 'a->b#3', reason: 'expression_error' },
  ];
  expect(first?.data).toMatchObject({
    edge: 'a->c',
    from: 'a',
    to: 'c',
    expression: 'n == 1',
    loop: 'l',
    iteration: 1,
    max: 2,
    notes: reasons,
  });
  expect(first?.data.notes).toHaveLength(3);
  expect(third?.data.edge).toBe('a->done');
  expect(third?.data.notes).toMatchObject([...reasons, { edge: 'a->c', reason: 'loop_exhausted', detail: 'l 2/2' }]);
  const field = ran('a -> done when not ok; a -> fail when ok', { a: '{ok:false}' });
  expect(only(field, 'edge_selected').data).toMatchObject({ condition: 'ok', negated: true });
});

test('R-TPL-04 outputs and artifacts are the latest in the branch, then in those above it', () => {
  const declare = `${JOIN}agent top:\n  model: "m/m"\n  publish: it\nagent a:\n  model: "m/m"\n  publish: it\ncompute in_a:\n  expr:\n    top: "outputs.top.v"\n    own: "outputs.a.v"\n    it: "artifacts.it.v"\n    tokens: "outputs.a._tokens"\ncompute in_b:\n  expr:\n    a: "outputs.a.v"\n    it: "artifacts.it.v"\n`;
  const host = ran(
    'top -> fan; fan -> a; fan -> b; a -> in_a; b -> in_b; in_a -> j; in_b -> j; j -> done',
    { top: '{v:"top"}', a: '{v:"a"}', b: '{} @5' },
    { declare, allow: ['C032', 'C035', 'C036', 'C108'] },
  );
  expect(outputsOf(host, 'in_a')).toEqual([{ top: 'top', own: 'a', it: 'a', tokens: 10 }]);
  expect(outputsOf(host, 'in_b')).toEqual([{ a: null, it: 'top' }]);
});
