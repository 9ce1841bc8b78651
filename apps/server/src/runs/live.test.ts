// Runs as they happen, on real sockets: streams, the list, the inbox; runs of other processes; a file log that grows (S-RUN-01 … S-RUN-07).
import { spawn, type ChildProcess } from 'node:child_process';
import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createClient, type Client, type Interaction, type RunHeader } from '@iterion/protocol';
import { emptyView, viewAll, type RunEvent, type View } from '@iterion/engine';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { RunningServer } from '../index.ts';
import { TestSocket } from '../sockets/testSocket.fixture.ts';
import { listening, testPlace, type TestPlace } from '../testServer.fixture.ts';
import { HUMAN_GATE, PURE } from './workflows.fixture.ts';

let place: TestPlace;
let server: RunningServer;
let client: Client;
const sockets: TestSocket[] = [];

beforeEach(async () => {
  place = await testPlace({ 'gate.iter': HUMAN_GATE, 'pure.iter': PURE });
  server = await listening(place);
  client = createClient({ origin: server.url, bearer: server.bearer, validate: true });
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.close();
  await server.close();
  await place.remove();
});

async function connect(): Promise<TestSocket> {
  const socket = await TestSocket.open(server.port, server.bearer);
  sockets.push(socket);
  socket.send({ t: 'hello', protocol: 1, client: { id: 'test', version: '0' } });
  await socket.next('welcome');
  return socket;
}
async function start(path: string, simulate: object): Promise<string> {
  const { hash } = await client.call('file.read', { query: { path } });
  return (await client.call('runs.start', { body: { path, hash, simulate } })).runId;
}

describe('S-WS run channels', () => {
  test('S-RUN-02 S-WS-06 snapshot and events of a live run make the fold of its log, without hole or double', async () => {
    const id = await start('gate.iter', { delayMs: 40 });
    const socket = await connect();
    socket.send({ t: 'sub', id: 1, ch: `run:${id}` });
    const snap = await socket.next('snap');
    expect(snap.epoch).toBe(`run:${id}`);
    let state = snap.state as View;
    expect(state.last_seq).toBe(snap.seq);
    while (state.run.status !== 'finished') {
      const batch = await socket.next('ev');
      expect(batch.from).toBe(state.last_seq + 1);
      state = viewAll(state, batch.items as RunEvent[]);
      expect(state.last_seq).toBe(batch.to);
      socket.send({ t: 'ack', ch: batch.ch, seq: batch.to });
    }
    const { items } = await client.call('runs.events', { params: { id }, query: { limit: 1000 } });
    expect(state).toEqual(viewAll(emptyView(), items as unknown as RunEvent[]));
  });

  test('S-WS-06 sequence numbers survive a restart of the server', async () => {
    const id = await start('gate.iter', { humans: 'ask' });
    const socket = await connect();
    socket.send({ t: 'sub', id: 1, ch: `run:${id}` });
    let state = (await socket.next('snap')).state as View;
    while (state.run.status !== 'paused_waiting_human')
      state = viewAll(state, (await socket.next('ev')).items as RunEvent[]);
    await server.close();
    server = await listening(place);
    const again = await connect();
    again.send({ t: 'sub', id: 1, ch: `run:${id}`, after: 3, epoch: `run:${id}` });
    const batch = await again.next('ev', 'snap');
    expect(batch).toMatchObject({ t: 'ev', from: 4, to: state.last_seq });
  });

  test('S-WS-03 the channel of a deleted run ends', async () => {
    const id = await start('pure.iter', {});
    await vi.waitFor(async () =>
      expect((await client.call('runs.read', { params: { id } })).header.status).toBe('finished'),
    );
    const socket = await connect();
    socket.send({ t: 'sub', id: 1, ch: `run:${id}` });
    await socket.next('snap');
    await client.call('runs.delete', { params: { id } });
    expect(await socket.next('end')).toMatchObject({ ch: `run:${id}` });
  });

  test('E-RUN-43 E-RUN-60 the list and the inbox follow a run from start to answer to end', async () => {
    const socket = await connect();
    socket.send({ t: 'sub', id: 1, ch: 'inbox' });
    expect((await socket.next('snap')).state).toEqual({ items: [] });
    const list = await connect();
    list.send({ t: 'sub', id: 1, ch: 'runs' });
    expect((await list.next('snap')).state).toEqual({ items: [], counts: {} });
    const id = await start('gate.iter', { humans: 'ask' });
    const [asked] = (await socket.next('ev')).items as Interaction[];
    expect(asked).toMatchObject({ runId: id, state: 'open', node: 'approval' });
    await client.call('interactions.answer', {
      params: { id, iid: asked?.id ?? '' },
      body: { answers: { approved: true, remarks: '' } },
    });
    const [answered] = (await socket.next('ev')).items as Interaction[];
    expect(answered).toMatchObject({ id: asked?.id, state: 'answered', recorded: { answers: { approved: true } } });
    const seen: RunHeader[] = [];
    while (seen.at(-1)?.status !== 'finished') {
      for (const item of (await list.next('ev')).items as { header: RunHeader }[]) seen.push(item.header);
    }
    expect(seen.every((header) => header.id === id)).toBe(true);
    expect(seen.map(({ rev }) => rev)).toEqual(seen.map(({ rev }) => rev).toSorted((a, b) => a - b));
  });
});

describe('S-RUN-03 runs of other processes', () => {
  const children: ChildProcess[] = [];
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
  });

  /** A process of its own that runs `gate.iter` in the same store and asks a person. */
  function otherProcess(runId: string, delayMs: number): ChildProcess {
    const resolve = createRequire(import.meta.url).resolve;
    const script = `
      import { readFileSync } from 'node:fs';
      import { compile, parse } from ${JSON.stringify(resolve('@iterion/dsl'))};
      import { openStore, startRun } from ${JSON.stringify(resolve('@iterion/runtime'))};
      const sourceText = readFileSync('gate.iter', 'utf8');
      const handle = await startRun({
        graph: compile(parse(sourceText)), sourceText, filePath: process.cwd() + '/gate.iter', vars: {}, inputs: {},
        runId: ${JSON.stringify(runId)}, store: openStore('.iterion'), workspaceDir: '.', env: {}, holdWhenPaused: true,
        simulate: { seed: 's', humans: 'off' }, simulateDelayMs: ${delayMs}, origin: 'cli',
      });
      setInterval(() => undefined, 1000);
      await handle.done;
      process.exit();
    `;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      cwd: place.workspace,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    children.push(child);
    return child;
  }
  const header = async (id: string): Promise<RunHeader> => (await client.call('runs.read', { params: { id } })).header;

  test('E-RUN-53 S-RUN-06 appears in the list, is watched live, and takes answers through its mailbox', async () => {
    const list = await connect();
    list.send({ t: 'sub', id: 1, ch: 'runs' });
    await list.next('snap');
    otherProcess('theirs', 30);
    expect((await list.next('ev')).items).toMatchObject([
      { kind: 'upsert', header: { id: 'theirs', origin: 'cli', owner: { alive: true, here: false } } },
    ]);
    const asked = await vi.waitFor(
      async () => {
        const { items } = await client.call('interactions.list', { query: { run: 'theirs', state: 'open' } });
        expect(items).toHaveLength(1);
        return items[0];
      },
      { timeout: 8_000 },
    );
    const socket = await connect();
    socket.send({ t: 'sub', id: 1, ch: 'run:theirs' });
    let state = (await socket.next('snap')).state as View;
    await client.call('interactions.answer', {
      params: { id: 'theirs', iid: asked?.id ?? '' },
      body: { answers: { approved: true, remarks: '' } },
    });
    while (state.run.status !== 'finished') {
      const batch = await socket.next('ev');
      expect(batch.from).toBe(state.last_seq + 1);
      state = viewAll(state, batch.items as RunEvent[]);
    }
    expect(state.interactions).toMatchObject([{ status: 'answered', answered_by: 'editor' }]);
  });

  test('S-RUN-06 is cancelled through its mailbox', async () => {
    otherProcess('theirs', 300);
    await vi.waitFor(async () => expect((await header('theirs')).status).toBe('running'), { timeout: 8_000 });
    await client.call('runs.cancel', { params: { id: 'theirs' }, body: {} });
    expect((await header('theirs')).status).toBe('cancelled');
  });

  test('S-RUN-07 a killed process leaves its run interrupted; it can be resumed here and nothing is resumed by itself', async () => {
    const child = otherProcess('theirs', 3_000);
    await vi.waitFor(async () => expect((await header('theirs')).status).toBe('running'), { timeout: 8_000 });
    child.kill('SIGKILL');
    await vi.waitFor(
      async () => expect(await header('theirs')).toMatchObject({ status: 'running', interrupted: true, owner: null }),
      { timeout: 8_000 },
    );
    await client.call('runs.resume', { params: { id: 'theirs' }, body: { source: 'recorded' } });
    await vi.waitFor(
      async () =>
        expect(await header('theirs')).toMatchObject({
          status: 'paused_waiting_human',
          interrupted: false,
          owner: { here: true },
        }),
      { timeout: 8_000 },
    );
  });

  test('S-RUN-03 lines that are not complete do not count, a hole in seq stops what is read', async () => {
    const id = await start('pure.iter', {});
    await vi.waitFor(async () => expect((await header(id)).status).toBe('finished'));
    const log = await readFile(join(place.workspace, '.iterion/runs', id, 'events.jsonl'), 'utf8');
    const lines = log.trimEnd().split('\n');
    const folder = join(place.workspace, '.iterion/runs/copied');
    await mkdir(folder);
    await writeFile(join(folder, 'events.jsonl'), `${lines.slice(0, 2).join('\n')}\n${lines[2]?.slice(0, 20)}`);
    const seqs = async (): Promise<number[]> =>
      (await client.call('runs.events', { params: { id: 'copied' } })).items.map(({ seq }) => seq);
    expect(await seqs()).toEqual([0, 1]);
    await appendFile(join(folder, 'events.jsonl'), `${lines[2]?.slice(20)}\n`);
    await vi.waitFor(async () => expect(await seqs()).toEqual([0, 1, 2]), { timeout: 4_000 });
    const socket = await connect();
    socket.send({ t: 'sub', id: 1, ch: 'run:copied' });
    await socket.next('snap');
    await appendFile(join(folder, 'events.jsonl'), `${lines.at(-1)?.replace(/"seq":\d+/, '"seq":99')}\n`);
    expect(await socket.next('end')).toMatchObject({ reason: expect.stringContaining('damaged') as string });
    expect(await seqs()).toEqual([0, 1, 2]);
  });

  test('S-RUN-04 2,000 runs are listed from their headers', async () => {
    const id = await start('pure.iter', {});
    await vi.waitFor(async () => expect((await header(id)).status).toBe('finished'));
    const runs = join(place.workspace, '.iterion/runs');
    const text = await readFile(join(runs, id, 'run.json'), 'utf8');
    for (let n = 0; n < 2_000; n += 1) {
      await mkdir(join(runs, `copy_${n}`));
      await writeFile(join(runs, `copy_${n}`, 'run.json'), text.replaceAll(id, `copy_${n}`));
    }
    await vi.waitFor(
      async () => expect((await client.call('runs.list', { query: { limit: 1 } })).counts).toEqual({ finished: 2_001 }),
      { timeout: 10_000 },
    );
    const before = performance.now();
    const { items } = await client.call('runs.list', { query: { limit: 100, q: 'copy_1' } });
    expect(items).toHaveLength(100);
    expect(performance.now() - before).toBeLessThan(500);
  });
});
