import { emptyView, type View, type ViewExecution } from '@iterion/engine';
import { expect, test } from 'vitest';
import { newsOf } from './news.ts';

const execution = (node: string, status: ViewExecution['status'], rest: Partial<ViewExecution> = {}): ViewExecution =>
  ({ ir_node_id: node, status, active_s: 0, error: null, ...rest }) as ViewExecution;
const view = (executions: readonly ViewExecution[], status: View['run']['status'] = 'running'): View => {
  const empty = emptyView();
  return { ...empty, run: { ...empty.run, status }, executions };
};

test('E-A11Y-05 what ended or waits is told once, with its time or its reason', () => {
  const started = view([execution('plan', 'running')]);
  const ended = view([execution('plan', 'finished', { active_s: 12 }), execution('verdict', 'running')]);
  expect(newsOf(started, ended)).toEqual(['plan finished, 12 s']);
  expect(newsOf(ended, ended)).toEqual([]);
  const failed = view(
    [ended.executions[0] as ViewExecution, execution('verdict', 'failed', { error: 'no model' })],
    'failed',
  );
  expect(newsOf(ended, failed)).toEqual(['verdict failed: no model', 'Run failed']);
  const asking = view([execution('gate', 'paused_waiting_human')], 'paused_waiting_human');
  expect(newsOf(view([execution('gate', 'running')]), asking)).toEqual([
    'gate waits for an answer',
    'Run waiting for a person',
  ]);
});
