// What a run leaves on the disk (runtime.md §8.1–8.6): its documents, its events, its checkpoints.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { type Position, type RunEvent, type RunState, canonicalJson, entriesOf } from '@iterion/engine';
import { expect, test } from 'vitest';
import { createFork } from './fork.ts';
import { resumeRun } from './resume.ts';
import { PATH_ONLY, type Place, place, scripted, startText } from './runs.fixture.ts';
import { type Disk, realDisk } from './store/disk.ts';
import { openStore } from './store/store.ts';

const FLOW = `
schema note:
  text: string

agent write:
  backend: "claw"
  readonly: true
  output: note
  publish: draft

human ask:
  publish: said

tool act:
  command: "true"

router fan:
  mode: fan_out_all

join meet:

workflow all:
  entry: write
  write -> ask
  ask -> fan
  fan -> act
  fan -> more
  act -> meet
  more -> meet
  meet -> write as again(1)
  meet -> done

agent more:
  backend: "claw"
  readonly: true
`;
const SCRIPT = { write: [{ output: { text: 'one' }, tokens: 5 }, { output: { text: 'two' } }] };

/** A run of two passes, a person in each. */
async function whole(at: Place = place()): Promise<{ at: Place; runId: string }> {
  const { execute } = scripted(SCRIPT, new Map());
  const handle = await startText(FLOW, at, { execute, runId: 'r', fsync: 'off' });
  let { status } = await handle.done;
  for (let round = 0; status === 'paused_waiting_human' && round < 3; round++) {
    const answers = Object.fromEntries(
      at.store.header('r').open_interactions.map((id) => [id, { text: `yes ${round}` }]),
    );
    const resumed = await resumeRun({
      store: at.store,
      runId: 'r',
      env: PATH_ONLY,
      execute,
      answers,
      by: 'ada',
      fsync: 'off',
    });
    ({ status } = await resumed.handle.done);
  }
  expect(status).toBe('finished');
  return { at, runId: 'r' };
}

test('R-STORE-03 a document is written to a name of its own in its folder, synced, renamed, and the folder synced', async () => {
  const steps: string[] = [];
  const names = new Map<number, string>();
  const used: string[] = [];
  const disk: Disk = {
    ...realDisk,
    create: (file) => {
      const fd = realDisk.create(file);
      names.set(fd, file);
      used.push(file);
      steps.push(`create ${path.dirname(file)}`);
      return fd;
    },
    syncNow: (fd) => (steps.push(`sync ${path.dirname(names.get(fd) ?? '')}`), realDisk.syncNow(fd)),
    rename: (from, to) => (steps.push(`rename ${path.dirname(from)} -> ${to}`), realDisk.rename(from, to)),
    syncFolder: (folder) => (steps.push(`folder ${folder}`), realDisk.syncFolder(folder)),
  };
  const { workspace } = place();
  const at: Place = { workspace, store: openStore(path.join(workspace, '.iterion'), { disk }) };
  const handle = await startText(FLOW, at, { execute: scripted(SCRIPT).execute, runId: 'r' });
  await handle.done;
  const paths = at.store.paths('r');
  for (const file of [paths.header, paths.artifact('write', 0), paths.interaction('r_ask')]) {
    const folder = path.dirname(file);
    const renamed = steps.indexOf(`rename ${folder} -> ${file}`);
    expect(steps.slice(renamed - 2, renamed + 2), file).toEqual([
      `create ${folder}`,
      `sync ${folder}`,
      `rename ${folder} -> ${file}`,
      `folder ${folder}`,
    ]);
  }
  expect(new Set(used).size).toBe(used.length);
  expect(readdirSync(paths.folder).filter((name) => name.startsWith('.tmp-'))).toEqual([]);
  if (process.platform !== 'win32') expect(statSync(paths.header).mode & 0o777).toBe(0o600);
});

/** Marks of R-STORE-06: branch where not main, node with iteration, attempt. */
const MARKS: Readonly<Record<string, string>> = {
  run_started: '',
  run_resumed: '',
  run_finished: '',
  fan_out_started: 'BN',
  branch_started: 'B',
  branch_finished: 'B',
  join_ready: 'BN',
  node_started: 'BNA',
  node_finished: 'BNA',
  edge_selected: 'BN',
  artifact_written: 'BNA',
  human_input_requested: 'BNA',
  human_answers_recorded: 'BN',
  usage_recorded: 'BNA',
  tool_started: 'BNA',
  tool_called: 'BNA',
};

test('R-STORE-06 R-STORE-05 events carry branch, node, iteration and attempt as their type asks', async () => {
  const { at, runId } = await whole();
  const { events } = at.store.events(runId);
  for (const event of events) {
    const { type, branch_id, node_id, iteration, attempt } = event;
    const marks = MARKS[type];
    if (marks === undefined) continue;
    const about = `${event.seq} ${type}`;
    if (marks.includes('N')) expect([typeof node_id, typeof iteration], about).toEqual(['string', 'number']);
    if (marks.includes('A')) expect(typeof attempt, about).toBe('number');
    if (marks === '') expect([branch_id, node_id], about).toEqual([undefined, undefined]);
    if (type.startsWith('branch_')) expect([typeof branch_id, typeof node_id], about).toEqual(['string', 'string']);
    if (node_id === 'act' || node_id === 'more') expect(branch_id, about).toMatch(/^branch_fan_/);
    if (node_id === 'write' || node_id === 'ask') expect(branch_id, about).toBeUndefined();
  }
  const seen = new Set<string>(events.map(({ type }) => type));
  for (const type of Object.keys(MARKS)) if (!type.startsWith('tool_')) expect([...seen]).toContain(type);
});

test('R-STORE-08 texts of prompts, answers and tools are left out with ITERION_LOG_CONTENT=0, and nothing rests on them', async () => {
  const text = `prompt p:\n  The password is swordfish\nschema s:\n  text: string\nagent a:\n  backend: "simulate"\n  user: p\n  output: s\ntool t:\n  command: "echo trout"\nworkflow w:\n  entry: a\n  a -> t\n  t -> done\n`;
  const run = async (env: Record<string, string>) => {
    const at = place();
    const handle = await startText(text, at, { env: { ...PATH_ONLY, ...env }, runId: 'r', seed: 'x' });
    const { output, status } = await handle.done;
    const types = at.store.events('r').events.map(({ type }) => type);
    return { output, status, types, log: readFileSync(at.store.paths('r').log, 'utf8') };
  };
  const [open, closed] = [await run({}), await run({ ITERION_LOG_CONTENT: '0' })];
  expect(open.log).toContain('swordfish');
  expect(open.log).toContain('"output":"trout\\n"');
  expect(closed.log).not.toContain('swordfish');
  expect(closed.log).not.toContain('echo trout');
  expect([closed.status, closed.output, closed.types]).toEqual([open.status, open.output, open.types]);
});

test('R-STORE-15 positions are entering, open, finished, forked or ended, as the state in run.json shows them', async () => {
  const at = place();
  const kinds = new Set<Position['k']>();
  const collect = (_: readonly RunEvent[], state: RunState): void => {
    for (const [, { position }] of entriesOf(state.branches)) kinds.add(position.k);
  };
  const { execute } = scripted({ ...SCRIPT, act: [{ fails: 'TOOL_FAILED_PERMANENT' }] });
  const text = FLOW.replace('  write -> ask\n  ask -> fan\n', '  write -> fan\n').replace(
    /human ask:\n {2}publish: said\n/,
    '',
  );
  const handle = await startText(text, at, { execute, runId: 'r', fsync: 'off', listener: collect });
  expect((await handle.done).status).toBe('failed_resumable');
  expect(
    [...kinds].every((kind) => ['starting', 'entering', 'open', 'finished', 'forked', 'ended'].includes(kind)),
  ).toBe(true);
  const { checkpoint } = JSON.parse(readFileSync(at.store.paths('r').header, 'utf8')) as {
    checkpoint: { state: RunState };
  };
  const branches = Object.fromEntries(entriesOf(checkpoint.state.branches).map(([id, { position }]) => [id, position]));
  expect(branches['main']).toMatchObject({ k: 'forked', fan_out: 'main:fan:0' });
  expect(branches['branch_fan_act']).toMatchObject({
    k: 'ended',
    status: 'failed',
    resume: { k: 'open', node: 'act', iteration: 0, attempt: 1, phase: 'failed' },
  });
});

test('R-STORE-16 run.json is written at start and every stop, holds the folded state, and stays small beside the log', async () => {
  let written = 0;
  const disk: Disk = {
    ...realDisk,
    rename: (from, to) => {
      if (path.basename(to) === 'run.json') written += statSync(from).size;
      realDisk.rename(from, to);
    },
  };
  const { workspace } = place();
  const at: Place = { workspace, store: openStore(path.join(workspace, '.iterion'), { disk }) };
  await whole(at);
  const { header, log } = at.store.paths('r');
  const { checkpoint } = JSON.parse(readFileSync(header, 'utf8')) as {
    checkpoint: { seq: number; sha256: string; log_bytes: number; state: RunState };
  };
  expect(checkpoint.seq).toBe(at.store.events('r').events.length - 1);
  expect(checkpoint.log_bytes).toBe(statSync(log).size);
  expect(checkpoint.sha256).toBe(createHash('sha256').update(canonicalJson(checkpoint.state)).digest('hex'));
  expect(checkpoint.state).toEqual(at.store.state('r'));
  // Two starts, three stops and pauses of a run that lasts less than a second: nothing in between.
  expect(written).toBeLessThan(8 * statSync(header).size);
});

test('R-STORE-25 an artifact says whose it is; versions of a node count from 0 and are never rewritten', async () => {
  const { at } = await whole();
  const artifacts = at.store.artifacts('r').filter(({ node_id }) => node_id === 'write');
  expect(artifacts).toMatchObject([
    { run_id: 'r', branch_id: 'main', iteration: 0, attempt: 1, publish: 'draft', version: 0, data: { text: 'one' } },
    { run_id: 'r', branch_id: 'main', iteration: 1, attempt: 1, publish: 'draft', version: 1, data: { text: 'two' } },
  ]);
  for (const { data, sha256, written_at } of artifacts) {
    expect(sha256).toBe(createHash('sha256').update(canonicalJson(data)).digest('hex'));
    expect(new Date(written_at).toISOString()).toBe(written_at);
  }
});

test('R-STORE-26 an interaction holds question, form and, once given, its answers and who gave them', async () => {
  const { at } = await whole();
  const file = JSON.parse(readFileSync(at.store.paths('r').interaction('r_ask'), 'utf8')) as unknown;
  expect(file).toEqual({
    id: 'r_ask',
    run_id: 'r',
    node_id: 'ask',
    branch_id: 'main',
    iteration: 0,
    kind: 'human',
    requested_at: expect.stringMatching(/^\d{4}-.*Z$/),
    questions: { text: 'one' },
    form: [{ name: 'text', type: 'string', required: true }],
    shown_hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    answers: { text: 'yes 0' },
    answered_at: expect.stringMatching(/^\d{4}-.*Z$/),
    answered_by: 'ada',
  });
});

test('R-RESUME-11 a fork has the files its prefix refers to, large values among them, and numbers versions on from there', async () => {
  const large = 'x'.repeat(300_000);
  const script = { write: [{ output: { text: large } }, { output: { text: 'two' } }] };
  const at = place();
  const { execute } = scripted(script);
  const handle = await startText(FLOW, at, { execute, runId: 'r', fsync: 'off' });
  await handle.done;
  const settings = { store: at.store, env: PATH_ONLY, execute, fsync: 'off' } as const;
  const answered = await resumeRun({ ...settings, runId: 'r', answers: { r_ask: { text: 'yes' } } });
  expect((await answered.handle.done).status).toBe('paused_waiting_human');
  const forked = await createFork({ ...settings, from: 'r', runId: 'f', point: { node: 'write', iteration: 1 } });
  expect(at.store.artifact(forked, 'write', 0)).toMatchObject({ run_id: 'f', data: { text: large } });
  expect(at.store.interactions(forked)).toMatchObject([{ id: 'r_ask', answers: { text: 'yes' } }]);
  const { handle: on } = await resumeRun({ ...settings, runId: forked });
  expect((await on.done).status).toBe('paused_waiting_human');
  expect(
    at.store
      .artifacts(forked)
      .map(({ node_id, version }) => `${node_id} ${version}`)
      .toSorted(),
  ).toEqual(['ask 0', 'write 0', 'write 1']);
});

test('R-REC-10 statuses: which are reached how, whether they can be resumed, and when the run has ended', async () => {
  const text = (command: string, edges = 't -> done') =>
    `tool t:\n  command: "${command}"\nworkflow w:\n  entry: t\n${edges
      .split('; ')
      .map((edge) => `  ${edge}\n`)
      .join('')}`;
  const ended = async (source: string, stop?: 'cancel' | 'pause') => {
    const at = place();
    const handle = await startText(source, at, { runId: 'r', fsync: 'off' });
    if (stop !== undefined) await handle[stop]('enough');
    const { status } = await handle.done;
    const header = at.store.header('r');
    expect(header.status).toBe(status);
    const again = resumeRun({ store: at.store, runId: 'r', env: PATH_ONLY, fsync: 'off' });
    const resumable = await again.then(
      async (resumed) => (await resumed.handle.done, true),
      (error: { code: string }) => error.code !== 'RESUME_INVALID',
    );
    return { status, over: header.finished_at !== null, resumable };
  };
  expect(await ended(text('true'))).toEqual({ status: 'finished', over: true, resumable: false });
  expect(await ended(text('true', 't -> fail'))).toEqual({ status: 'failed', over: true, resumable: false });
  expect(await ended(text('false'))).toEqual({ status: 'failed_resumable', over: true, resumable: true });
  const cancelled = text('test -f over || { touch over; sleep 20; }');
  expect(await ended(cancelled, 'cancel')).toEqual({ status: 'cancelled', over: true, resumable: true });
  expect(await ended(text('sleep 0.2', 't -> u; u -> done') + 'tool u:\n  command: "true"\n', 'pause')).toEqual({
    status: 'paused_operator',
    over: false,
    resumable: true,
  });
  const human = 'human h:\nworkflow w:\n  entry: h\n  h -> done\n';
  expect(await ended(human)).toEqual({ status: 'paused_waiting_human', over: false, resumable: true });
});
