import { expect, test } from 'vitest';
import type { RunEvent } from '../events.ts';
import type { Json, JsonMap } from '../json.ts';
import type { EvaluationPolicy } from '../values.ts';
import { emptyView, viewAll } from '../view.ts';

/** A log of a run with a policy in which these nodes finish one after another. */
function log(policy: EvaluationPolicy | undefined, finished: readonly (readonly [string, JsonMap])[]): RunEvent[] {
  const at = { timestamp: '2026-01-01T00:00:00.000Z', run_id: 'r' };
  const recipe = { name: 'fast', ...(policy === undefined ? {} : { evaluation_policy: policy }) };
  const started = { workflow: 'w', graph_hash: 'h', entry: 'a', vars: {}, inputs: {}, env: {}, limits: {} };
  return [
    {
      ...at,
      seq: 0,
      type: 'run_started',
      data: { ...started, seed: 's', epoch: 1, workspace_safety: 'serialize', recipe },
    },
    ...finished.flatMap(([node_id, output], index): RunEvent[] => {
      const place = { ...at, node_id, iteration: index, attempt: 1 };
      return [
        { ...place, seq: 1 + index * 2, type: 'node_started', data: { kind: 'judge', input: {} } },
        { ...place, seq: 2 + index * 2, type: 'node_finished', data: { output } },
      ];
    }),
  ];
}

const verdictOf = (policy: EvaluationPolicy | undefined, finished: readonly (readonly [string, JsonMap])[]) =>
  viewAll(emptyView(), log(policy, finished)).verdict;

test('R-RECIPE-04 a named node is read in its last finished activation, a bare field in the last node that has it', () => {
  const finished = [
    ['judge', { ok: false, score: 3 }],
    ['judge', { ok: true, score: 9 }],
    ['other', { ok: false }],
    ['last', { text: 'x' }],
  ] as const;
  expect(verdictOf({ primary_metric: 'judge.ok', secondary_metrics: ['score', 'gone'] }, finished)).toEqual({
    metric: 'judge.ok',
    found: true,
    value: true,
    success: true,
    secondary: { score: 9, gone: null },
  });
  expect(verdictOf({ primary_metric: 'ok' }, finished)).toMatchObject({ value: false, success: false });
});

test.each<[Json, Json | undefined, boolean]>([
  [true, undefined, true],
  ['true', undefined, false],
  [1, undefined, false],
  [true, 'yes', true],
  [7, '7', true],
  [7, 8, false],
  ['good', 'good', true],
  ['7', 7, true],
  [{ a: 1, b: [2] }, { b: [2], a: 1 }, true],
  [null, null, true],
  [null, false, false],
])('R-RECIPE-04 the value %j meets the success value %j: %j', (value, wanted, success) => {
  const policy = { primary_metric: 'n.v', ...(wanted === undefined ? {} : { success_value: wanted }) };
  expect(verdictOf(policy, [['n', { v: value }]])).toMatchObject({ value, success });
});

test('R-RECIPE-04 a later activation without the field takes the verdict back; without a policy there is none', () => {
  const policy = { primary_metric: 'n.ok' };
  expect(
    verdictOf(policy, [
      ['n', { ok: true }],
      ['n', { text: 'x' }],
    ]),
  ).toMatchObject({ found: true, value: null, success: false });
  expect(verdictOf(policy, [['m', { ok: true }]])).toMatchObject({ found: false, success: false });
  expect(verdictOf(undefined, [['n', { ok: true }]])).toBeUndefined();
});
