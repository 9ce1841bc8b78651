import { expect, test } from 'vitest';
import { eventsOf, type Line } from './execution.fixture.ts';
import { stepsOf } from './steps.ts';
import { usageOf } from './usage.ts';

const request = (step: number): Line => ({
  type: 'llm_request',
  data: { model: 'anthropic/m', provider: 'anthropic', step, message_count: step, tool_count: 2 },
});
const answered = (step: number, reason: string, calls = 0): Line => ({
  type: 'llm_step_finished',
  data: {
    step,
    input_tokens: 100 * step,
    output_tokens: 10,
    cache_read_tokens: 40,
    finish_reason: reason,
    tool_calls: calls,
    duration_ms: 1_200,
    response_text: `said ${step}`,
  },
});
const lines: readonly Line[] = [
  { type: 'node_started', data: { kind: 'agent', input: {} } },
  request(1),
  answered(1, 'tool_calls', 2),
  { type: 'tool_started', data: { tool: 'read_file', tool_use_id: 'x', input_size: 9, input: { path: 'a.ts' } } },
  { type: 'tool_started', data: { tool: 'shell', tool_use_id: 'y', input_size: 9, input: { command: 'make' } } },
  {
    type: 'tool_called',
    data: {
      tool: 'shell',
      tool_use_id: 'y',
      input_size: 9,
      output_size: 3,
      duration_ms: 50,
      exit_code: 2,
      output: 'no',
    },
  },
  { type: 'tool_error', data: { tool: 'read_file', tool_use_id: 'x', duration_ms: 40, error: 'not there' } },
  { type: 'llm_retry', data: { attempt: 1, delay_ms: 500, error: 'overloaded' } },
  { type: 'schema_repair', data: { round: 1, violations: ['ok is missing'] } },
  {
    type: 'human_input_requested',
    data: { interaction_id: 'q', kind: 'question', questions: { question: 'Which?' }, form: [], shown_hash: 'h' },
  },
  {
    type: 'human_answers_recorded',
    data: { interaction_id: 'q', answers: { ask_user_response: 'a' }, shown_hash: 'h', by: 'me' },
  },
  {
    type: 'node_recovery',
    data: {
      code: 'RATE_LIMITED',
      reason: 'x',
      action: 'retry',
      attempt: 1,
      delay_ms: 2_000,
      error: { code: 'RATE_LIMITED', message: 'slow down' },
    },
  },
  { type: 'node_started', data: { kind: 'agent', input: {}, reason: 'retry' }, attempt: 2 },
  { ...request(2), attempt: 2 },
];

test('E-RUN-24 requests, tool calls, questions and recovery stand in the order in which they began, each with its end', () => {
  const steps = stepsOf(eventsOf(...lines), true);
  expect(steps.map((step) => (step.kind === 'note' ? step.what : step.kind))).toEqual([
    'request',
    'tool',
    'tool',
    'asked again',
    'repair',
    'question',
    'recovery',
    'attempt 2',
    'request',
  ]);
  expect(steps[0]).toMatchObject({
    state: 'done',
    finished: { input: 100, output: 10, cacheRead: 40, reason: 'tool_calls', toolCalls: 2, ms: 1_200, text: 'said 1' },
  });
  expect(steps[1]).toMatchObject({
    tool: 'read_file',
    state: 'failed',
    error: 'not there',
    input: { path: 'a.ts' },
    ms: 40,
  });
  expect(steps[2]).toMatchObject({ tool: 'shell', state: 'failed', exitCode: 2, output: 'no', ms: 50 });
  expect(steps[5]).toMatchObject({ state: 'done', answers: { ask_user_response: 'a' }, by: 'me' });
});

test('E-RUN-24 what has no end is under way while the execution runs, and its end is not recorded once it does not', () => {
  expect(stepsOf(eventsOf(...lines), true).at(-1)).toMatchObject({ state: 'running' });
  expect(stepsOf(eventsOf(...lines), false).at(-1)).toMatchObject({ state: 'unknown' });
  // A request of an attempt that is over does not run, whatever runs now.
  const cut = stepsOf(eventsOf(request(1), { ...request(1), attempt: 2 }), true);
  expect(cut.map((step) => step.kind === 'request' && step.state)).toEqual(['unknown', 'running']);
});

const used = (model: string, cost: number | null, cached = 0): Line => ({
  type: 'usage_recorded',
  data: {
    model,
    provider: 'p',
    input_tokens: 100,
    output_tokens: 10,
    cache_read_tokens: cached,
    cost_usd: cost,
    cost_source: cost === null ? 'none' : 'table',
    source: 'llm_step',
  },
});

test('E-RUN-25 usage is summed by model with its cache; a price nobody knows is told as such, latency is that of the answers', () => {
  const usage = usageOf(
    eventsOf(request(1), answered(1, 'stop'), used('a', 0.5, 900), used('a', null), used('b', 0.25), request(2)),
  );
  expect(usage).toMatchObject({ requests: 2, latencyMs: 1_200, slowestMs: 1_200, tools: 0 });
  expect(usage.models).toMatchObject([
    { model: 'a', input: 200, output: 20, cacheRead: 900, costUsd: 0.5, unpriced: true, largestInput: 1_000 },
    { model: 'b', input: 100, costUsd: 0.25, unpriced: false },
  ]);
  expect(usageOf([])).toEqual({ models: [], requests: 0, latencyMs: null, slowestMs: null, tools: 0, toolMs: 0 });
});
