// The families of the table that have no file of tests of their own: language, examples, snippets, downloads, checks before a resume, statistics.
import { readdirSync } from 'node:fs';
import { readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ApiError } from '@iterion/protocol';
import { applyEdits, compile, format, parse } from '@iterion/dsl';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { HUMAN_GATE, PURE } from '../runs/workflows.fixture.ts';
import { inProcess, ownHeaders, type InProcess } from '../testServer.fixture.ts';

const EXAMPLES = new URL('../../../../examples', import.meta.url).pathname;
let server: InProcess;
let now: number;
beforeEach(async () => {
  now = Date.now();
  server = await inProcess(
    { 'gate.iter': HUMAN_GATE, 'pure.iter': PURE, 'x.svg': '<svg onload="alert(1)"/>' },
    { examplesDir: EXAMPLES, now: () => now, analysis: { timeMs: 3_000 } },
  );
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
async function finished(path: string, more: object = {}): Promise<string> {
  const { hash } = await server.client.call('file.read', { query: { path } });
  const { runId } = await server.client.call('runs.start', { body: { path, hash, simulate: { seed: 'x' }, ...more } });
  await vi.waitFor(
    async () =>
      expect((await server.client.call('runs.read', { params: { id: runId } })).header.status).toBe('finished'),
    { timeout: 10_000 },
  );
  return runId;
}

describe('S-API language', () => {
  test('E-FILE-12 S-FILE-03 every bundled example is listed, described and valid', async () => {
    const { items } = await server.client.call('examples.list');
    expect(items.map(({ id }) => `${id}.iter`)).toEqual(
      readdirSync(EXAMPLES)
        .filter((name) => name.endsWith('.iter'))
        .sort(),
    );
    for (const { id, description, nodes } of items) {
      const { text } = await server.client.call('examples.read', { params: { id } });
      expect(description.length).toBeGreaterThan(20);
      const {
        valid,
        counts,
        diagnostics: found,
      } = await server.client.call('language.validate', { body: { text, strict: true } });
      expect(valid, id).toBe(true);
      expect(counts.nodes).toBe(nodes);
      // S-FILE-03: what the browser finds is what the server finds.
      expect(found).toEqual(JSON.parse(JSON.stringify(compile(parse(text)).diagnostics)));
    }
    expect(await refused(server.client.call('examples.read', { params: { id: '../README' } }))).toMatchObject({
      status: 404,
    });
  });

  test('S-API validate takes a text or a path, never both or none', async () => {
    const one = await server.client.call('language.validate', { body: { text: HUMAN_GATE } });
    expect(await server.client.call('language.validate', { body: { path: 'gate.iter' } })).toEqual(one);
    expect(one).toMatchObject({ valid: true, counts: { nodes: 3, edges: 4, errors: 0 } });
    for (const body of [{}, { text: '', path: 'gate.iter' }])
      expect(await refused(server.client.call('language.validate', { body }))).toMatchObject({ status: 400 });
    expect(await refused(server.client.call('language.validate', { body: { path: '../x' } }))).toMatchObject({
      status: 403,
    });
  });

  test('S-API format answers edits that lead to the text, and refuses broken texts', async () => {
    const untidy = HUMAN_GATE.replace('  text: string', '  text:    string');
    const { edits, text } = await server.client.call('language.format', { body: { text: untidy } });
    expect(applyEdits(untidy, edits)).toBe(text);
    expect(format(parse(untidy))).toMatchObject({ ok: true, text });
    expect(await refused(server.client.call('language.format', { body: { text: 'agent a\n  ???' } }))).toMatchObject({
      status: 422,
      code: 'workflow_invalid',
    });
  });

  test('S-API parse, table, plan and diagram', async () => {
    const { ast, diagnostics } = await server.client.call('language.parse', { body: { text: HUMAN_GATE } });
    expect(diagnostics).toEqual([]);
    expect(ast['chunks']).not.toEqual([]);
    expect(Object.keys(await server.client.call('language.table'))).toEqual(
      expect.arrayContaining(['kinds', 'nodeKinds']),
    );
    expect(await server.client.call('language.plan', { body: { path: 'gate.iter' } })).toMatchObject({
      executionsMax: 9,
      parallelMax: 1,
    });
    const drawn = await server.client.call('language.diagram', { body: { text: HUMAN_GATE, view: 'detailed' } });
    expect(drawn.content).toMatch(/^flowchart TD\n/);
    expect(
      await refused(server.client.call('language.plan', { body: { text: 'workflow w:\n  entry: x\n' } })),
    ).toMatchObject({ status: 422 });
  });

  test('S-SEC-T23 hostile texts are answered, not died of', async () => {
    const deep = `workflow w:\n  entry: a\n  a -> b when "${'('.repeat(20_000)}"\n`;
    const wide = `workflow w:\n  entry: a\n${'  a -> b\n'.repeat(8_000)}`;
    for (const text of [deep, wide, '\0', '\uFEFF', '"'.repeat(50_000), '{{'.repeat(50_000)]) {
      const answered = server.client.call('language.validate', { body: { text } }).then(
        ({ diagnostics }) => diagnostics.length,
        (error: unknown) => (error as ApiError).code,
      );
      // Others are served meanwhile.
      await server.client.call('server.info');
      const found = await answered;
      expect(found === 'too_large' || Number(found) > 0, `${text.slice(0, 40)} ${found}`).toBe(true);
    }
  });
});

describe('E-LIB-03 snippets', () => {
  test('E-LIB-03 are kept for the user or in the workspace, compared by hash', async () => {
    const { client } = server;
    const text = '## title: Guard\n\ntool guard:\n  command: "true"\n';
    for (const scope of ['user', 'workspace'] as const) {
      const params = { scope, id: 'guard' };
      const { hash } = await client.call('snippets.write', { params, body: { text }, base: 'create' });
      expect(await refused(client.call('snippets.write', { params, body: { text }, base: 'create' }))).toMatchObject({
        status: 412,
      });
      await client.call('snippets.write', { params, body: { text: `${text}\n` }, base: hash });
    }
    const { items } = await client.call('snippets.list');
    expect(items.map(({ scope, id }) => [scope, id])).toEqual([
      ['user', 'guard'],
      ['workspace', 'guard'],
    ]);
    expect(await readFile(join(server.place.base, 'config/snippets/guard.iter'), 'utf8')).toBe(`${text}\n`);
    expect(await readFile(join(server.place.workspace, '.iterion/snippets/guard.iter'), 'utf8')).toBe(`${text}\n`);
    const [mine] = items;
    await client.call('snippets.delete', { params: { scope: 'user', id: 'guard' }, base: mine?.hash ?? '' });
    expect(
      await refused(client.call('snippets.delete', { params: { scope: 'user', id: 'guard' }, base: mine?.hash ?? '' })),
    ).toMatchObject({ status: 404 });
    expect((await client.call('snippets.list')).items).toHaveLength(1);
  });

  test('E-LIB-03 S-SEC-T15 broken texts, odd names and linked folders are refused', async () => {
    const { client } = server;
    expect(
      await refused(
        client.call('snippets.write', {
          params: { scope: 'user', id: 'x' },
          body: { text: 'agent a\n ???' },
          base: 'create',
        }),
      ),
    ).toMatchObject({ status: 422, code: 'workflow_invalid' });
    for (const id of ['..', '../x', 'X', '.x', 'a/b']) {
      const error = await refused(
        client.call('snippets.write', { params: { scope: 'user', id }, body: { text: '' }, base: 'create' }),
      );
      expect([400, 404]).toContain(error.status);
    }
    await symlink(server.place.base, join(server.place.workspace, '.iterion'));
    expect(
      await refused(
        client.call('snippets.write', { params: { scope: 'workspace', id: 'x' }, body: { text: '' }, base: 'create' }),
      ),
    ).toMatchObject({ status: 403 });
  });
});

describe('E-SHELL-16 preferences', () => {
  test('E-SHELL-16 are kept in the user’s configuration, compared by hash; a damaged file is empty and can be replaced', async () => {
    const { client, place } = server;
    expect(await client.call('preferences.read')).toEqual({ values: {}, hash: null });
    const first = await client.call('preferences.write', { body: { values: { theme: 'dark' } }, base: 'create' });
    expect(await refused(client.call('preferences.write', { body: { values: {} }, base: 'create' }))).toMatchObject({
      status: 412,
      details: first,
    });
    const next = await client.call('preferences.write', { body: { values: { wrap: true } }, base: first.hash ?? '' });
    expect(await client.call('preferences.read')).toEqual(next);
    const file = join(place.base, 'config/preferences.json');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    await writeFile(file, '[1, ');
    const damaged = await client.call('preferences.read');
    expect(damaged.values).toEqual({});
    await client.call('preferences.write', { body: { values: { wrap: false } }, base: damaged.hash ?? '' });
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ wrap: false });
  });
});

describe('S-SEC-T17 downloads', () => {
  const get = (url: string, headers: Record<string, string> = { host: '127.0.0.1:4891' }) =>
    server.assembly.app.inject({ method: 'GET', url, headers });

  test('S-SEC-T17 everything is an attachment with nosniff and a sandbox, and works once', async () => {
    const { url } = await server.client.call('downloads.create', { body: { kind: 'file', path: 'x.svg' } });
    const answer = await get(url);
    expect(answer.statusCode).toBe(200);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': "attachment; filename*=UTF-8''x.svg",
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
    expect(answer.body).toBe('<svg onload="alert(1)"/>');
    expect((await get(url)).statusCode).toBe(404);
  });

  test('S-SEC-T17 a ticket lives 60 s; another site cannot use it', async () => {
    const late = await server.client.call('downloads.create', { body: { kind: 'file', path: 'x.svg' } });
    now += 60_000;
    expect((await get(late.url)).statusCode).toBe(404);
    const foreign = await server.client.call('downloads.create', { body: { kind: 'file', path: 'x.svg' } });
    expect(
      (await get(foreign.url, { ...ownHeaders(server.credentials), 'sec-fetch-site': 'cross-site' })).statusCode,
    ).toBe(403);
  });

  test('E-RUN-30 E-RUN-31 the log as JSON Lines and artifacts; what is not there is 404', async () => {
    const run = await finished('gate.iter');
    const log = await get((await server.client.call('downloads.create', { body: { kind: 'events', run } })).url);
    expect(
      log.body
        .trimEnd()
        .split('\n')
        .map((line) => (JSON.parse(line) as { seq: number }).seq),
    ).toEqual(
      (await server.client.call('runs.events', { params: { id: run }, query: { limit: 1000 } })).items.map(
        ({ seq }) => seq,
      ),
    );
    const artifact = await get(
      (await server.client.call('downloads.create', { body: { kind: 'artifact', run, name: 'notes', version: 0 } }))
        .url,
    );
    expect(artifact.headers['content-disposition']).toBe("attachment; filename*=UTF-8''notes.0.json");
    expect(JSON.parse(artifact.body)).toHaveProperty('title');
    for (const body of [
      { kind: 'file', path: 'none' },
      { kind: 'events', run: 'none' },
      { kind: 'artifact', run, name: 'none', version: 0 },
    ] as const) {
      expect(await refused(server.client.call('downloads.create', { body }))).toMatchObject({ status: 404 });
    }
    expect(
      await refused(server.client.call('downloads.create', { body: { kind: 'file', path: '../secret' } })),
    ).toMatchObject({ status: 403 });
  });
});

describe('E-RUN-51 before a resume', () => {
  test('E-RUN-51 says per node what is kept, what has changed and what makes it impossible', async () => {
    const { hash } = await server.client.call('file.read', { query: { path: 'gate.iter' } });
    const { runId: id } = await server.client.call('runs.start', {
      body: { path: 'gate.iter', hash, simulate: { humans: 'ask' } },
    });
    await vi.waitFor(async () =>
      expect((await server.client.call('runs.read', { params: { id } })).header.status).toBe('paused_waiting_human'),
    );
    const check = (body: object) => server.client.call('runs.resumeCheck', { params: { id }, body });
    expect(await check({})).toEqual({
      resumable: true,
      reasons: [],
      nodes: [
        { node: 'collect', effect: 'kept' },
        { node: 'draft', effect: 'kept' },
        { node: 'approval', effect: 'kept' },
      ],
    });
    const changed = await check({ text: HUMAN_GATE.replace('echo hello', 'echo bye') });
    expect(changed).toMatchObject({
      resumable: true,
      nodes: expect.arrayContaining([{ node: 'collect', effect: 'incompatible' }]) as unknown,
    });
    expect(changed.reasons.join()).toContain('collect');
    const gone = await check({ text: HUMAN_GATE.replaceAll('approval', 'consent') });
    expect(gone).toMatchObject({
      resumable: false,
      nodes: expect.arrayContaining([{ node: 'approval', effect: 'incompatible' }]) as unknown,
    });
    await writeFile(join(server.place.workspace, 'gate.iter'), HUMAN_GATE.replace('echo hello', 'echo bye'));
    expect(await check({ path: 'gate.iter' })).toEqual(changed);
    expect(await refused(check({ text: 'workflow w:\n  entry: x\n' }))).toMatchObject({ status: 422 });
    const done = await finished('pure.iter');
    expect(await server.client.call('runs.resumeCheck', { params: { id: done }, body: {} })).toMatchObject({
      resumable: false,
    });
  });
});

describe('S-API statistics', () => {
  test('S-API nodes/stats tells how a node did; simulated times do not count', async () => {
    await finished('gate.iter');
    await finished('gate.iter');
    const stats = await server.client.call('nodes.stats', { query: { path: 'gate.iter', node: 'collect' } });
    expect(stats.executions).toHaveLength(2);
    expect(stats).toMatchObject({ successRate: 1, duration: null, cost: null });
    const { hash } = await server.client.call('file.read', { query: { path: 'pure.iter' } });
    const { runId } = await server.client.call('runs.start', { body: { path: 'pure.iter', hash } });
    await vi.waitFor(async () =>
      expect((await server.client.call('runs.read', { params: { id: runId } })).header.status).toBe('finished'),
    );
    const real = await server.client.call('nodes.stats', { query: { path: 'pure.iter', node: 'double' } });
    expect(real).toMatchObject({
      successRate: 1,
      executions: [{ runId, status: 'finished', simulated: false }],
      cost: { p50: 0, p95: 0 },
    });
  });
});
