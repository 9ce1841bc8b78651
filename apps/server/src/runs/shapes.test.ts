// The shapes that REST and socket share (S-API-13), where runs execute (S-RUN-05), and what an approval is about (S-SEC-20).
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compile, parse } from '@iterion/dsl';
import type { Interaction } from '@iterion/protocol';
import { openStore, startRun } from '@iterion/runtime';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { inProcess, refused, startFile, untilRun, type InProcess } from '../testServer.fixture.ts';
import { HUMAN_GATE } from './workflows.fixture.ts';

const WHERE = `schema place:
  text: string
  exit_code: int

tool look:
  command: "pwd; echo from-start=$FROM_START from-file=$FROM_FILE"
  output: place

workflow where:
  entry: look
  look -> done
`;

let server: InProcess;
beforeEach(async () => {
  server = await inProcess(
    { 'gate.iter': HUMAN_GATE, 'where.iter': WHERE, '.env': 'FROM_FILE=1\n' },
    { env: { PATH: process.env['PATH'] ?? '', FROM_START: '1' } },
  );
});
afterEach(() => server.close());

async function trust(path: string): Promise<void> {
  const { manifestHash } = await server.client.call('trust.read', { query: { path } });
  await server.client.call('trust.grant', { query: { path }, body: { manifestHash } });
}
async function asked(run: string): Promise<Interaction> {
  return vi.waitFor(
    async () => {
      const { items } = await server.client.call('interactions.list', { query: { run, state: 'open' } });
      const [first] = items;
      if (first === undefined) throw new Error('nothing is asked yet');
      return first;
    },
    { timeout: 10_000, interval: 20 },
  );
}

describe('S-RUN-05 runs of the editor', () => {
  test('S-RUN-05 S-SEC-11 execute in this process, in the workspace, with the environment of its start and no .env', async () => {
    const { client, place } = server;
    await trust('where.iter');
    const id = await startFile(client, 'where.iter', { name: 'Where', labels: ['x'] });
    const { header } = await client.call('runs.read', { params: { id } });
    expect(header).toMatchObject({ origin: 'editor', path: 'where.iter', name: 'Where', labels: ['x'] });
    await untilRun(client, id, 'finished');
    const detail = await client.call('runs.execution', { params: { id, eid: 'exec:main:look:0' } });
    expect(detail.output).toMatchObject({
      text: `${server.assembly.workspace}\nfrom-start=1 from-file=`,
      exit_code: 0,
    });
    const held = await startFile(client, 'gate.iter', { simulate: { humans: 'ask' } });
    const { owner } = (await client.call('runs.read', { params: { id: held } })).header;
    expect(owner).toMatchObject({ pid: process.pid, alive: true, here: true });
    expect(openStore(join(place.workspace, '.iterion')).runIds()).toEqual(expect.arrayContaining([id, held]));
  });

  test('S-RUN-05 the log is that of the public API: the same events as a run started without the server', async () => {
    const { client, place } = server;
    const id = await startFile(client, 'gate.iter', { simulate: { seed: 'same' }, runId: 'one' });
    await untilRun(client, id, 'finished');
    const store = openStore(join(place.base, 'other'));
    const { done } = await startRun({
      graph: compile(parse(HUMAN_GATE)),
      sourceText: HUMAN_GATE,
      filePath: join(server.assembly.workspace, 'gate.iter'),
      vars: {},
      inputs: {},
      runId: 'one',
      store,
      workspaceDir: server.assembly.workspace,
      env: { PATH: process.env['PATH'] ?? '' },
      simulate: { seed: 'same' },
    });
    await done;
    const { items } = await client.call('runs.events', { params: { id }, query: { limit: 1000 } });
    const steps = (events: readonly { readonly type: string; readonly node_id?: string | undefined }[]): string[] =>
      events.map(({ type, node_id = '' }) => `${type} ${node_id}`);
    expect(steps(items)).toEqual(steps(store.events('one').events));
  });
});

describe('S-API-13 shapes', () => {
  test('S-API-13 RunHeader, Interaction, Plan and Manifest have the keys of the specification, in its units', async () => {
    const { client } = server;
    const id = await startFile(client, 'gate.iter', { simulate: { humans: 'ask' }, budget: { maxDurationMs: 60_000 } });
    const question = await asked(id);
    const { header } = await client.call('runs.read', { params: { id } });
    const always =
      'id name workflow path status simulated origin owner labels createdAt activeMs costUnknown tokens executions budget progress openInteractions sourceHash lastSeq rev';
    expect(Object.keys(header)).toEqual(expect.arrayContaining(always.split(' ')));
    expect(header).toMatchObject({
      status: 'paused_waiting_human',
      owner: { pid: process.pid, host: expect.any(String) as unknown, alive: true, here: true },
      tokens: { in: expect.any(Number) as unknown, out: expect.any(Number) as unknown, cache: 0 },
      budget: { maxIterations: 30, maxDurationMs: 60_000, maxTokens: null },
      openInteractions: 1,
    });
    expect(header.createdAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(header.sourceHash).toMatch(/^sha256-[0-9a-f]{64}$/);
    expect(Number.isInteger(header.activeMs)).toBe(true);
    const keys = 'id runId node execution kind createdAt instructions facts schema minAnswers state';
    expect(Object.keys(question)).toEqual(expect.arrayContaining(keys.split(' ')));
    expect(question).toMatchObject({ runId: id, node: 'approval', kind: 'human', state: 'open', facts: [] });
    const { plan, manifest } = await client.call('runs.prepare', { body: { path: 'gate.iter' } });
    const planKeys = 'executionsMax perNode loops parallelMax caps serialisedWriters';
    expect(Object.keys(plan)).toEqual(expect.arrayContaining(planKeys.split(' ')));
    expect(plan.loops).toEqual([{ name: 'revise', max: 3 }]);
    expect(Object.keys(manifest).sort()).toEqual(
      'backends commands environment hash mcpServers network sandbox scripts worktree writes'.split(' '),
    );
    expect(manifest.commands[0]).toHaveProperty('range.start.line');
  });

  test('S-API-13 the socket sends the same header as REST', async () => {
    const id = await startFile(server.client, 'gate.iter', { simulate: {} });
    await untilRun(server.client, id, 'finished');
    const { items } = await server.client.call('runs.list');
    const { header } = await server.client.call('runs.read', { params: { id } });
    expect(items).toEqual([header]);
  });
});

describe('S-SEC-20 approvals', () => {
  test('S-SEC-20 S-SEC-T20 facts that changed between showing and answering refuse the answer, and come along with the refusal', async () => {
    const { client, place } = server;
    // A run of the command line, paused and let go, whose file is edited before it goes on here.
    const store = openStore(join(place.workspace, '.iterion'));
    const filePath = join(server.assembly.workspace, 'gate.iter');
    const handle = await startRun({
      graph: compile(parse(HUMAN_GATE)),
      sourceText: HUMAN_GATE,
      filePath,
      vars: {},
      inputs: {},
      runId: 'cli',
      store,
      workspaceDir: server.assembly.workspace,
      env: { PATH: process.env['PATH'] ?? '' },
      simulate: { seed: 'x', humans: 'off' },
    });
    await handle.done;
    const shown = await asked('cli');
    await writeFile(filePath, HUMAN_GATE.replace('Approve {{input.title}}?', 'Delete {{input.title}}?'));
    const { hash } = await client.call('file.read', { query: { path: 'gate.iter' } });
    await client.call('runs.resume', { params: { id: 'cli' }, body: { source: 'current', hash, force: true } });
    const now = await vi.waitFor(async () => {
      const open = await asked('cli');
      expect(open.id).not.toBe(shown.id);
      return open;
    });
    expect(now.instructions).toContain('Delete');
    expect(now.factsHash).not.toBe(shown.factsHash);
    const answers = { approved: true, remarks: '' };
    const send = (iid: string, factsHash: string | undefined) =>
      client.call('interactions.answer', {
        params: { id: 'cli', iid },
        body: { answers, ...(factsHash === undefined ? {} : { factsHash }) },
      });
    expect(await refused(send(shown.id, shown.factsHash))).toMatchObject({ status: 409, code: 'invalid_state' });
    const error = await refused(send(now.id, shown.factsHash));
    expect(error).toMatchObject({ status: 409, code: 'facts_changed' });
    expect(error.details).toMatchObject({ id: now.id, factsHash: now.factsHash, instructions: now.instructions });
    await send(now.id, now.factsHash);
    await untilRun(client, 'cli', 'finished');
  });

  test('S-SEC-20 S-SEC-T19 what a model writes is never a fact, however it looks', async () => {
    const { client } = server;
    const id = await startFile(client, 'gate.iter', { simulate: { humans: 'ask' } });
    const question = await asked(id);
    expect(question.facts).toEqual([]);
    expect(JSON.stringify(question.questions)).toContain('simulated');
    expect(question).not.toHaveProperty('choices');
  });

  test('S-SEC-20 an answer about facts of the engine must name them', async () => {
    const { client, place } = server;
    const resets = new Date(Date.now() + 3_600_000).toISOString();
    const error = { code: 'RATE_LIMITED', message: 'slow down', details: { resets_at: resets } } as const;
    const { done } = await startRun({
      graph: compile(parse(HUMAN_GATE)),
      sourceText: HUMAN_GATE,
      filePath: join(server.assembly.workspace, 'gate.iter'),
      vars: {},
      inputs: {},
      runId: 'limited',
      store: openStore(join(place.workspace, '.iterion')),
      workspaceDir: server.assembly.workspace,
      env: { PATH: process.env['PATH'] ?? '' },
      simulate: { seed: 'x' },
      execute: () => Promise.resolve({ is: 'error', error }),
    });
    await done;
    const question = await asked('limited');
    expect(question).toMatchObject({ kind: 'recovery', state: 'open' });
    expect(question.facts.map(({ label }) => label)).toEqual(expect.arrayContaining(['recovery_code', 'last_error']));
    const send = (more: object) =>
      client.call('interactions.answer', {
        params: { id: 'limited', iid: question.id },
        body: { answers: {}, choice: 'abort', ...more },
      });
    expect(await refused(send({}))).toMatchObject({ status: 400, field: 'factsHash' });
    expect(await refused(send({ factsHash: 'other' }))).toMatchObject({ status: 409, code: 'facts_changed' });
    await send({ factsHash: question.factsHash });
    await untilRun(client, 'limited', 'failed_resumable');
  });
});
