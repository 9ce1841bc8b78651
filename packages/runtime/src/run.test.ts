// Whole runs on real files: pause, resume, cancel, timeout, locks, the mailbox (§6, §7, §8.5, §8.8).
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Json, RunEvent } from '@iterion/engine';
import { expect, test } from 'vitest';
import { recordOrphan, stopRun } from './cancel.ts';
import { RuntimeError } from './errors.ts';
import { processStart } from './process.ts';
import { askHolder } from './remote.ts';
import { resumeRun } from './resume.ts';
import type { RunHandle } from './runHandle.ts';
import { PATH_ONLY, type Place, place, scripted, startText, trace } from './runs.fixture.ts';

const GATE = `
schema decision:
  approved: bool
  risk: string [enum: "low", "high"]
  n: int

prompt ask:
  Is {{input.result}} right?

tool build:
  command: "echo built >> built; echo 1.2.3"

human gate:
  output: decision
  publish: decision
  instructions: ask

tool ship:
  command: "echo shipped {{outputs.build.result}}"

workflow gate_flow:
  entry: build
  build -> gate
  gate -> ship when approved
  gate -> fail when not approved
  ship -> done
`;

const events = ({ store }: Place, runId: string): readonly RunEvent[] => store.events(runId).events;
const types = (at: Place, runId: string): string[] => events(at, runId).map(({ type }) => type);
const settings = (at: Place) => ({ store: at.store, env: PATH_ONLY });

async function paused(at: Place): Promise<{ runId: string; interaction: string }> {
  const handle = await startText(GATE, at);
  expect((await handle.done).status).toBe('paused_waiting_human');
  const [interaction] = at.store.header(handle.runId).open_interactions;
  return { runId: handle.runId, interaction: interaction ?? '' };
}

test('R-SIM-01 a linear run with a tool, a person and an artifact leaves exactly its files', async () => {
  const at = place();
  const { runId, interaction } = await paused(at);
  const { folder } = at.store.paths(runId);
  expect(readdirSync(folder).sort()).toEqual(['control', 'events.jsonl', 'interactions', 'run.json', 'workflow.iter']);
  expect(readFileSync(path.join(folder, 'workflow.iter'), 'utf8')).toBe(GATE);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  for (const name of ['events.jsonl', 'run.json', 'workflow.iter'])
    expect(statSync(path.join(folder, name)).mode & 0o777).toBe(0o600);
  expect(readFileSync(path.join(at.store.folder, '.gitignore'), 'utf8')).toBe('*\n');
  const [asked] = at.store.interactions(runId);
  expect(asked).toMatchObject({
    id: interaction,
    node_id: 'gate',
    instructions: 'Is 1.2.3 right?',
    questions: { result: '1.2.3' },
  });
  const { handle } = await resumeRun({
    ...settings(at),
    runId,
    answers: { [interaction]: { approved: 'yes', risk: 'low', n: '3' } },
    by: 'ada',
  });
  const result = await handle.done;
  expect(result).toMatchObject({ status: 'finished', output: { result: 'shipped 1.2.3' } });
  expect(readFileSync(path.join(at.workspace, 'built'), 'utf8')).toBe('built\n');
  expect(at.store.artifact(runId, 'gate', 0)).toMatchObject({
    publish: 'decision',
    data: { approved: true, risk: 'low', n: 3 },
  });
  expect(at.store.interactions(runId)[0]).toMatchObject({ answered_by: 'ada', answers: { approved: true } });
  expect(at.store.header(runId)).toMatchObject({ status: 'finished', epoch: 2, open_interactions: [] });
  expect(trace(events(at, runId))).toEqual([
    'run_started',
    'node_started build',
    'tool_started build',
    'tool_called build',
    'node_finished build',
    'edge_selected build',
    'node_started gate',
    'human_input_requested gate',
    'run_paused gate',
    'human_answers_recorded gate',
    'run_resumed',
    'node_finished gate',
    'artifact_written gate',
    'edge_selected gate',
    'node_started ship',
    'tool_started ship',
    'tool_called ship',
    'node_finished ship',
    'edge_selected ship',
    'node_started done',
    'node_finished done',
    'run_finished',
  ]);
});

test('S-52 answers that do not fit are refused whole, with the field named and nothing appended', async () => {
  const at = place();
  const { runId, interaction } = await paused(at);
  const before = readFileSync(at.store.paths(runId).log);
  const refused = resumeRun({
    ...settings(at),
    runId,
    answers: { [interaction]: { approved: 'yes', risk: 'mid', n: 1 } },
  });
  await expect(refused).rejects.toMatchObject({ code: 'USAGE', message: expect.stringContaining('risk') });
  expect(readFileSync(at.store.paths(runId).log)).toEqual(before);
  expect(at.store.holder(runId)).toBeUndefined();
});

test('R-HUMAN-06 a held run goes on in this process; a second answer is refused', async () => {
  const at = place();
  const handle = await startText(GATE, at, { holdWhenPaused: true });
  await expect.poll(() => handle.state().status).toBe('paused_waiting_human');
  const [interaction] = at.store.header(handle.runId).open_interactions;
  const answers: Json = { approved: true, risk: 'low', n: 1 };
  await handle.answer(interaction ?? '', answers);
  await expect(handle.answer(interaction ?? '', answers)).rejects.toBeInstanceOf(RuntimeError);
  expect((await handle.done).status).toBe('finished');
});

test('R-HUMAN-05 a held run that nobody answers can be given back, still paused', async () => {
  const at = place();
  const handle = await startText(GATE, at, { holdWhenPaused: true });
  await expect.poll(() => handle.state().status).toBe('paused_waiting_human');
  expect(at.store.holder(handle.runId)?.pid).toBe(process.pid);
  await handle.release();
  expect((await handle.done).status).toBe('paused_waiting_human');
  expect(at.store.holder(handle.runId)).toBeUndefined();
});

const SLEEPER = `
tool nap:
  command: "echo $$ > pid; sleep 60"

workflow sleeper:
  entry: nap
  nap -> done
`;

async function sleeping(at: Place, text = SLEEPER): Promise<{ handle: RunHandle; pid: number }> {
  const handle = await startText(text, at);
  const file = path.join(at.workspace, 'pid');
  await expect.poll(() => existsSync(file) && readFileSync(file, 'utf8').trim() !== '', { timeout: 5_000 }).toBe(true);
  return { handle, pid: Number(readFileSync(file, 'utf8')) };
}

test('S-74 cancel in a node: G-10, no child is left, and resume opens the next attempt', async () => {
  const at = place();
  const { handle, pid } = await sleeping(at);
  await handle.cancel('signal');
  expect((await handle.done).status).toBe('cancelled');
  expect(processStart(pid)).toBeUndefined();
  expect(types(at, handle.runId).slice(-3)).toEqual(['run_stopping', 'node_interrupted', 'run_cancelled']);
  const { execute } = scripted({ nap: [{ output: { ok: true } }] });
  const { handle: again } = await resumeRun({ ...settings(at), runId: handle.runId, execute });
  expect((await again.done).status).toBe('finished');
  expect(
    events(at, handle.runId)
      .filter(({ type }) => type === 'node_started')
      .map(({ node_id, attempt }) => [node_id, attempt]),
  ).toEqual([
    ['nap', 1],
    ['nap', 2],
    ['done', 1],
  ]);
});

test('S-75 a paused run is cancelled at once; a finished one is an error', async () => {
  const at = place();
  const { runId } = await paused(at);
  expect(await stopRun({ ...settings(at), runId, action: 'cancel', reason: 'enough' })).toBe('cancelled');
  expect(types(at, runId).slice(-2)).toEqual(['run_stopping', 'run_cancelled']);
  await expect(stopRun({ ...settings(at), runId, action: 'cancel', reason: 'again' })).rejects.toMatchObject({
    code: 'RESUME_INVALID',
  });
  await expect(stopRun({ ...settings(at), runId: 'run_0', action: 'cancel', reason: 'x' })).rejects.toMatchObject({
    code: 'RUN_NOT_FOUND',
  });
});

test('S-76 the second signal ends a tool that ignores SIGTERM and its grandchild at once; the log is complete', async () => {
  const at = place();
  const stubborn = SLEEPER.replace(
    'echo $$ > pid; sleep 60',
    `trap '' TERM; (trap '' TERM; echo $BASHPID > grandchild; while :; do sleep 0.1; done) & echo $$ > pid; while :; do sleep 0.1; done`,
  );
  const { handle, pid } = await sleeping(at, stubborn);
  await expect.poll(() => existsSync(path.join(at.workspace, 'grandchild'))).toBe(true);
  const started = performance.now();
  await handle.cancel('signal');
  handle.kill();
  expect((await handle.done).status).toBe('cancelled');
  expect(performance.now() - started).toBeLessThan(3_000);
  expect(processStart(pid)).toBeUndefined();
  expect(processStart(Number(readFileSync(path.join(at.workspace, 'grandchild'), 'utf8')))).toBeUndefined();
  expect(types(at, handle.runId).at(-1)).toBe('run_cancelled');
});

const TWO = `
tool one:
  command: "true"

tool two:
  command: "true"

workflow two_tools:
  entry: one
  one -> two
  two -> done
`;

test('R-REC-14 an operator pause lets what runs finish, and resume goes on', async () => {
  const at = place();
  const { execute, calls } = scripted({ one: [{ lastsMs: 80, output: { n: 1 } }] });
  const handle = await startText(TWO, at, { execute });
  await handle.pause('lunch');
  expect((await handle.done).status).toBe('paused_operator');
  expect(calls.map(({ node }) => node)).toEqual(['one']);
  expect(trace(events(at, handle.runId)).slice(0, 4)).toEqual([
    'run_started',
    'node_started one',
    'run_stopping',
    'node_finished one',
  ]);
  const { handle: again } = await resumeRun({ ...settings(at), runId: handle.runId, execute });
  expect((await again.done).status).toBe('finished');
  expect(calls.map(({ node }) => node)).toEqual(['one', 'two']);
});

test('S-77 a run that a live process holds is refused with its pid, and nothing is appended', async () => {
  const at = place();
  const { handle } = await sleeping(at);
  const before = statSync(at.store.paths(handle.runId).log).size;
  await expect(resumeRun({ ...settings(at), runId: handle.runId })).rejects.toMatchObject({
    code: 'RUN_LOCKED',
    message: expect.stringContaining(String(process.pid)),
  });
  expect(statSync(at.store.paths(handle.runId).log).size).toBe(before);
  await handle.cancel('done with it');
  await handle.done;
});

test('S-77 a holder whose lock was taken over aborts its effects and writes nothing more', async () => {
  const at = place();
  const { handle, pid } = await sleeping(at);
  const { lock, log } = at.store.paths(handle.runId);
  writeFileSync(
    lock,
    JSON.stringify({ pid: 1, process_start: '', host: 'elsewhere', epoch: 9, token: 'theirs', acquired_at: '' }),
  );
  const before = readFileSync(log);
  await expect(handle.pause('x')).rejects.toMatchObject({ code: 'RUN_LOCKED' });
  await expect(handle.done).rejects.toMatchObject({ code: 'RUN_LOCKED' });
  expect(readFileSync(log)).toEqual(before);
  expect(processStart(pid)).toBeUndefined();
  expect((JSON.parse(readFileSync(lock, 'utf8')) as { token: string }).token).toBe('theirs');
});

const PARALLEL = `
router fan:
  mode: fan_out_all

tool a:
  command: "sleep 0.3; echo a"

human h:
  publish: said

join j:
  strategy: wait_all

workflow parallel:
  entry: fan
  fan -> a
  fan -> h
  a -> j
  h -> j
  j -> done
`;

test('S-58 an answer through the mailbox while a sibling runs: the branch goes on without a pause', async () => {
  const at = place();
  const handle = await startText(PARALLEL, at);
  await expect
    .poll(() => at.store.events(handle.runId).events.some(({ type }) => type === 'human_input_requested'))
    .toBe(true);
  const interaction = at.store.events(handle.runId).events.find(({ type }) => type === 'human_input_requested');
  const id = (interaction as { data: { interaction_id: string } }).data.interaction_id;
  const refused = askHolder(at.store, handle.runId, { command: 'answer', interaction_id: 'nobody', answers: {} });
  await expect(refused).rejects.toMatchObject({ code: 'USAGE' });
  expect(
    await askHolder(at.store, handle.runId, {
      command: 'answer',
      interaction_id: id,
      answers: { answer: 'hi' },
      by: 'bob',
    }),
  ).toEqual({ ok: true });
  expect((await handle.done).status).toBe('finished');
  expect(types(at, handle.runId)).not.toContain('run_paused');
  expect(readdirSync(at.store.paths(handle.runId).control)).toEqual([]);
});

test('R-CLI-17 cancel asks the holder and waits for the end', async () => {
  const at = place();
  const { handle } = await sleeping(at);
  expect(
    await stopRun({ ...settings(at), runId: handle.runId, action: 'cancel', reason: 'from afar', by: 'cli' }),
  ).toBe('cancelled');
  expect(events(at, handle.runId).at(-1)).toMatchObject({
    type: 'run_cancelled',
    data: { reason: 'from afar', by: 'cli' },
  });
});

test('R-STORE-23 a request that was meant for an earlier holder does not stop the next one', async () => {
  const at = place();
  const { runId, interaction } = await paused(at);
  writeFileSync(
    path.join(at.store.paths(runId).control, '00000000000000000000000000.json'),
    JSON.stringify({ command: 'cancel', created_at: '' }),
  );
  const { handle } = await resumeRun({
    ...settings(at),
    runId,
    answers: { [interaction]: { approved: true, risk: 'low', n: 1 } },
  });
  expect((await handle.done).status).toBe('finished');
});

test('S-100 a time limit of the invocation ends the run with TIMEOUT, resumable', async () => {
  const at = place();
  const handle = await startText(SLEEPER, at, { timeoutMs: 150 });
  const result = await handle.done;
  expect(result).toMatchObject({ status: 'failed_resumable', error: { code: 'TIMEOUT' } });
  expect(types(at, handle.runId).slice(-3)).toEqual(['run_stopping', 'node_interrupted', 'run_failed']);
});

test('R-REC-15 waiting for people does not count for the time limit', async () => {
  const at = place();
  const handle = await startText(GATE, at, { timeoutMs: 400, holdWhenPaused: true });
  await expect.poll(() => handle.state().status).toBe('paused_waiting_human');
  await delay(500);
  const [interaction] = at.store.header(handle.runId).open_interactions;
  await handle.answer(interaction ?? '', { approved: true, risk: 'low', n: 1 });
  expect((await handle.done).status).toBe('finished');
});

test('R-REC-11 a run whose process is gone is cancelled here, its open attempt closed', async () => {
  const at = place();
  const { runId } = await paused(at);
  const { log, header } = at.store.paths(runId);
  writeFileSync(log, `${readFileSync(log, 'utf8').split('\n').slice(0, 3).join('\n')}\n`); // as if killed while `build` ran
  writeFileSync(header, '');
  expect(await stopRun({ ...settings(at), runId, action: 'cancel', reason: 'gone' })).toBe('cancelled');
  expect(types(at, runId).slice(-3)).toEqual(['run_stopping', 'node_interrupted', 'run_cancelled']);
});

test('S-85 a run whose process is gone is recorded as interrupted, and can be resumed', async () => {
  const at = place();
  const { runId, interaction } = await paused(at);
  expect(await recordOrphan(at.store, runId)).toBe(false);
  const lines = readFileSync(at.store.paths(runId).log, 'utf8').split('\n');
  writeFileSync(at.store.paths(runId).log, `${lines.slice(0, 4).join('\n')}\n`); // as if killed while `build` ran
  writeFileSync(at.store.paths(runId).header, '');
  expect(at.store.header(runId).status).toBe('running');
  expect(await recordOrphan(at.store, runId)).toBe(true);
  expect(at.store.header(runId)).toMatchObject({ status: 'failed_resumable' });
  const { handle } = await resumeRun({ ...settings(at), runId });
  expect((await handle.done).status).toBe('paused_waiting_human');
  expect(at.store.header(runId).open_interactions).toEqual([interaction]);
});

test('R-RESUME-01 a finished run cannot be resumed; the error says what can be done', async () => {
  const at = place();
  const { execute } = scripted();
  const handle = await startText(SLEEPER, at, { execute });
  await handle.done;
  await expect(resumeRun({ ...settings(at), runId: handle.runId })).rejects.toMatchObject({
    code: 'RESUME_INVALID',
    hint: expect.stringContaining('fork'),
  });
});

test('R-STORE-02 a run id is taken once', async () => {
  const at = place();
  const { execute } = scripted();
  await (
    await startText(SLEEPER, at, { execute, runId: 'mine' })
  ).done;
  await expect(startText(SLEEPER, at, { execute, runId: 'mine' })).rejects.toMatchObject({ code: 'RUN_EXISTS' });
  await expect(startText(SLEEPER, at, { execute, runId: '../x' })).rejects.toMatchObject({ code: 'USAGE' });
});

test('R-REC-16 an exception in an executor fails its attempt, with the stack', async () => {
  const at = place();
  const handle = await startText(SLEEPER, at, { execute: () => Promise.reject(new Error('a defect')) });
  expect(await handle.done).toMatchObject({
    status: 'failed_resumable',
    error: { code: 'EXECUTION_FAILED', message: expect.stringContaining('a defect') },
  });
});

test('R-LLM-04 what is missing on the machine is listed together before the first node', async () => {
  const at = place();
  const text = `
agent one:
  model: "claude-x"

agent two:
  backend: "codex"
  model: "\${MISSING_MODEL}"

workflow needy:
  entry: one
  one -> two
  two -> done
`;
  const result = await (await startText(text, at)).done;
  expect(result).toMatchObject({ status: 'failed_resumable', error: { code: 'ENV_MISSING' } });
  expect(types(at, result.runId)).toEqual(['run_started', 'run_failed']);
  const problems = (
    events(at, result.runId)[1] as unknown as { data: { details: { problems: { code: string; node_id: string }[] } } }
  ).data.details.problems;
  expect(problems.map(({ code, node_id }) => [code, node_id])).toEqual([
    ['ENV_MISSING', 'two'],
    ['BACKEND_UNAVAILABLE', 'one'],
    ['BACKEND_UNAVAILABLE', 'two'],
  ]);
  const simulated = await startText(text, at, { simulate: { seed: '1' } });
  expect((await simulated.done).status).toBe('finished');
});

test('R-LOOP-09 a loop that the workflow does not have cannot be extended; nothing is appended', async () => {
  const at = place();
  const text = 'tool t:\n  command: "false"\nworkflow w:\n  entry: t\n  t -> t as retry(1)\n  t -> done\n';
  const handle = await startText(text, at);
  expect((await handle.done).status).toBe('failed_resumable');
  const before = at.store.events(handle.runId).events.length;
  await expect(resumeRun({ ...settings(at), runId: handle.runId, loopExtra: { rety: 1 } })).rejects.toMatchObject({
    code: 'USAGE',
    hint: 'did you mean retry?',
  });
  expect(at.store.events(handle.runId).events).toHaveLength(before);
});
