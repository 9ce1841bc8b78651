import { expect, test } from 'vitest';
import { RuntimeError } from '../errors.ts';
import { place, scripted, startText, type Script } from '../runs.fixture.ts';
import { type BenchRun, benchmark, summarize } from './benchmark.ts';

const TEXT = `schema result:
  ok: bool
judge critic:
  backend: "claw"
  output: result
workflow w:
  entry: critic
  critic -> critic when not ok as again(3)
  critic -> done when ok
`;

/** A run whose judge answers as scripted. */
function planned(recipe: string, repetition: number, script: Script): BenchRun {
  const at = place();
  return {
    recipe,
    repetition,
    store: at.store.folder,
    start: () =>
      startText(TEXT, at, {
        execute: scripted(script).execute,
        recipe: { name: recipe, evaluation_policy: { primary_metric: 'critic.ok' } },
      }),
    events: (id) => at.store.events(id).events,
  };
}

test('S-136 R-RECIPE-10..12 two recipes three times with one failing: six rows, success rates, no abort', async () => {
  const good = {
    critic: [
      { output: { ok: false }, tokens: 5 },
      { fails: 'TOOL_FAILED_TRANSIENT' },
      { output: { ok: true }, tokens: 7 },
    ],
  } as const;
  const bad = { critic: [{ fails: 'TOOL_FAILED_PERMANENT' }] } as const;
  const plan = [1, 2, 3].flatMap((n) => [planned('good', n, good), planned('bad', n, n === 2 ? bad : good)]);
  let most = 0;
  let running = 0;
  const rows = await benchmark(plan, {
    parallel: 2,
    onStart: () => (most = Math.max(most, ++running)),
    onRow: () => running--,
  });
  expect(rows.map(({ recipe, repetition, status, success }) => [recipe, repetition, status, success])).toEqual([
    ['good', 1, 'finished', true],
    ['bad', 1, 'finished', true],
    ['good', 2, 'finished', true],
    ['bad', 2, 'failed_resumable', false],
    ['good', 3, 'finished', true],
    ['bad', 3, 'finished', true],
  ]);
  expect(most).toBe(2);
  expect(rows[0]).toMatchObject({
    tokens: 12,
    retries: 1,
    loop_traversals: 1,
    verdict: { success: true, value: true },
  });
  expect(rows[0]?.cost_usd).toBeCloseTo(0.002);
  expect(rows[3]?.error?.code).toBe('TOOL_FAILED_PERMANENT');
  const [first, second] = summarize(rows);
  expect(first).toMatchObject({ recipe: 'good', runs: 3, success_rate: 1, tokens: { mean: 12, stddev: 0 } });
  expect(second).toMatchObject({ recipe: 'bad', successes: 2, success_rate: 2 / 3 });
});

test('R-RECIPE-10 a run that cannot begin is a row; a stop starts no further one', async () => {
  const broken: BenchRun = {
    ...planned('broken', 1, {}),
    start: () => Promise.reject(new RuntimeError('WORKFLOW_INVALID', 'no')),
  };
  const [row] = await benchmark([broken], { parallel: 4 });
  expect(row).toMatchObject({
    run_id: null,
    status: 'not_started',
    error: { code: 'WORKFLOW_INVALID', message: 'no' },
  });
  const stop = new AbortController();
  const plan = [1, 2, 3].map((n) => planned('x', n, { critic: [{ output: { ok: true } }] }));
  const rows = await benchmark(plan, { parallel: 1, signal: stop.signal, onRow: () => stop.abort() });
  expect(rows.map(({ repetition }) => repetition)).toEqual([1]);
});
