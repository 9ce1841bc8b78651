// Runs through the API, with the real runtime: launch checks, reading, people, control, deletion.
import { existsSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ApiError, LIMITS, type Interaction, type PayloadRef, type RunStatus } from '@iterion/protocol';
import { emptyView, viewAll, type RunEvent } from '@iterion/engine';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { inProcess, type InProcess } from '../testServer.fixture.ts';
import { BROKEN, HUMAN_GATE, LARGE, PURE, SLOW } from './workflows.fixture.ts';

let server: InProcess;
const FILES = {
  'gate.iter': HUMAN_GATE,
  'pure.iter': PURE,
  'slow.iter': SLOW,
  'large.iter': LARGE,
  'broken.iter': BROKEN,
};

beforeEach(async () => {
  server = await inProcess(FILES);
});
afterEach(() => server.close());

async function refused(call: Promise<unknown>): Promise<ApiError> {
  const error = await call.then(
    () => expect.fail('accepted'),
    (thrown: unknown) => thrown,
  );
  if (error instanceof ApiError) return error;
  throw error;
}
async function hashOf(path: string): Promise<string> {
  return (await server.client.call('file.read', { query: { path } })).hash;
}
async function trust(path: string): Promise<void> {
  const { manifestHash } = await server.client.call('trust.read', { query: { path } });
  await server.client.call('trust.grant', { query: { path }, body: { manifestHash } });
}
async function start(path: string, more: object = {}): Promise<string> {
  const { runId } = await server.client.call('runs.start', { body: { path, hash: await hashOf(path), ...more } });
  return runId;
}
async function until(id: string, ...statuses: RunStatus[]): Promise<void> {
  await vi.waitFor(
    async () => expect(statuses).toContain((await server.client.call('runs.read', { params: { id } })).header.status),
    { timeout: 10_000, interval: 20 },
  );
}
async function question(id: string): Promise<Interaction> {
  const { items } = await vi.waitFor(
    async () => {
      const found = await server.client.call('interactions.list', { query: { run: id, state: 'open' } });
      expect(found.items).toHaveLength(1);
      return found;
    },
    { timeout: 10_000, interval: 20 },
  );
  return items[0] as Interaction; // the length was just checked
}
const answer = (
  id: string,
  iid: string,
  answers: Record<string, string | boolean>,
  more: object = {},
): Promise<unknown> => server.client.call('interactions.answer', { params: { id, iid }, body: { answers, ...more } });

describe('S-RUN-08 launch checks', () => {
  test('S-RUN-08 each is refused in its own words, and nothing is on the disk', async () => {
    const body = { path: 'pure.iter', hash: await hashOf('pure.iter'), simulate: {} };
    const cases: [object, string][] = [
      [{ ...body, path: 'none.iter' }, 'not_found'],
      [{ ...body, path: '../x.iter' }, 'path_forbidden'],
      [{ ...body, hash: `sha256-${'0'.repeat(64)}` }, 'source_changed'],
      [{ path: 'slow.iter', hash: await hashOf('slow.iter') }, 'untrusted'],
      [{ path: 'broken.iter', hash: await hashOf('broken.iter'), simulate: {} }, 'workflow_invalid'],
      [{ ...body, strict: true, vars: { count: 'many' } }, 'vars_invalid'],
      [{ ...body, vars: { count: 'many' } }, 'vars_invalid'],
      [{ ...body, preset: 'none' }, 'vars_invalid'],
      [{ path: 'pure.iter' }, 'invalid_request'],
      [{ text: PURE }, 'invalid_request'],
    ];
    for (const [request, code] of cases) {
      expect(await refused(server.client.call('runs.start', { body: request })), JSON.stringify(request)).toMatchObject(
        { code },
      );
    }
    expect(existsSync(join(server.place.workspace, '.iterion'))).toBe(false);
  });

  test('S-RUN-08 E-RUN-01 wrong values are named one by one', async () => {
    const error = await refused(start('pure.iter', { simulate: {}, vars: { count: 'many', topic: 'x' } }));
    expect(error).toMatchObject({
      status: 422,
      code: 'vars_invalid',
      field: 'vars.count',
      details: { fields: { count: expect.stringContaining('int') as string } },
    });
  });

  test('S-RUN-08 a run id is used once', async () => {
    await start('pure.iter', { simulate: {}, runId: 'mine' });
    expect(await refused(start('pure.iter', { simulate: {}, runId: 'mine' }))).toMatchObject({
      status: 409,
      code: 'exists',
    });
  });

  test('S-API-10 the same idempotency key starts one run; with another body it is refused', async () => {
    const body = { path: 'pure.iter', hash: await hashOf('pure.iter'), simulate: {} };
    const [one, two] = await Promise.all(
      [1, 2].map(() => server.client.call('runs.start', { body, idempotencyKey: 'k' })),
    );
    expect(one?.runId).toBe(two?.runId);
    expect((await server.client.call('runs.list')).items).toHaveLength(1);
    expect(
      await refused(server.client.call('runs.start', { body: { ...body, name: 'x' }, idempotencyKey: 'k' })),
    ).toMatchObject({ status: 400 });
  });

  test('S-RUN-08 beyond eight moving runs a launch waits in the queue, and can be withdrawn', async () => {
    const ids = [];
    for (let n = 0; n < LIMITS.parallelRuns; n += 1)
      ids.push(await start('gate.iter', { simulate: { delayMs: 60_000 } }));
    const { runId, status } = await server.client.call('runs.start', {
      body: { path: 'pure.iter', hash: await hashOf('pure.iter'), simulate: {} },
    });
    expect(status).toBe('queued');
    const gone = await server.client.call('runs.start', {
      body: { path: 'pure.iter', hash: await hashOf('pure.iter'), simulate: {} },
    });
    await server.client.call('runs.cancel', { params: { id: gone.runId }, body: {} });
    await server.client.call('runs.cancel', { params: { id: ids[0] as string }, body: {} });
    await vi.waitFor(
      async () =>
        expect((await server.client.call('runs.read', { params: { id: runId } })).header.status).toBe('finished'),
      { timeout: 10_000 },
    );
    expect(await refused(server.client.call('runs.read', { params: { id: gone.runId } }))).toMatchObject({
      code: 'not_found',
    });
  });
});

describe('E-RUN-06 simulate', () => {
  test('E-RUN-06 simulates unsaved text without trust and without running any command', async () => {
    const { runId } = await server.client.call('runs.start', {
      body: { text: HUMAN_GATE, path: 'gate.iter', simulate: { seed: '1' } },
    });
    await until(runId, 'finished');
    expect(existsSync(join(server.place.workspace, 'ran.txt'))).toBe(false);
    const { header } = await server.client.call('runs.read', { params: { id: runId } });
    expect(header).toMatchObject({ simulated: true, origin: 'editor', path: 'gate.iter', workflow: 'human_gate' });
  });

  test('E-RUN-06 the same seed gives the same log but for times and ids', async () => {
    const logs = [];
    for (const runId of ['one', 'two']) {
      await start('gate.iter', { simulate: { seed: 's' }, runId });
      await until(runId, 'finished');
      const { items } = await server.client.call('runs.events', { params: { id: runId }, query: { limit: 1000 } });
      logs.push(items.map(({ type, node_id }) => `${type} ${node_id ?? ''}`));
    }
    expect(logs[0]).toEqual(logs[1]);
  });

  test('E-RUN-06 with humans asked, a simulated run waits for a person', async () => {
    const id = await start('gate.iter', { simulate: { humans: 'ask' } });
    const asked = await question(id);
    await answer(id, asked.id, { approved: true, remarks: '' });
    await until(id, 'finished');
  });
});

describe('E-RUN-40 people', () => {
  test('E-RUN-40 backend simulate: tools really run, a person is really asked and answers, the run goes on', async () => {
    await trust('gate.iter');
    const id = await start('gate.iter', { backend: 'simulate', name: 'release', labels: ['x'] });
    const asked = await question(id);
    expect(existsSync(join(server.place.workspace, 'ran.txt'))).toBe(true);
    expect(asked).toMatchObject({
      runId: id,
      node: 'approval',
      kind: 'human',
      state: 'open',
      execution: 'exec:main:approval:0',
      schema: [
        { name: 'approved', type: 'bool', required: true },
        { name: 'remarks', type: 'string', required: true },
      ],
    });
    const wrong = await refused(answer(id, asked.id, { approved: 'perhaps' }));
    expect(wrong).toMatchObject({ status: 422, code: 'answers_invalid' });
    expect(Object.keys((wrong.details as { fields: object }).fields).sort()).toEqual(['approved', 'remarks']);
    expect(
      await refused(answer(id, asked.id, { approved: false, remarks: 'no' }, { factsHash: 'other' })),
    ).toMatchObject({ status: 409, code: 'facts_changed' });
    await answer(id, asked.id, { approved: false, remarks: 'again' }, { factsHash: asked.factsHash });
    const second = await question(id);
    expect(second.id).not.toBe(asked.id);
    const late = await refused(answer(id, asked.id, { approved: true, remarks: '' }));
    expect(late).toMatchObject({
      status: 409,
      code: 'already_answered',
      details: { answers: { approved: false, remarks: 'again' }, by: 'editor' },
    });
    await answer(id, second.id, { approved: true, remarks: '' });
    await until(id, 'finished');
    const { header } = await server.client.call('runs.read', { params: { id } });
    expect(header).toMatchObject({ name: 'release', labels: ['x'], simulated: true, openInteractions: 0 });
    expect((await server.client.call('interactions.list', { query: { state: 'open' } })).items).toEqual([]);
  });

  test('S-RUN-06 a paused run of a process that is gone is answered here, after the trust check', async () => {
    await trust('gate.iter');
    const id = await start('gate.iter', { backend: 'simulate' });
    const asked = await question(id);
    await server.assembly.close();
    const { place } = server;
    const next = await inProcess({}, { ...place.options });
    try {
      const client = next.client;
      const { items } = await client.call('interactions.list', { query: { state: 'open' } });
      expect(items.map((each) => each.id)).toEqual([asked.id]);
      await client.call('trust.revoke', { query: { path: 'gate.iter' } });
      const body = { answers: { approved: true, remarks: '' } };
      expect(await refused(client.call('interactions.answer', { params: { id, iid: asked.id }, body }))).toMatchObject({
        code: 'untrusted',
      });
      const { manifestHash } = await client.call('trust.read', { query: { path: 'gate.iter' } });
      await client.call('trust.grant', { query: { path: 'gate.iter' }, body: { manifestHash } });
      await client.call('interactions.answer', { params: { id, iid: asked.id }, body });
      await vi.waitFor(
        async () => expect((await client.call('runs.read', { params: { id } })).header.status).toBe('finished'),
        { timeout: 10_000 },
      );
    } finally {
      await next.assembly.close();
      await next.place.remove();
    }
  });
});

describe('E-RUN-50 control', () => {
  test('E-RUN-50 cancel ends the command, and a second cancel is an invalid state', async () => {
    await trust('slow.iter');
    const id = await start('slow.iter');
    await vi.waitFor(async () =>
      expect(
        (await server.client.call('runs.events', { params: { id }, query: { types: 'node_started' } })).items,
      ).toHaveLength(1),
    );
    const before = Date.now();
    await server.client.call('runs.cancel', { params: { id }, body: {} });
    await until(id, 'cancelled');
    expect(Date.now() - before).toBeLessThan(8_000);
    expect(await refused(server.client.call('runs.cancel', { params: { id }, body: {} }))).toMatchObject({
      status: 409,
      code: 'invalid_state',
    });
  });

  test('E-RUN-50 E-RUN-51 pause waits for what runs; resume goes on', async () => {
    const id = await start('gate.iter', { simulate: { delayMs: 300 } });
    const { waitingFor } = await server.client.call('runs.pause', { params: { id }, body: {} });
    expect(waitingFor.length).toBeLessThanOrEqual(1);
    await until(id, 'paused_operator');
    await server.client.call('runs.resume', { params: { id }, body: { source: 'recorded' } });
    await until(id, 'finished');
    expect(
      await refused(server.client.call('runs.resume', { params: { id }, body: { source: 'recorded' } })),
    ).toMatchObject({ status: 409, code: 'not_resumable' });
  });

  test('E-RUN-61 S-FILE-09 only ended runs are deleted, and come back', async () => {
    const waiting = await start('gate.iter', { simulate: { humans: 'ask' } });
    await question(waiting);
    expect(await refused(server.client.call('runs.delete', { params: { id: waiting } }))).toMatchObject({
      status: 409,
      code: 'invalid_state',
    });
    const id = await start('pure.iter', { simulate: {} });
    await until(id, 'finished');
    const { restoreId } = await server.client.call('runs.delete', { params: { id } });
    expect(await refused(server.client.call('runs.read', { params: { id } }))).toMatchObject({ status: 404 });
    expect(await server.client.call('runs.restore', { body: { restoreId } })).toEqual({ runId: id });
    expect((await server.client.call('runs.read', { params: { id } })).header.id).toBe(id);
  });

  test('S-API-21 a server that stops leaves its runs resumable and refuses launches', async () => {
    const id = await start('gate.iter', { simulate: { delayMs: 100 } });
    const closing = server.assembly.close();
    const stopped = await closing;
    expect(stopped).toContain(id);
    const { place } = server;
    const next = await inProcess({}, { ...place.options });
    try {
      const { header } = await next.client.call('runs.read', { params: { id } });
      expect(['paused_operator', 'finished']).toContain(header.status);
      expect(header.owner).toBeNull();
    } finally {
      await next.assembly.close();
      await next.place.remove();
    }
  });
});

describe('S-API runs: reading', () => {
  test('E-RUN-10 the snapshot is the fold of the events, at every sequence number', async () => {
    const id = await start('gate.iter', { simulate: { seed: 'x' } });
    await until(id, 'finished');
    const { items, lastSeq, counts } = await server.client.call('runs.events', {
      params: { id },
      query: { limit: 1000 },
    });
    const events = items as unknown as RunEvent[];
    expect(items.map(({ seq }) => seq)).toEqual(items.map((_, seq) => seq));
    expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(items.length);
    for (const at of [0, 3, lastSeq as number]) {
      const { seq, state } = await server.client.call('runs.snapshot', { params: { id }, query: { at } });
      expect(seq).toBe(at);
      expect(state).toEqual(JSON.parse(JSON.stringify(viewAll(emptyView(), events.slice(0, at + 1)))));
    }
  });

  test('S-API events come in pages, forwards, backwards and filtered', async () => {
    const id = await start('gate.iter', { simulate: { seed: 'x' } });
    await until(id, 'finished');
    const page = (query: object): Promise<number[]> =>
      server.client.call('runs.events', { params: { id }, query }).then(({ items }) => items.map(({ seq }) => seq));
    expect(await page({ limit: 3 })).toEqual([0, 1, 2]);
    expect(await page({ after: 2, limit: 2 })).toEqual([3, 4]);
    expect(await page({ before: 5, limit: 2 })).toEqual([3, 4]);
    const starts = await page({ types: 'node_started' });
    expect(starts.length).toBeGreaterThan(2);
    expect(await page({ types: 'node_started', before: 1_000, limit: 1 })).toEqual(starts.slice(-1));
    expect(await page({ node: 'approval', types: 'node_started' })).toHaveLength(1);
    expect(await page({ execution: 'exec:main:draft:0' })).not.toEqual([]);
    expect(
      await refused(server.client.call('runs.events', { params: { id }, query: { execution: 'exec:main:none:0' } })),
    ).toMatchObject({ status: 404 });
  });

  test('E-RUN-20 an execution shows its input, prompt, output, edges and events', async () => {
    const id = await start('gate.iter', { simulate: { seed: 'x' } });
    await until(id, 'finished');
    const detail = await server.client.call('runs.execution', { params: { id, eid: 'exec:main:draft:0' } });
    expect(detail).toMatchObject({
      edgesIn: ['collect->draft'],
      edgesOut: ['draft->approval'],
      prompts: [{ attempt: 1 }],
      output: { title: expect.any(String) as string },
    });
    expect(detail.events.every((event) => event.node_id === 'draft')).toBe(true);
    expect(await refused(server.client.call('runs.execution', { params: { id, eid: 'none' } }))).toMatchObject({
      status: 404,
    });
  });

  test('E-RUN-27 a router tells the ways it took, a convergence the ways by which its branches came and that it was ready', async () => {
    const text = `schema v:
  ok: bool
router spread:
  mode: fan_out_all
agent a:
  model: "m"
agent b:
  model: "m"
join meet:
  strategy: wait_all
workflow fan:
  entry: spread
  spread -> a
  spread -> b
  a -> meet
  b -> meet
  meet -> done
`;
    const { runId: id } = await server.client.call('runs.start', { body: { text, simulate: { seed: 'x' } } });
    await until(id, 'finished');
    const of = async (eid: string) => server.client.call('runs.execution', { params: { id, eid } });
    expect((await of('exec:main:spread:0')).edgesOut).toEqual(['spread->a', 'spread->b']);
    const meet = await of('exec:main:meet:0');
    expect(meet.edgesIn.toSorted()).toEqual(['a->meet', 'b->meet']);
    expect(meet.events.map(({ type }) => type)).toContain('join_ready');
    expect(meet.edgesOut).toEqual(['meet->done']);
  });

  test('E-RUN-26 E-RUN-31 large values travel as references and are read in pages; artifacts by name and version', async () => {
    await trust('large.iter');
    const id = await start('large.iter');
    await until(id, 'finished');
    const detail = await server.client.call('runs.execution', { params: { id, eid: 'exec:main:big:0' } });
    const ref = (detail.output as { text: PayloadRef }).text;
    expect(ref).toMatchObject({ mediaType: 'text/plain', bytes: 100_001 });
    const first = await server.client.call('runs.payload', { params: { id, ref: ref.$ref }, query: { limit: 60_000 } });
    const second = await server.client.call('runs.payload', {
      params: { id, ref: ref.$ref },
      query: { offset: 60_000 },
    });
    expect(first).toMatchObject({ offset: 0, total: 100_001, more: true });
    expect(second).toMatchObject({ offset: 60_000, more: false });
    expect(first.text + second.text).toBe(`x${'0'.repeat(99_999)}1`);
    for (const bad of ['9999~', 'x', `${ref.$ref}AA`]) {
      expect(await refused(server.client.call('runs.payload', { params: { id, ref: bad } }))).toMatchObject({
        status: 404,
      });
    }

    const gate = await start('gate.iter', { simulate: { seed: 'x' } });
    await until(gate, 'finished');
    const { items } = await server.client.call('runs.artifacts', { params: { id: gate } });
    expect(items).toMatchObject([
      { name: 'notes', node: 'draft', version: 0, mediaType: 'application/json', execution: 'exec:main:draft:0' },
    ]);
    const artifact = await server.client.call('runs.artifact', { params: { id: gate, name: 'notes', version: 0 } });
    expect(artifact.value).toMatchObject({ title: expect.any(String) as string });
    expect(
      await refused(server.client.call('runs.artifact', { params: { id: gate, name: 'notes', version: 7 } })),
    ).toMatchObject({ status: 404 });
  });

  test('E-RUN-11 the source of a run is the text it was started with; the file on disk is compared', async () => {
    const id = await start('pure.iter', { simulate: {} });
    const read = (): Promise<{ text: string; onDisk: string }> => server.client.call('runs.source', { params: { id } });
    expect(await read()).toMatchObject({ text: PURE, onDisk: 'same', path: 'pure.iter' });
    await writeFile(join(server.place.workspace, 'pure.iter'), `${PURE}\n`);
    expect(await read()).toMatchObject({ text: PURE, onDisk: 'changed' });
  });

  test('E-RUN-60 the list filters, sorts, counts and pages', async () => {
    for (const [runId, labels] of [
      ['a1', ['x']],
      ['b2', ['y']],
      ['c3', ['x']],
    ] as const) {
      await start('pure.iter', { simulate: {}, runId, labels });
      await until(runId, 'finished');
    }
    const ids = (query: object): Promise<string[]> =>
      server.client.call('runs.list', { query }).then(({ items }) => items.map(({ id }) => id));
    expect(await ids({})).toEqual(['c3', 'b2', 'a1']);
    expect(await ids({ sort: 'created' })).toEqual(['a1', 'b2', 'c3']);
    expect(await ids({ label: 'x' })).toEqual(['c3', 'a1']);
    expect(await ids({ q: 'B2' })).toEqual(['b2']);
    expect(await ids({ status: 'running,queued' })).toEqual([]);
    const first = await server.client.call('runs.list', { query: { limit: 2 } });
    expect(first.counts).toEqual({ finished: 3 });
    expect(await ids({ limit: 2, cursor: first.cursor })).toEqual(['a1']);
    expect(await refused(server.client.call('runs.list', { query: { status: 'odd' } }))).toMatchObject({
      status: 400,
      field: 'status',
    });
  });

  test('E-RUN-13 a run is renamed and labelled', async () => {
    const id = await start('pure.iter', { simulate: {} });
    expect(
      await server.client.call('runs.change', { params: { id }, body: { name: 'mine', labels: ['a'] } }),
    ).toMatchObject({ name: 'mine', labels: ['a'] });
    expect(await server.client.call('runs.change', { params: { id }, body: { name: null } })).toMatchObject({
      name: null,
      labels: ['a'],
    });
  });

  test('S-SEC-T15 ids that are no ids lead nowhere', async () => {
    for (const id of ['..', '../..', '.', 'a/b', '%2e%2e', 'x'.repeat(200)]) {
      expect(await refused(server.client.call('runs.read', { params: { id } }))).toMatchObject({ status: 404 });
      expect(await refused(server.client.call('runs.delete', { params: { id } }))).toMatchObject({ status: 404 });
      expect(await refused(server.client.call('runs.restore', { body: { restoreId: id } }))).toSatisfy(
        (error: ApiError) => [400, 404].includes(error.status),
      );
    }
  });
});

describe('E-RUN-04 prepare', () => {
  test('E-RUN-01 E-RUN-02 variables with type, default, preset and former values', async () => {
    const prepared = await server.client.call('runs.prepare', { body: { path: 'pure.iter' } });
    expect(prepared.variables).toMatchObject([
      { name: 'count', type: 'int', required: false, value: 3, from: 'default', secret: false },
      { name: 'topic', type: 'string', required: true, from: 'none' },
      { name: 'api_token', secret: true },
    ]);
    expect(prepared.presets).toEqual(['many']);
    const preset = await server.client.call('runs.prepare', { body: { path: 'pure.iter', preset: 'many' } });
    expect(preset.variables[0]).toMatchObject({ value: 9, from: 'preset' });
    const id = await start('pure.iter', { simulate: {}, vars: { count: 5 } });
    await until(id, 'finished');
    const again = await server.client.call('runs.prepare', { body: { path: 'pure.iter', fromRun: id } });
    expect(again.variables[0]).toMatchObject({ value: 5, from: 'run' });
  });

  test('E-RUN-04 the plan bounds executions by loops and budget, and prepare writes nothing', async () => {
    const { plan, trust: state } = await server.client.call('runs.prepare', { body: { path: 'gate.iter' } });
    expect(plan).toMatchObject({
      executionsMax: 9,
      perNode: [
        { node: 'collect', max: 1 },
        { node: 'draft', max: 4 },
        { node: 'approval', max: 4 },
      ],
      loops: [{ name: 'revise', max: 3 }],
      parallelMax: 1,
      caps: { iterations: 30, costUsd: null },
    });
    expect(state.state).toBe('untrusted');
    expect(await refused(server.client.call('runs.prepare', { body: { path: 'broken.iter' } }))).toMatchObject({
      status: 422,
      code: 'workflow_invalid',
    });
    expect((await readdir(server.place.workspace)).sort()).toEqual(Object.keys(FILES).sort());
  });
});
