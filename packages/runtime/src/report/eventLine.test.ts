import { emptyView, viewAll, type EventType, type RunEvent, type View } from '@iterion/engine';
import { expect, test } from 'vitest';
import { eventLine, glance } from './eventLine.ts';

const started = {
  workflow: 'w',
  graph_hash: '',
  entry: 'a',
  vars: {},
  inputs: {},
  env: {},
  limits: {},
  seed: '',
  epoch: 1,
};
function event(
  seq: number,
  type: EventType,
  data: object,
  place: object = { node_id: 'a', iteration: 0, attempt: 1 },
): RunEvent {
  return { seq, timestamp: '2026-01-05T10:00:00.000Z', run_id: 'r', ...place, type, data } as RunEvent;
}
const view: View = viewAll(emptyView(), [
  event(0, 'run_started', started, {}),
  event(1, 'node_started', { kind: 'agent', input: {}, effect: 'llm' }),
]);
function text(type: EventType, data: object, place?: object): string | undefined {
  const line = eventLine(event(2, type, data, place), view);
  return line && `${line.mark} ${line.subject} ${line.detail}`.trimEnd();
}

test('R-CLI-15 events that are worth a line', () => {
  expect(text('node_started', { kind: 'agent', input: {}, effect: 'llm' })).toBe('▸ a agent started');
  expect(text('node_finished', { output: { ok: true, text: 'x'.repeat(99), n: 3 } })).toBe('✓ a ok: true, n: 3');
  expect(text('node_failed', { code: 'TIMEOUT', error: 'too\nlong' })).toBe('✗ a TIMEOUT: too ⏎ long');
  expect(text('node_interrupted', { reason: 'cancel' })).toBe('■ a interrupted (cancel)');
  expect(
    text('node_recovery', { code: 'RATE_LIMITED', action: 'retry', delay_ms: 4000, error: { message: 'slow' } }),
  ).toBe('↻ a RATE_LIMITED: slow; tries again in 4.0s');
  expect(
    text('edge_selected', {
      edge: 'a->b',
      from: 'a',
      to: 'b',
      condition: 'ok',
      negated: true,
      loop: 'l',
      iteration: 1,
      max: 3,
    }),
  ).toBe('→ a → b not ok · loop l 1/3');
  expect(text('budget_exceeded', { dimension: 'tokens', used: 10, limit: 9 })).toBe('! budget tokens used up: 10 of 9');
  expect(text('node_failed', { code: 'X', error: 'e' }, { node_id: 'a', iteration: 2, attempt: 3 })).toBe(
    '✗ a #3 (attempt 3) X: e',
  );
});

test('R-CLI-15 events that are not', () => {
  expect(text('edge_selected', { edge: 'a->b', from: 'a', to: 'b' })).toBe(undefined);
  expect(text('node_started', { kind: 'join', input: {} })).toBe(undefined);
  expect(text('node_started', { kind: 'agent', input: {}, effect: 'llm', simulated: true })).toBe(undefined);
  expect(text('llm_request', { step: 1 })).toBe(undefined);
  expect(text('branch_finished', { status: 'arrived' })).toBe(undefined);
});

test('R-SIM-03 a glance leaves made-up texts out', () => {
  expect(glance({ title: 'simulated a.title 1', score: 3, _tokens: 9 })).toBe('score: 3');
  expect(glance('plain')).toBe('"plain"');
  expect(glance({})).toBe('');
});
