import { expect, test } from 'vitest';
import { place, scripted, startText } from '../runs.fixture.ts';
import { estimateOf } from './estimate.ts';

const FLOW = `schema s:
  ok: bool
agent a:
  backend: "claw"
  readonly: true
  output: s
workflow w:
  entry: a
  a -> a when not ok as again(9)
  a -> done when ok
`;

test('R-CLI-13 the estimate: median and 95 % of the finished real runs of a workflow, whole and per node', async () => {
  const at = place();
  expect(estimateOf(at.store, 'w')).toBeUndefined();
  for (const passes of [1, 1, 4]) {
    const tries = Array.from({ length: passes }, (_, pass) => ({
      output: { ok: pass === passes - 1 },
      tokens: 10 * passes,
    }));
    await (
      await startText(FLOW, at, { execute: scripted({ a: tries }).execute })
    ).done;
  }
  await (
    await startText(FLOW, at, { simulate: { seed: '1' } })
  ).done;
  await (
    await startText(FLOW, at, { execute: scripted({ a: [{ fails: 'AUTH_FAILED' }] }).execute })
  ).done;
  await (
    await startText(FLOW.replace('workflow w', 'workflow other'), at, {
      execute: scripted({ a: [{ output: { ok: true } }] }).execute,
    })
  ).done;
  expect(estimateOf(at.store, 'w')).toMatchObject({
    runs: 3,
    tokens: { median: 10, p95: 160 },
    cost_usd: { median: 0.001, p95: 0.004 },
    nodes: [{ id: 'a', activations: { median: 1, p95: 4 }, tokens: { median: 40, p95: 40 } }],
  });
});
