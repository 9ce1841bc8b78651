// Scenarios of runtime.md §12.5: questions to people, in the main line, in branches, in loops, from agents.
import { describe, expect, test } from 'vitest';
import { judgeAnswers } from '../people.ts';
import { getIn } from '../persistentMap.ts';
import { waitingList } from '../stopping.ts';
import { compareWorkflow } from '../workflowChange.ts';
import { eventsOf, FAN, hosted, only, outputsOf, ran, reopened } from '../testing/scenario.ts';
import { ScriptedHost } from '../testing/scriptedHost.ts';
import { workflow } from '../testing/workflow.ts';

function open(host: ScriptedHost): readonly string[] {
  return waitingList(host.state).map(({ interaction_id }) => interaction_id);
}

const JOINED = `${FAN}human h:\njoin j:\n`;
const EDGES = 'fan -> a; fan -> h; a -> j; h -> j; j -> done';

test('S-50 R-HUMAN-05 while a sibling runs the question is open and the run runs', () => {
  const host = hosted(EDGES, { a: '{} @5' }, { declare: JOINED }).feed({ kind: 'start' });
  expect(host.state.status).toBe('running');
  expect(open(host)).toHaveLength(1);
  host.run();
  expect(host.state.status).toBe('paused_waiting_human');
});

test('S-51 R-HUMAN-06 each question is answered on its own, in any order, and once', () => {
  const declare = `${FAN}human h1:\nhuman h2:\njoin j:\n`;
  const host = ran('fan -> h1; fan -> h2; h1 -> j; h2 -> j; j -> done', {}, { declare });
  const [first = '', second = ''] = open(host);
  expect(only(host, 'run_paused').data.waiting).toHaveLength(2);
  host.answer(second, { answer: 'two' });
  expect(host.state.status).toBe('paused_waiting_human');
  const [, again] = eventsOf(host, 'run_paused');
  expect(again).toMatchObject({ node_id: 'h1', data: { waiting: [{ interaction_id: first }] } });
  const before = host.log.length;
  host.answer(second, { answer: 'more' });
  expect(host.log).toHaveLength(before);
  host.answer(first, { answer: 'one' });
  expect(host.state.status).toBe('finished');
  expect(outputsOf(host, 'j')).toEqual([{ h1: { answer: 'one' }, h2: { answer: 'two' } }]);
});

describe('answers', () => {
  const declare =
    'schema s:\n  approved: bool\n  risk: string [enum: "low", "high"]\n  n: int\nhuman h:\n  output: s\n';
  const edges = 'h -> a when approved; h -> done when not approved; a -> done';

  test('S-52 R-HUMAN-04 typed answers are coerced', () => {
    const host = ran(edges, {}, { declare }).answer('r_h', { approved: 'yes', risk: 'low', n: '3' });
    expect(outputsOf(host, 'h')).toEqual([{ approved: true, risk: 'low', n: 3 }]);
    expect(host.calls).toEqual(['a']);
  });

  test('S-52 R-HUMAN-04 a refusal names the field and appends nothing', () => {
    const host = ran(edges, {}, { declare });
    const answers = { approved: 'yes', risk: 'mid', n: '3' };
    const judged = judgeAnswers(host.graph, host.state, 'r_h', answers);
    expect(judged).toMatchObject({ ok: false, problems: [{ field: 'risk' }] });
    const before = host.log.length;
    host.answer('r_h', answers);
    expect(host.log).toHaveLength(before);
    expect(host.state.status).toBe('paused_waiting_human');
  });

  test('S-53 R-HUMAN-04 min_answers', () => {
    const host = ran(edges, {}, { declare: `${declare}  min_answers: 1\n`, allow: [] });
    expect(judgeAnswers(host.graph, host.state, 'r_h', {}).ok).toBe(false);
    host.answer('r_h', { approved: false });
    expect(outputsOf(host, 'h')).toEqual([{ approved: false, risk: null, n: null }]);
    expect(host.state.status).toBe('finished');
  });
});

describe('models that answer', () => {
  const declare = (mode: string) =>
    `schema s:\n  approved: bool\nhuman h:\n  output: s\n  interaction: ${mode}\n  model: "m/m"\n`;

  test('S-54 R-HUMAN-09 auto_answer does not pause and is counted', () => {
    const host = ran('h -> done', { h: '{approved:true}' }, { declare: declare('llm') });
    expect(host.state.status).toBe('finished');
    expect(host.state.usage.iterations).toBe(1);
    expect(host.started[0]?.kind).toBe('auto_human');
  });

  test('S-54 R-HUMAN-09 auto_or_pause asks when the model wants it, showing the proposal', () => {
    const host = ran(
      'h -> done',
      { h: '{needs_human_input:true, approved:true}' },
      { declare: declare('llm_or_human') },
    );
    expect(host.state.status).toBe('paused_waiting_human');
    expect(only(host, 'human_input_requested').data.questions).toEqual({ _proposal: { approved: true } });
    host.answer('r_h', { approved: false });
    expect(outputsOf(host, 'h')).toEqual([{ approved: false }]);
  });

  test('S-54 R-HUMAN-09 the flag is absent from the output', () => {
    const host = ran(
      'h -> done',
      { h: '{needs_human_input:false, approved:true}' },
      { declare: declare('llm_or_human') },
    );
    expect(outputsOf(host, 'h')).toEqual([{ approved: true }]);
    expect(host.started[0]?.request).toMatchObject({ schema: { required: ['approved', 'needs_human_input'] } });
  });

  test('R-SIM-01 under simulation people are answered for', () => {
    const host = ran(
      'h -> done',
      { h: '{approved:true}' },
      { declare: declare('human') },
      { header: { simulated: { seed: '1' } } },
    );
    expect(host.state.status).toBe('finished');
    expect(only(host, 'node_started', 'h').data.simulated).toBe(true);
    const real = ran(
      'h -> done',
      {},
      { declare: declare('human') },
      { header: { simulated: { seed: '1', humans: false } } },
    );
    expect(real.state.status).toBe('paused_waiting_human');
  });
});

describe('questions of agents', () => {
  const declare = `${FAN}agent a:\n  model: "m/m"\n  interaction: human\njoin j:\n`;

  test('S-55 R-HUMAN-10 an agent asks in a branch', () => {
    const edges = 'fan -> a; fan -> b; a -> j; b -> j; j -> done';
    const host = ran(edges, { a: '?which one | {n:1}', b: '{} @2' }, { declare });
    expect(host.state.status).toBe('paused_waiting_human');
    const asked = only(host, 'human_input_requested', 'a');
    expect(asked.data).toMatchObject({ kind: 'question', round: 1, questions: { question: 'which one' } });
    expect(asked.data.interaction_id).toMatch(/^r_a_b[0-9a-f]{6}_q1$/);
    const before = host.state.usage.iterations;
    host.answer(asked.data.interaction_id, { ask_user_response: 'the left one' });
    expect(host.state.status).toBe('finished');
    expect(host.state.usage.iterations).toBe(before);
    const second = host.started.at(-1);
    expect(second).toMatchObject({ id: 'branch_fan_a:a:0@2', session: { continues: { id: asked.data.session?.id } } });
    expect(second?.request).toMatchObject({
      answered: [{ round: 1, question: { question: 'which one' }, answer: 'the left one' }],
    });
    expect(eventsOf(host, 'node_started', 'a')[1]?.data.reason).toBe('answer');
    expect(host.state.usage.tokens).toBe(30);
  });

  test('R-HUMAN-12 every round has its own id', () => {
    const host = ran(
      'a -> done',
      { a: '?one | ?two | {}' },
      { declare: declare.replace('join j:\n', '').replace(FAN, '') },
    );
    host.answer('r_a_q1', { ask_user_response: '1' }).answer('r_a_q2', { ask_user_response: '2' });
    expect(host.state.status).toBe('finished');
    expect(host.callsOf('a')).toBe(3);
  });
});

test('S-56 R-HUMAN-12 interaction ids in a loop', () => {
  const declare = 'schema s:\n  ok: bool\nhuman h:\n  output: s\n';
  const host = ran('a -> h; h -> a when not ok as l(2); h -> done', {}, { declare });
  host.answer('r_h', { ok: false });
  expect(open(host)).toEqual(['r_h_1']);
  host.answer('r_h_1', { ok: true });
  expect(host.state.status).toBe('finished');
});

test('S-57 R-RESUME-03 an answer that was recorded before a crash is consumed', () => {
  const host = ran('h -> done', {}, { declare: 'human h:\n' }).answer('r_h', { answer: 'yes' });
  const cut = host.log.findIndex((event) => event.type === 'human_answers_recorded') + 1;
  const again = reopened(host, host.log.slice(0, cut)).resume();
  expect(again.state.status).toBe('finished');
  expect(outputsOf(again, 'h')).toEqual([{ answer: 'yes' }]);
});

test('S-58 R-HUMAN-06 an answer while the run runs goes on without a pause', () => {
  const host = hosted(EDGES, { a: '{} @5' }, { declare: JOINED }).feed({ kind: 'start' });
  const [id = ''] = open(host);
  host.feed({ kind: 'answer', interaction: id, answers: { answer: 'yes' } }).run();
  expect(eventsOf(host, 'run_paused')).toHaveLength(0);
  expect(host.state.status).toBe('finished');
});

test('S-59 R-HUMAN-08 a changed question is asked anew and the old one is void', () => {
  const text = (words: string) => ({ declare: `prompt p:\n  ${words}\nhuman h:\n  instructions: p\n` });
  const host = ran('h -> done', {}, text('Old words'));
  const graph = workflow('h -> done', text('New words'));
  const change = compareWorkflow(host.graph, graph, { state: host.state, log: host.log });
  expect(change.ok).toBe(true);
  if (!change.ok) return;
  const edited = new ScriptedHost(graph, { ...host.options, log: host.log, at: host.now });
  edited.resume({ workflow_change: { ...change.change, forced: false } });
  expect(edited.state.status).toBe('paused_waiting_human');
  expect(open(edited)).toEqual(['r_h_v2']);
  expect(getIn(edited.state.interactions, 'r_h')?.status).toBe('void');
  expect(judgeAnswers(graph, edited.state, 'r_h', { answer: 'x' }).ok).toBe(false);
  edited.answer('r_h_v2', { answer: 'x' });
  expect(edited.state.status).toBe('finished');
});

test('R-HUMAN-01 who answers: a person, a model, or the model unless it wants a person; none on a human pauses', () => {
  const declare = (mode: string) => `schema s:\n  ok: bool\nhuman h:\n  output: s\n  model: "m/m"\n${mode}`;
  const asked = (mode: string) => {
    const host = hosted('h -> done', { h: '{ok:true} @forever' }, { declare: declare(mode) }).start();
    return [host.state.status, host.running.map(({ kind }) => kind)];
  };
  const person = ['paused_waiting_human', []];
  const model = ['running', ['auto_human']];
  expect(asked('')).toEqual(person);
  for (const mode of ['interaction: human', 'interaction: none', 'mode: pause_until_answers'])
    expect([mode, asked(`  ${mode}\n`)]).toEqual([mode, person]);
  for (const mode of ['interaction: llm', 'interaction: llm_or_human', 'mode: auto_answer', 'mode: auto_or_pause'])
    expect([mode, asked(`  ${mode}\n`)]).toEqual([mode, model]);
});

test('R-HUMAN-02 R-HUMAN-07 a pausing node asks with its input and prompt, then finishes with the answers, publishes, goes on', () => {
  const declare =
    'schema s:\n  ok: bool\nprompt p:\n  Is {{input.v}} right?\nhuman h:\n  output: s\n  instructions: p\n  publish: decision\n';
  const host = ran('a -> h; h -> done when ok; h -> fail when not ok', { a: '{v:7}' }, { declare });
  expect(only(host, 'human_input_requested').data).toMatchObject({
    interaction_id: 'r_h',
    kind: 'human',
    questions: { v: 7 },
    instructions: 'Is 7 right?',
    form: [{ name: 'ok', type: 'bool', required: true }],
    shown_hash: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  host.answer('r_h', { ok: true });
  const ofH = host.log.filter(({ node_id }) => node_id === 'h').map(({ type }) => type);
  expect(ofH).toEqual([
    'node_started',
    'human_input_requested',
    'run_paused',
    'human_answers_recorded',
    'node_finished',
    'artifact_written',
    'edge_selected',
  ]);
  expect(outputsOf(host, 'h')).toEqual([{ ok: true }]);
});
