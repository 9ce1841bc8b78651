// The simulation (R-SIM-01…04, S-E3, P-27): every example runs by it, twice alike, and nothing else runs.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RunEvent } from '@iterion/engine';
import { expect, test } from 'vitest';
import { type Place, place, startText } from './runs.fixture.ts';

const examples = fileURLToPath(new URL('../../../examples/', import.meta.url));
const files = readdirSync(examples).filter((name) => name.endsWith('.iter'));

/** The log without what may differ between equal runs. */
function essence(events: readonly RunEvent[], runId: string): string[] {
  return events.map((event) =>
    JSON.stringify({ ...event, timestamp: '' })
      .replaceAll(runId, 'RUN')
      .replace(/"active_s":[\d.]+/g, '"active_s":0')
      .replace(/"work_dir":"[^"]*"|"file_path":"[^"]*"/g, '""'),
  );
}

async function simulated(
  text: string,
  seed: string,
): Promise<{ at: Place; log: string[]; events: readonly RunEvent[]; status: string }> {
  const at = place();
  const handle = await startText(text, at, {
    simulate: { seed },
    env: {},
    seed: 'fixed',
    runId: `run_of_${seed}_${Math.random().toString(36).slice(2, 8)}`,
    fsync: 'off',
  });
  const { status } = await handle.done;
  const { events } = at.store.events(handle.runId);
  return { at, log: essence(events, handle.runId), events, status };
}

test.each(files)('S-E3 %s runs by simulation to an end, twice with the same log', async (file) => {
  const text = readFileSync(path.join(examples, file), 'utf8');
  for (const seed of ['1', '2', '3']) {
    const first = await simulated(text, seed);
    const second = await simulated(text, seed);
    expect(['finished', 'failed', 'failed_resumable']).toContain(first.status);
    expect(first.log).toEqual(second.log);
    expect(readdirSync(first.at.workspace)).toEqual(['.iterion']);
    expect(first.events[0]).toMatchObject({ data: { simulated: { seed } } });
    for (const { type, data } of first.events)
      if (type === 'node_started' && data.effect !== undefined) expect(data.simulated).toBe(true);
  }
});

const MIXED = `
schema verdict:
  ok: bool

agent think:
  backend: "simulate"
  readonly: true
  output: verdict

tool act:
  command: "echo real > real; echo acted"

human ask:
  output: verdict

workflow mixed:
  entry: think
  think -> act
  act -> ask
  ask -> done
`;

test('R-SIM-01 `backend: simulate` replaces the model alone: the tool really runs and the person is really asked', async () => {
  const at = place();
  const { status, runId } = await (await startText(MIXED, at)).done;
  expect(status).toBe('paused_waiting_human');
  expect(readFileSync(path.join(at.workspace, 'real'), 'utf8')).toBe('real\n');
  const usage = at.store.events(runId).events.find(({ type }) => type === 'usage_recorded');
  expect(usage).toMatchObject({ node_id: 'think', data: { cost_usd: 0, cost_source: 'simulated' } });
  expect(at.store.header(runId)).toMatchObject({ usage: { cost_usd: 0, cost_incomplete: false } });
});

test('R-SIM-03 R-STORE-18 a run with simulated steps says so in run.json, from the first of them on, and a real one does not', async () => {
  const at = place();
  const handle = await startText(MIXED, at, { seed: 'abc' });
  await handle.done;
  expect(at.store.header(handle.runId).simulated).toEqual({ seed: 'abc', part: true });
  const whole = place();
  const all = await startText(MIXED, whole, { simulate: { seed: '7' } });
  await all.done;
  expect(whole.store.header(all.runId).simulated).toEqual({ seed: '7' });
  const real = place();
  const none = await startText('tool act:\n  command: "true"\nworkflow real:\n  entry: act\n  act -> done\n', real);
  await none.done;
  expect(real.store.header(none.runId).simulated).toBeNull();
});

test('R-SIM-01 with humans off everything but people is simulated; a replaced backend simulates models alone', async () => {
  const people = place();
  const real = await (await startText(MIXED, people, { simulate: { seed: '1', humans: 'off' } })).done;
  expect(real.status).toBe('paused_waiting_human');
  expect(readdirSync(people.workspace)).toEqual(['.iterion']);
  const all = await (await startText(MIXED, place(), { simulate: { seed: '1' } })).done;
  expect(all.status).toBe('finished');
  const replaced = place();
  const text = MIXED.replace('backend: "simulate"', 'backend: "codex"');
  expect((await (await startText(text, replaced, { backend: 'simulate' })).done).status).toBe('paused_waiting_human');
  expect(readdirSync(replaced.workspace)).toContain('real');
});

test('R-SIM-01 a delay makes each effect last, and an abort ends it', async () => {
  const started = performance.now();
  expect((await (await startText(MIXED, place(), { simulate: { seed: '1' }, simulateDelayMs: 40 })).done).status).toBe(
    'finished',
  );
  expect(performance.now() - started).toBeGreaterThanOrEqual(120);
  for (const how of [{ simulate: { seed: '1' } }, { backend: 'simulate' }]) {
    const handle = await startText(MIXED, place(), { ...how, simulateDelayMs: 60_000 });
    await handle.cancel('no time');
    expect((await handle.done).status).toBe('cancelled');
  }
});

test('S-90 parallel conversations never use more than the limit together, and only the rest runs after it was raised', async () => {
  const names = Array.from({ length: 64 }, (_, index) => `n${String(index).padStart(2, '0')}`);
  const text = `
schema out:
  x: bool

router fan:
  mode: fan_out_all

${names.map((name) => `agent ${name}:\n  backend: "simulate"\n  readonly: true\n  output: out\n`).join('\n')}
join j:
  strategy: wait_all

workflow wide:
  entry: fan
  budget:
    max_parallel_branches: 64
${names.map((name) => `  fan -> ${name}\n  ${name} -> j`).join('\n')}
  j -> done
`;
  const probe = place();
  const whole = await (await startText(text, probe, { fsync: 'off' })).done;
  const each = whole.header.usage.tokens / 64;
  const at = place();
  const limit = Math.ceil(each) * 50;
  const handle = await startText(text, at, { limits: { max_tokens: limit }, fsync: 'off' });
  const result = await handle.done;
  expect(result).toMatchObject({ status: 'failed_resumable', error: { code: 'BUDGET_EXCEEDED' } });
  let used = 0;
  for (const event of at.store.events(handle.runId).events) {
    if (event.type === 'usage_recorded') used += event.data.input_tokens + event.data.output_tokens;
    expect(used).toBeLessThanOrEqual(limit);
  }
  const done = at.store
    .events(handle.runId)
    .events.filter(({ type, node_id }) => type === 'node_finished' && node_id?.startsWith('n') === true).length;
  expect(done).toBeGreaterThanOrEqual(49);
  expect(done).toBeLessThanOrEqual(51);
});
