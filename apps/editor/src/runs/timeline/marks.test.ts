import type { RunEventEnvelope } from '@iterion/protocol';
import { expect, test } from 'vitest';
import { drawnMarks, markAfter, markBefore, marksOf } from './marks.ts';

const event = (seq: number, type: string, node_id?: string): RunEventEnvelope => ({
  seq,
  timestamp: '2026-01-01T00:00:00.000Z',
  run_id: 'r',
  type,
  data: {},
  ...(node_id === undefined ? {} : { node_id }),
});

test('E-RUN-17 marks are starts and ends of nodes, pauses, answers, failures and the budget; nothing else', () => {
  const marks = marksOf([
    event(0, 'run_started'),
    event(1, 'node_started', 'a'),
    event(2, 'llm_request', 'a'),
    event(3, 'node_failed', 'a'),
    event(4, 'budget_warning'),
    event(5, 'run_paused'),
    event(6, 'human_answers_recorded', 'h'),
    event(7, 'run_finished'),
  ]);
  expect(marks.map(({ seq, kind }) => `${seq} ${kind}`)).toEqual([
    '1 start',
    '3 failure',
    '4 budget',
    '5 pause',
    '6 answer',
    '7 end',
  ]);
  expect(markBefore(marks, 3)?.seq).toBe(1);
  expect(markAfter(marks, 3)?.seq).toBe(4);
  expect(markAfter(marks, 7)).toBeUndefined();
});

test('E-RUN-17 where marks share a place the weightiest is drawn', () => {
  const marks = marksOf([event(500, 'node_finished', 'a'), event(501, 'run_failed'), event(502, 'node_started', 'b')]);
  expect(drawnMarks(marks, 10_000, 100)).toMatchObject([{ kind: 'failure', place: 0.05 }]);
});
