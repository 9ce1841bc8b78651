// Resuming with an edited file (R-RESUME-07, S-78…S-81) and forks (R-RESUME-10…12, S-82, S-83).
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { RunEvent } from '@iterion/engine';
import { expect, test } from 'vitest';
import { createFork, startFork } from './fork.ts';
import { resumeRun } from './resume.ts';
import { PATH_ONLY, type Place, type Script, place, scripted, startText } from './runs.fixture.ts';

const FLOW = `
schema check_out:
  approved: bool
  note: string

agent a:
  backend: "claw"
  readonly: true
  publish: first

agent b:
  backend: "claw"
  readonly: true
  user: ask_b

judge c:
  backend: "claw"
  output: check_out
  user: ask_c

agent d:
  backend: "claw"
  readonly: true
  user: ask_d

agent e:
  backend: "claw"
  readonly: true

prompt ask_b:
  Do b.

prompt ask_c:
  Do c.

prompt ask_d:
  Do d.

workflow five:
  entry: a
  budget:
    max_iterations: 50
  a -> b
  b -> c
  c -> d when approved
  c -> e when not approved
  d -> done
  e -> done
`;
const PASS: Script = {
  a: [{ output: { x: 1 } }],
  c: [{ output: { approved: true, note: 'n' } }],
  d: [{ output: { by: 'd' } }],
  e: [{ output: { by: 'e' } }],
};

const settings = (at: Place) => ({ store: at.store, env: PATH_ONLY, fsync: 'off' }) as const;
const events = (at: Place, runId: string): readonly RunEvent[] => at.store.events(runId).events;

async function failedAtC(): Promise<{ at: Place; runId: string }> {
  const at = place();
  const handle = await startText(FLOW, at, {
    execute: scripted({ ...PASS, c: [{ fails: 'EXECUTION_FAILED' }] }).execute,
  });
  expect((await handle.done).status).toBe('failed_resumable');
  return { at, runId: handle.runId };
}

test('S-78 a change of a node that has not started is accepted, recorded and used', async () => {
  const { at, runId } = await failedAtC();
  const { execute, calls } = scripted(PASS);
  const sourceText = FLOW.replace('Do d.', 'Do d well.').replace('max_iterations: 50', 'max_iterations: 60');
  const { handle } = await resumeRun({ ...settings(at), runId, execute, sourceText });
  expect((await handle.done).status).toBe('finished');
  expect(calls.map(({ node }) => node)).toEqual(['c', 'd']);
  expect(calls.at(-1)?.request).toMatchObject({ user: 'Do d well.' });
  const changed = events(at, runId).find(({ type }) => type === 'workflow_changed');
  expect(changed).toMatchObject({ data: { changed: ['d'], added: [], removed: [], stale: [], forced: false } });
  expect(at.store.header(runId).limits.max_iterations).toBe(60);
  expect(readFileSync(at.store.paths(runId).source(2), 'utf8')).toBe(sourceText);
  expect(at.store.source(runId)).toBe(sourceText);
});

test('S-79 the node that failed may change; its new definition is used', async () => {
  const { at, runId } = await failedAtC();
  const { execute, calls } = scripted(PASS);
  const { handle } = await resumeRun({
    ...settings(at),
    runId,
    execute,
    sourceText: FLOW.replace('Do c.', 'Do c again.'),
  });
  expect((await handle.done).status).toBe('finished');
  expect(calls[0]?.request).toMatchObject({ user: 'Do c again.' });
});

test('S-80 a change of a finished node is listed and needs force; its result is kept', async () => {
  const { at, runId } = await failedAtC();
  const before = readFileSync(at.store.paths(runId).log);
  const { execute, calls } = scripted(PASS);
  const sourceText = FLOW.replace('Do b.', 'Do b otherwise.');
  await expect(resumeRun({ ...settings(at), runId, execute, sourceText })).rejects.toMatchObject({
    code: 'RESUME_INVALID',
    details: { stale: ['main:b:0'] },
  });
  expect(readFileSync(at.store.paths(runId).log)).toEqual(before);
  const { handle } = await resumeRun({ ...settings(at), runId, execute, sourceText, force: true });
  expect((await handle.done).status).toBe('finished');
  expect(calls.map(({ node }) => node)).toEqual(['c', 'd']);
  expect(events(at, runId).find(({ type }) => type === 'workflow_changed')).toMatchObject({
    data: { stale: ['main:b:0'], forced: true },
  });
});

test('S-81 a file without the node where the run stands is refused, naming it; nothing is appended', async () => {
  const { at, runId } = await failedAtC();
  const before = readFileSync(at.store.paths(runId).log);
  const sourceText = FLOW.replace(/judge c:\n {2}backend: "claw"\n/, 'judge other:\n  backend: "claw"\n')
    .replace('b -> c', 'b -> other')
    .replaceAll('  c -> ', '  other -> ');
  await expect(resumeRun({ ...settings(at), runId, sourceText })).rejects.toMatchObject({
    code: 'RESUME_INVALID',
    message: expect.stringMatching(/\bc\b/),
  });
  expect(readFileSync(at.store.paths(runId).log)).toEqual(before);
});

test('R-RESUME-07 formatting and comments never matter', async () => {
  const { at, runId } = await failedAtC();
  const { execute } = scripted(PASS);
  const { handle } = await resumeRun({
    ...settings(at),
    runId,
    execute,
    sourceText: `## A comment.\n${FLOW.replaceAll('\n\n', '\n\n\n')}`,
  });
  expect((await handle.done).status).toBe('finished');
  expect(events(at, runId).some(({ type }) => type === 'workflow_changed')).toBe(false);
});

test('R-BUDGET-11 a limit that is not above the consumption is a usage error', async () => {
  const { at, runId } = await failedAtC();
  await expect(resumeRun({ ...settings(at), runId, limits: { max_iterations: 3 } })).rejects.toMatchObject({
    code: 'USAGE',
    message: expect.stringContaining('max_iterations'),
  });
});

async function finished(): Promise<{ at: Place; runId: string; digest: string }> {
  const at = place();
  const handle = await startText(FLOW, at, { execute: scripted(PASS).execute });
  expect((await handle.done).status).toBe('finished');
  return { at, runId: handle.runId, digest: digestOf(at.store.paths(handle.runId).folder) };
}

function digestOf(folder: string): string {
  const hash = createHash('sha256');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const file of files.map((entry) => path.join(entry.parentPath, entry.name)).sort())
    hash.update(file).update(readFileSync(file));
  return hash.digest('hex');
}

test('S-82 a fork begins before a node: what precedes is kept, its budget is its own, the source is unchanged byte for byte', async () => {
  const { at, runId, digest } = await finished();
  const { execute, calls } = scripted(PASS);
  const handle = await startFork({ ...settings(at), from: runId, point: { node: 'c' }, execute });
  expect((await handle.done).status).toBe('finished');
  expect(calls.map(({ node }) => node)).toEqual(['c', 'd']);
  const header = at.store.header(handle.runId);
  expect(header).toMatchObject({
    status: 'finished',
    forked_from: { run_id: runId, activation: 'main:c:0' },
    usage: { iterations: 2 },
    inherited_usage: { iterations: 2 },
  });
  expect(at.store.metadata(handle.runId).origin).toBe('fork');
  expect(at.store.artifact(handle.runId, 'a', 0)).toMatchObject({ run_id: handle.runId, data: { x: 1 } });
  expect(events(at, handle.runId).every(({ run_id }) => run_id === handle.runId)).toBe(true);
  expect(digestOf(at.store.paths(runId).folder)).toBe(digest);
});

test('S-83 a fork behind a node, with a part of its output replaced, takes the other edge', async () => {
  const { at, runId } = await finished();
  const { execute, calls } = scripted(PASS);
  const point = { node: 'c', after: true, set: [{ path: ['approved'], value: false }] } as const;
  const handle = await startFork({ ...settings(at), from: runId, point, execute });
  expect(await handle.done).toMatchObject({ status: 'finished', output: { by: 'e' } });
  expect(calls.map(({ node }) => node)).toEqual(['e']);
  expect(
    events(at, handle.runId).find(({ type, node_id }) => type === 'node_finished' && node_id === 'c'),
  ).toMatchObject({ data: { edited: true, output: { approved: false } } });
});

test('R-RESUME-10 a fork with an edited file, and one that is only made and resumed later', async () => {
  const { at, runId } = await finished();
  const { execute, calls } = scripted(PASS);
  const edited = await startFork({
    ...settings(at),
    from: runId,
    point: { node: 'd' },
    sourceText: FLOW.replace('Do d.', 'Do it.'),
    execute,
  });
  expect((await edited.done).status).toBe('finished');
  expect(calls[0]?.request).toMatchObject({ user: 'Do it.' });
  const later = await createFork({ ...settings(at), from: runId, point: { seq: 6 }, runId: 'later' });
  expect(at.store.header(later).forked_from).toMatchObject({ run_id: runId, seq: 6 });
  const { handle } = await resumeRun({ ...settings(at), runId: 'later', execute });
  expect((await handle.done).status).toBe('finished');
  await expect(startFork({ ...settings(at), from: runId, point: { node: 'nowhere' } })).rejects.toMatchObject({
    code: 'USAGE',
  });
});

test('P-25 a fork at any activation, with the same script, ends like its source', async () => {
  const { at, runId } = await finished();
  const { output } = at.store.state(runId);
  for (const node of ['a', 'b', 'c', 'd', 'done']) {
    const handle = await startFork({ ...settings(at), from: runId, point: { node }, execute: scripted(PASS).execute });
    expect(await handle.done, node).toMatchObject({ status: 'finished', output });
  }
});
