// The world in which every row of the table is asked (everyRow.test.ts): files, runs, questions, deleted things and what took their place.
import { spawn } from 'node:child_process';
import { mkdir, rename, symlink, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { compile, parse } from '@iterion/dsl';
import { openStore, processStart, startRun } from '@iterion/runtime';
import { hashOf } from '../files/content.ts';
import { BROKEN, HUMAN_GATE, PURE, SLOW } from '../runs/workflows.fixture.ts';
import { inProcess, startFile, untilRun, type InProcess } from '../testServer.fixture.ts';

export interface RowWorld {
  readonly server: InProcess;
  /** Ids and hashes that cases need. */
  readonly at: Readonly<Record<string, string>>;
  readonly close: () => Promise<void>;
}

export async function rowWorld(): Promise<RowWorld> {
  let now = Date.now();
  const at: Record<string, string> = {};
  const server = await inProcess(
    {
      'pure.iter': PURE,
      'gate.iter': HUMAN_GATE,
      'slow.iter': SLOW,
      'broken.iter': BROKEN,
      'gone.iter': 'x',
      'moved.iter': 'x',
      'full/x.iter': 'x',
      'empty/.keep': '',
      'bad.iter': '',
      'recipes/none.json': '{}',
    },
    { now: () => (now += 20), examplesDir: new URL('../../../../examples', import.meta.url).pathname },
  );
  const { client, place } = server;
  await writeFile(join(place.workspace, 'bad.iter'), Buffer.from([0xff, 0xfe, 0x00]));
  await mkdir(join(place.workspace, 'void'));
  for (const path of ['pure.iter', 'gate.iter', 'slow.iter', 'gone.iter', 'moved.iter'])
    at[path] = (await client.call('file.read', { query: { path } })).hash;
  at['manifest'] = (await client.call('trust.read', { query: { path: 'gate.iter' } })).manifestHash;
  at['done'] = await startFile(client, 'gate.iter', { simulate: { seed: 'x' }, runId: 'done' });
  at['spare'] = await startFile(client, 'pure.iter', { runId: 'spare' });
  for (const runId of ['paused', 'asked', 'dropped'])
    await startFile(client, 'gate.iter', { simulate: { humans: 'ask' }, runId });
  await writeFile(join(place.workspace, 'wrong.iter'), HUMAN_GATE);
  await startFile(client, 'wrong.iter', { simulate: { humans: 'ask' }, runId: 'wrong' });
  await untilRun(client, 'wrong', 'paused_waiting_human');
  await client.call('runs.cancel', { params: { id: 'wrong' }, body: {} });
  await writeFile(join(place.workspace, 'wrong.iter'), BROKEN);
  for (const runId of ['done', 'spare']) await untilRun(client, runId, 'finished');
  for (const runId of ['paused', 'asked', 'dropped']) await untilRun(client, runId, 'paused_waiting_human');
  await client.call('runs.cancel', { params: { id: 'dropped' }, body: {} });
  const artifact = (await client.call('runs.artifacts', { params: { id: 'done' } })).items[0];
  at['artifact'] = artifact?.name ?? '';
  const { items } = await client.call('runs.events', { params: { id: 'done' } });
  at['payload'] = `${items.find(({ type }) => type === 'llm_prompt')?.seq ?? 0}~`;
  at['question'] = (await client.call('interactions.list', { query: { run: 'asked' } })).items[0]?.id ?? '';
  at['restore'] = (
    await client.call('file.delete', { query: { path: 'gone.iter' }, base: at['gone.iter'] ?? '' })
  ).restoreId;
  at['restoreRun'] = (await client.call('runs.delete', { params: { id: 'spare' } })).restoreId;
  // Files and runs that something else has taken the place of.
  await writeFile(join(place.workspace, 'twin.iter'), 'x');
  await mkdir(join(place.workspace, 'astray'));
  await writeFile(join(place.workspace, 'astray/x.iter'), 'x');
  const discard = async (path: string): Promise<string> =>
    (await client.call('file.delete', { query: { path }, base: hashOf('x') })).restoreId;
  at['restoreTwin'] = await discard('twin.iter');
  await writeFile(join(place.workspace, 'twin.iter'), 'y');
  at['restoreAstray'] = await discard('astray/x.iter');
  await rename(join(place.workspace, 'astray'), join(place.base, 'astray'));
  await symlink('../astray', join(place.workspace, 'astray'));
  await symlink(place.base, join(place.workspace, '.iterion/snippets'));
  for (const again of [false, true]) {
    await startFile(client, 'pure.iter', { runId: 'twin' });
    await untilRun(client, 'twin', 'finished');
    if (!again) at['restoreTwinRun'] = (await client.call('runs.delete', { params: { id: 'twin' } })).restoreId;
  }
  // Runs of the command line, let go while they wait: `cli` really ran its command, `held` is held by a process that never answers.
  for (const [runId, simulated] of [
    ['cli', false],
    ['held', true],
  ] as const) {
    const { done } = await startRun({
      graph: compile(parse(HUMAN_GATE)),
      sourceText: HUMAN_GATE,
      filePath: join(server.assembly.workspace, 'gate.iter'),
      vars: {},
      inputs: {},
      runId,
      store: openStore(join(place.workspace, '.iterion')),
      workspaceDir: server.assembly.workspace,
      env: { PATH: process.env['PATH'] ?? '' },
      ...(simulated ? { simulate: { seed: 'x', humans: 'off' as const } } : { backend: 'simulate' }),
    });
    await done;
    await untilRun(client, runId, 'paused_waiting_human');
    at[`${runId}Question`] = (await client.call('interactions.list', { query: { run: runId } })).items[0]?.id ?? '';
  }
  at['voidQuestion'] = (await client.call('interactions.list', { query: { run: 'wrong' } })).items[0]?.id ?? '';
  at['code'] = server.assembly.sessions.newCode().code;
  const { url } = await client.call('downloads.create', { body: { kind: 'file', path: 'pure.iter' } });
  at['ticket'] = url.split('/').at(-1) ?? '';
  const foreign = spawn('sleep', ['60'], { stdio: 'ignore' });
  const pid = foreign.pid ?? 0;
  const acquired_at = new Date().toISOString();
  const holder = { pid, process_start: processStart(pid), host: hostname(), epoch: 9, token: 'x', acquired_at };
  await writeFile(join(place.workspace, '.iterion/runs/held/.lock'), JSON.stringify(holder));
  return {
    server,
    at,
    close: async () => {
      foreign.kill('SIGKILL');
      await server.close();
    },
  };
}
