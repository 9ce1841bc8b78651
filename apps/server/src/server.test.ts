// The server as a process: where it listens, what it leaves for the command line, the static shell, its end (S-SEC-01, S-CLI-02, S-API-20 … S-API-22).
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createClient, ROUTES } from '@iterion/protocol';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findServer, startServer, type RunningServer } from './index.ts';
import { listening, testPlace, type TestPlace } from './testServer.fixture.ts';

let place: TestPlace;
const running: RunningServer[] = [];
beforeEach(async () => {
  place = await testPlace({ 'a.iter': 'x' });
});
afterEach(async () => {
  for (const server of running.splice(0)) await server.close();
  await place.remove();
});
async function serve(more: object = {}): Promise<RunningServer> {
  const server = await listening(place, more);
  running.push(server);
  return server;
}

describe('S-SEC-01 listening', () => {
  test('S-SEC-01 listens on the loopback only', async () => {
    const server = await serve();
    expect(new URL(server.url).hostname).toBe('127.0.0.1');
    const elsewhere = await new Promise<string>((resolve) => {
      const socket = connect({ host: '127.0.0.2', port: server.port });
      socket.on('connect', () => resolve('connected'));
      socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? ''));
    });
    expect(elsewhere).toBe('ECONNREFUSED');
  });

  test('S-SEC-T26 S-CLI-01 another address without --allow-remote and TLS is refused before anything is bound', async () => {
    for (const options of [
      { bind: '0.0.0.0' },
      { bind: '0.0.0.0', allowRemote: true },
      { bind: '::', tls: { cert: 'c', key: 'k' } },
    ]) {
      await expect(startServer({ ...place.options, port: 0, ...options })).rejects.toMatchObject({
        name: 'ListenError',
        reason: 'usage',
      });
    }
  });

  test('S-CLI-01 an explicit port that is busy is an error', async () => {
    const blocker = createServer();
    await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', resolve));
    const { port } = blocker.address() as { port: number };
    await expect(serve({ port })).rejects.toMatchObject({ name: 'ListenError', reason: 'busy' });
    await new Promise((resolve) => blocker.close(resolve));
  });

  test('S-CLI-01 without a port the default or the next free one is taken', async () => {
    const first = await startServer({ ...place.options });
    running.push(first);
    const second = await startServer({ ...place.options });
    running.push(second);
    expect(first.port).toBeGreaterThanOrEqual(4891);
    expect(second.port).toBeGreaterThan(first.port);
    expect(second.port).toBeLessThanOrEqual(4910);
  });
});

describe('S-CLI-02 state file', () => {
  test('S-CLI-02 S-SEC-T6 is private, lies outside the workspace, leads a bearer client to a fresh link, and goes with the server', async () => {
    const server = await serve();
    const folder = join(place.base, 'state/servers');
    const [name] = await readdir(folder);
    expect((await stat(join(folder, name ?? ''))).mode & 0o777).toBe(0o600);
    const found = await findServer(join(place.base, 'state'), server.workspace);
    expect(found).toMatchObject({ pid: process.pid, port: server.port, url: server.url });
    const { url } = await createClient({ origin: found?.url ?? '', bearer: found?.bearer ?? '' }).call('session.code', {
      body: {},
    });
    expect(url).toMatch(new RegExp(`^${server.url}/#code=[\\w-]{43}$`));
    await server.close();
    expect(await readdir(folder)).toEqual([]);
  });

  test('S-SEC-T26 the file of a dead process, or of another one with its pid, is not used', async () => {
    const server = await serve();
    const folder = join(place.base, 'state/servers');
    const file = join(folder, (await readdir(folder))[0] ?? '');
    const state = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
    for (const change of [{ pid: 2 ** 22 - 1 }, { processStart: 'earlier' }, { workspace: '/other' }]) {
      await writeFile(file, JSON.stringify({ ...state, ...change }));
      expect(await findServer(join(place.base, 'state'), server.workspace)).toBeNull();
    }
    await writeFile(file, 'damaged');
    expect(await findServer(join(place.base, 'state'), server.workspace)).toBeNull();
  });
});

describe('S-API-20 static shell', () => {
  let server: RunningServer;
  beforeEach(async () => {
    const dist = join(place.base, 'dist');
    await mkdir(join(dist, 'assets'), { recursive: true });
    await writeFile(join(dist, 'index.html'), '<!doctype html><title>shell</title>');
    await writeFile(join(dist, 'assets/main-abc.js'), 'export {}');
    await writeFile(join(dist, 'assets/main-abc.js.br'), 'compressed');
    await writeFile(join(dist, '.secret'), 'hidden');
    await writeFile(join(place.base, 'outside.txt'), 'outside');
    server = await serve({ staticDir: dist });
  });
  const get = (path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Response> =>
    fetch(server.url + path, { headers, method });
  const html = { accept: 'text/html' };

  test('S-API-20 the page is served on the screens of the editor, to GET and HEAD that want HTML', async () => {
    for (const path of [
      '/',
      '/edit/folder/a.iter?node=x',
      '/runs',
      '/runs/run_1',
      '/inbox',
      '/settings/general',
      '/compare?a=1&b=2',
    ]) {
      const page = await get(path, html);
      expect(page.status, path).toBe(200);
      expect(await page.text()).toContain('shell');
      expect(page.headers.get('cache-control')).toBe('no-cache');
      expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    }
    expect((await get('/runs', { accept: 'application/json' })).status).toBe(404);
    expect((await get('/', html, 'HEAD')).status).toBe(200);
    for (const method of ['POST', 'PUT', 'DELETE']) expect((await get('/', html, method)).status).toBe(405);
  });

  test('S-API-20 E-SHELL-03 whoever follows a wrong address gets the page that says so, as 404; other requests get none', async () => {
    const page = await get('/nonsense/deep', html);
    expect(page.status).toBe(404);
    expect(await page.text()).toContain('shell');
    expect(page.headers.get('cache-control')).toBe('no-cache');
    for (const path of ['/assets/none.js', '/api/none', '/.secret'])
      expect(await (await get(path, html)).text(), path).not.toContain('shell');
    expect((await get('/nonsense', { accept: 'image/png' })).headers.get('content-type')).toContain('json');
  });

  test('S-API-20 assets are immutable and pre-compressed where the client takes it', async () => {
    const plain = await get('/assets/main-abc.js', { 'accept-encoding': 'identity' });
    expect(plain.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(plain.headers.get('content-type')).toContain('javascript');
    expect(await plain.text()).toBe('export {}');
    const packed = await get('/assets/main-abc.js', { 'accept-encoding': 'br' }, 'HEAD');
    expect(packed.headers.get('content-encoding')).toBe('br');
  });

  test('S-API-20 S-SEC-T15 everything else is 404, remembered by nobody', async () => {
    for (const path of [
      '/assets/none.js',
      '/nothing',
      '/.secret',
      '/assets/../../outside.txt',
      '/%2e%2e/outside.txt',
      '/assets/%2e%2e%2f%2e%2e%2foutside.txt',
      '/assets',
    ]) {
      const answer = await get(path, html);
      expect([400, 403, 404], path).toContain(answer.status);
      expect(answer.headers.get('cache-control') ?? '').not.toContain('immutable');
      expect(await answer.text()).not.toContain('outside');
    }
    expect((await get('/api/nothing', html)).status).toBe(401);
  });
});

describe('S-API-22 faults', () => {
  test('S-API-22 broken requests end neither the process nor others', async () => {
    const server = await serve();
    const raw = (text: string): Promise<string> =>
      new Promise((resolve) => {
        const socket = connect({ host: '127.0.0.1', port: server.port }, () => socket.write(text));
        let answer = '';
        socket.on('data', (data) => (answer += data.toString()));
        socket.on('close', () => resolve(answer));
        socket.on('error', () => resolve(answer));
      });
    const broken = await raw('NOT HTTP\r\n\r\n');
    expect(broken).toMatch(/^HTTP\/1\.1 400/);
    expect(broken.toLowerCase()).toContain('x-content-type-options: nosniff');
    expect(await raw('GET /api/info HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 403/);
    expect(
      await raw(`GET http://evil.example/api/info HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n`),
    ).toMatch(/^HTTP\/1\.1 403/);
    const client = createClient({ origin: server.url, bearer: server.bearer });
    expect((await client.call('server.info')).workspace.name).toBe('workspace');
  });
});

describe('S-API-01 table', () => {
  test('S-API-01 the OpenAPI document holds every row with its schemas and errors', async () => {
    const server = await serve();
    const document = (await createClient({ origin: server.url, bearer: server.bearer }).call('server.openapi')) as {
      paths: Record<
        string,
        Record<
          string,
          { operationId: string; requestBody?: unknown; responses: Record<string, { description: string }> }
        >
      >;
    };
    const ids = Object.values(document.paths).flatMap((methods) =>
      Object.values(methods).map(({ operationId }) => operationId),
    );
    expect(ids.sort()).toEqual(Object.keys(ROUTES).sort());
    const write = document.paths['/api/file']?.['put'];
    expect(Object.keys(write?.responses ?? {})).toEqual(expect.arrayContaining(['200', '201', '412', '428', '507']));
    expect(write?.responses['401']?.description).toBe('unauthenticated');
    expect(JSON.stringify(write?.requestBody)).toContain('"text"');
  });
});
