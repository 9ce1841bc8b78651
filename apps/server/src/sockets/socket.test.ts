// The socket on a real loopback connection (S-WS-01 … S-WS-12, S-SEC-T3).
import { mkdir, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import {
  CLOSE,
  HEADERS,
  LIMITS,
  SUBPROTOCOL,
  createClient,
  socketProtocols,
  type Client,
  type ClientMessage,
  type ServerMessage,
} from '@iterion/protocol';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { RunningServer } from '../index.ts';
import { listening, testPlace, type TestPlace } from '../testServer.fixture.ts';
import { TestSocket } from './testSocket.fixture.ts';

let place: TestPlace;
let server: RunningServer;
let key: string;
let cookie: string;
let client: Client;
const sockets: TestSocket[] = [];

beforeEach(async () => {
  place = await testPlace({ 'a.iter': 'workflow w:\n  entry: x\n' });
  server = await listening(place);
  const code = new URL(server.link).hash.slice('#code='.length);
  const answer = await fetch(`${server.url}/api/session`, {
    method: 'POST',
    headers: { origin: server.url, 'content-type': 'application/json' },
    body: JSON.stringify({ code }),
  });
  key = ((await answer.json()) as { key: string }).key;
  cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  client = createClient({ origin: server.url, bearer: server.bearer });
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.close();
  await server.close();
  await place.remove();
});

/** The status of an upgrade; 101 when it was accepted. */
function upgrade(headers: Record<string, string>, path = '/api/ws'): Promise<number> {
  return new Promise((resolve, reject) => {
    const asking = request({
      agent: false, // a refused upgrade ends its connection
      host: '127.0.0.1',
      port: server.port,
      path,
      headers: {
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': Buffer.from('0123456789abcdef').toString('base64'),
        ...headers,
      },
    });
    asking.on('upgrade', (response, socket) => {
      socket.destroy();
      resolve(response.statusCode ?? 0);
    });
    asking.on('response', (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    asking.on('error', reject);
    asking.end();
  });
}

async function connect(greet = true): Promise<TestSocket> {
  const socket = await TestSocket.open(server.port, server.bearer);
  sockets.push(socket);
  if (greet) {
    socket.send({ t: 'hello', protocol: 1, client: { id: 'test', version: '0' } });
    await socket.next('welcome');
  }
  return socket;
}

describe('S-SEC-T3 socket hijack', () => {
  const good = (): Record<string, string> => ({
    origin: server.url,
    cookie,
    'sec-websocket-protocol': socketProtocols(key).join(', '),
  });

  test('S-SEC-T3 our own page gets in', async () => {
    expect(await upgrade(good())).toBe(101);
  });

  test('S-SEC-T3 foreign, absent and null origins are refused before 101', async () => {
    const { origin: _, ...absent } = good();
    for (const headers of [
      absent,
      { ...absent, origin: 'null' },
      { ...absent, origin: 'http://evil.example' },
      { ...absent, origin: `http://localhost:${server.port}` },
    ]) {
      expect(await upgrade(headers)).toBe(403);
    }
  });

  test('S-SEC-T3 without key, with key only, with cookie only, with a wrong key: refused before 101', async () => {
    const base = good();
    const { cookie: _, ...keyOnly } = base;
    expect(await upgrade({ ...base, 'sec-websocket-protocol': SUBPROTOCOL })).toBe(401);
    expect(await upgrade(keyOnly)).toBe(401);
    expect(await upgrade({ ...base, 'sec-websocket-protocol': `${SUBPROTOCOL}, key.${'A'.repeat(43)}` })).toBe(401);
    expect(await upgrade({ ...base, 'sec-websocket-protocol': `${SUBPROTOCOL}, key.${key}, key.${key}` })).toBe(401);
    expect(await upgrade({ ...base, 'sec-websocket-protocol': SUBPROTOCOL, [HEADERS.key]: key })).toBe(401);
  });

  test('S-SEC-T2 a foreign Host is refused on the upgrade', async () => {
    expect(await upgrade({ ...good(), host: `evil.example:${server.port}` })).toBe(403);
  });

  test('S-API-06 another sub-protocol is 426; there is no socket anywhere else', async () => {
    expect(await upgrade({ ...good(), 'sec-websocket-protocol': `iterion.v9, key.${key}` })).toBe(426);
    for (const path of ['/', '/api/info', '/assets/x', '/api/wsx']) expect(await upgrade(good(), path)).toBe(404);
  });

  test('S-WS-11 the socket closes with 4401 when its session ends', async () => {
    const socket = await TestSocket.openWith(server.port, { origin: server.url, cookie }, socketProtocols(key));
    sockets.push(socket);
    socket.send({ t: 'hello', protocol: 1, client: { id: 'x', version: '0' } });
    await socket.next('welcome');
    await fetch(`${server.url}/api/session`, {
      method: 'DELETE',
      headers: { origin: server.url, cookie, [HEADERS.key]: key },
    });
    expect(await socket.closed).toBe(CLOSE.expired);
  });
});

describe('S-WS protocol', () => {
  test('S-WS-02 hello comes first; another protocol closes with 4406', async () => {
    const early = await connect(false);
    early.send({ t: 'ping', n: 1 });
    expect(await early.closed).toBe(CLOSE.protocol);
    const other = await connect(false);
    other.send({ t: 'hello', protocol: 9, client: { id: 'x', version: '0' } });
    expect(await other.closed).toBe(CLOSE.protocol);
  });

  test('S-WS-12 unknown and malformed messages get err and change nothing', async () => {
    const socket = await connect();
    for (const bad of ['{"t":"unknown"}', 'not json', '[]', '{"t":"ping","n":1,"extra":true}', '{"t":"sub","id":1}']) {
      socket.sendText(bad);
      expect(await socket.next('err')).toMatchObject({ code: 'invalid_request' });
    }
    socket.send({ t: 'ping', n: 7 });
    expect(await socket.next('pong')).toMatchObject({ n: 7 });
  });

  test('S-WS-04 a channel that does not exist is refused', async () => {
    const socket = await connect();
    socket.send({ t: 'sub', id: 1, ch: 'nothing' });
    expect(await socket.next('err')).toMatchObject({ id: 1, ch: 'nothing', code: 'not_found' });
    socket.send({ t: 'sub', id: 2, ch: 'run:none' });
    expect(await socket.next('err')).toMatchObject({ id: 2, code: 'not_found' });
  });

  test('S-WS-11 floods close with 4429, large frames with 4413', async () => {
    const flood = await connect();
    for (let n = 0; n <= LIMITS.socketFramesPerSecond; n += 1) flood.send({ t: 'ping', n });
    expect(await flood.closed).toBe(CLOSE.tooFast);
    const large = await connect();
    large.sendText(JSON.stringify({ t: 'ping', n: 1, pad: 'x'.repeat(LIMITS.socketFrameBytes) }));
    expect(await large.closed).toBe(CLOSE.tooLarge);
  });

  test('S-WS-11 at most 20 connections', async () => {
    for (let n = 0; n < LIMITS.socketConnections; n += 1) await connect();
    expect(await upgrade({ authorization: `Bearer ${server.bearer}`, 'sec-websocket-protocol': SUBPROTOCOL })).toBe(
      429,
    );
  });

  test('E-FILE-01 S-WS-04 the snapshot of the workspace is whole, however many files there are', async () => {
    await mkdir(join(place.workspace, 'many'));
    for (let n = 0; n < 1_200; n++) await writeFile(join(place.workspace, `many/${n}.iter`), '');
    const socket = await connect();
    socket.send({ t: 'sub', id: 1, ch: 'workspace' });
    const snap = await socket.next('snap');
    const { entries } = snap.state as { readonly entries: readonly { readonly path: string }[] };
    expect(entries.filter(({ path }) => path.startsWith('many/')).length).toBe(1_200);
  });

  test('S-WS-06 S-FILE-08 workspace: snapshot, then changes without a hole, with the client that caused them', async () => {
    const socket = await connect();
    socket.send({ t: 'sub', id: 1, ch: 'workspace' });
    await socket.next('ok');
    const snap = await socket.next('snap');
    expect(snap.state).toMatchObject({ entries: [{ path: 'a.iter', kind: 'workflow' }] });
    const tab = createClient({ origin: server.url, bearer: server.bearer, client: 'tab-7' });
    await tab.call('file.write', { query: { path: 'b.iter' }, body: { text: 'x' }, base: 'create' });
    const first = await socket.next('ev');
    expect(first).toMatchObject({
      ch: 'workspace',
      from: snap.seq + 1,
      items: [{ kind: 'created', path: 'b.iter', by: 'tab-7' }],
    });
    await writeFile(join(place.workspace, 'a.iter'), 'changed');
    const second = await socket.next('ev');
    expect(second).toMatchObject({ from: first.to + 1, items: [{ kind: 'modified', path: 'a.iter' }] });
  });

  test('S-WS-06 with `after` of the same epoch only what is missing is sent; of another one a snapshot', async () => {
    const socket = await connect();
    socket.send({ t: 'sub', id: 1, ch: 'workspace' });
    const snap = await socket.next('snap');
    await client.call('file.write', { query: { path: 'b.iter' }, body: { text: 'x' }, base: 'create' });
    const { to } = await socket.next('ev');
    await client.call('file.write', { query: { path: 'c.iter' }, body: { text: 'x' }, base: 'create' });
    await socket.next('ev');
    const again = await connect();
    again.send({ t: 'sub', id: 1, ch: 'workspace', after: to, epoch: snap.epoch });
    expect(await again.next('ev', 'snap')).toMatchObject({ t: 'ev', from: to + 1, items: [{ path: 'c.iter' }] });
    const other = await connect();
    other.send({ t: 'sub', id: 1, ch: 'workspace', after: to, epoch: 'another' });
    expect(await other.next('ev', 'snap')).toMatchObject({ t: 'snap' });
  });

  test('S-API-21 S-WS-03 the server says bye when it stops', async () => {
    const socket = await connect();
    const closing = server.close();
    expect(await socket.next('bye')).toMatchObject({ reason: 'shutdown' });
    await closing;
    expect(await socket.closed).toBe(1001);
  });
});

describe('S-FILE documents', () => {
  const TEXT = 'workflow w:\n  entry: missing\n';
  async function open(text: string | undefined, ch = 'doc:1'): Promise<TestSocket> {
    const socket = await connect();
    const opts = { path: null, hash: null, version: 1, ...(text === undefined ? {} : { text }) };
    socket.send({ t: 'sub', id: 1, ch, opts });
    await socket.next('ok');
    return socket;
  }
  async function language(socket: TestSocket): Promise<Extract<ServerMessage, { t: 'doc.diag' }>> {
    for (;;) {
      const message = await socket.next('doc.diag');
      if (message.phase === 'language') return message;
    }
  }

  test('S-FILE-01 S-FILE-03 diagnostics of the shadow are those of the language package, for each version', async () => {
    const socket = await open(TEXT);
    const first = await language(socket);
    const { diagnostics } = await client.call('language.validate', { body: { text: TEXT } });
    expect(first).toMatchObject({ version: 1, diagnostics });
    expect(diagnostics.length).toBeGreaterThan(0);
    const fixed = 'agent missing:\n  model: "m"\n\n';
    socket.send({ t: 'doc.change', ch: 'doc:1', base: 1, version: 2, edits: [{ start: 0, end: 0, newText: fixed }] });
    const second = await language(socket);
    const validated = await client.call('language.validate', { body: { text: fixed + TEXT } });
    expect(second).toMatchObject({ version: 2, diagnostics: validated.diagnostics });
  });

  test('S-WS-03 a change on another base, or one that does not fit, asks for the full text', async () => {
    const socket = await open(TEXT);
    await language(socket);
    const change = (base: number, start: number): ClientMessage => ({
      t: 'doc.change',
      ch: 'doc:1',
      base,
      version: base + 1,
      edits: [{ start, end: start, newText: 'x' }],
    });
    socket.send(change(5, 0));
    await socket.next('doc.need');
    socket.send({ t: 'doc.text', ch: 'doc:1', version: 9, text: TEXT });
    expect((await language(socket)).version).toBe(9);
    socket.send(change(9, 10_000));
    await socket.next('doc.need');
  });

  test('S-FILE-01 without text the file is read when its hash fits, else the text is asked for', async () => {
    const { hash } = await client.call('file.read', { query: { path: 'a.iter' } });
    const socket = await connect();
    socket.send({ t: 'sub', id: 1, ch: 'doc:a', opts: { path: 'a.iter', hash, version: 3 } });
    expect((await language(socket)).version).toBe(3);
    socket.send({
      t: 'sub',
      id: 2,
      ch: 'doc:b',
      opts: { path: 'a.iter', hash: `sha256-${'0'.repeat(64)}`, version: 1 },
    });
    expect(await socket.next('doc.need')).toMatchObject({ ch: 'doc:b' });
    socket.send({ t: 'sub', id: 3, ch: 'doc:c', opts: { path: '../x', hash, version: 1 } });
    expect(await socket.next('err')).toMatchObject({ id: 3, code: 'path_forbidden' });
  });

  test('S-FILE-02 while a document changes quickly only the newest version is reported', async () => {
    const socket = await open(TEXT);
    await language(socket);
    for (let version = 1; version < 40; version += 1) {
      socket.send({
        t: 'doc.change',
        ch: 'doc:1',
        base: version,
        version: version + 1,
        edits: [{ start: 0, end: 0, newText: '\n' }],
      });
    }
    expect((await language(socket)).version).toBe(40);
  });

  test('S-WS-11 the full text of a document may be larger than a frame', async () => {
    const socket = await open(undefined);
    await socket.next('doc.need');
    const text = `## ${'x'.repeat(LIMITS.socketFrameBytes)}\n`;
    socket.send({ t: 'doc.text', ch: 'doc:1', version: 2, text });
    expect((await language(socket)).version).toBe(2);
  });

  test('S-FILE-02 S-API-22 a text that cannot be analysed in time is an error of its channel, and the server goes on', async () => {
    await server.close();
    server = await listening(place, { analysis: { inlineBytes: 0, timeMs: 1 } });
    client = createClient({ origin: server.url, bearer: server.bearer });
    const socket = await open(TEXT);
    expect(await socket.next('err')).toMatchObject({ ch: 'doc:1', code: 'too_large' });
    expect((await client.call('server.info')).readOnly).toBe(false);
  });

  test('S-FILE-01 nothing of a document reaches the disk', async () => {
    const socket = await open('CANARY');
    await language(socket);
    socket.close();
    await vi.waitFor(async () =>
      expect((await client.call('tree.list')).entries.map(({ path }) => path)).toEqual(['a.iter']),
    );
  });
});

test('S-API-21 a page that never answers the closing handshake does not hold the server back', async () => {
  const upgraded = new Promise<void>((resolve, reject) => {
    const { port } = new URL(server.url);
    const asked = request({
      host: '127.0.0.1',
      port,
      path: '/api/ws',
      headers: {
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
        'sec-websocket-protocol': SUBPROTOCOL,
        authorization: `Bearer ${server.bearer}`,
      },
    });
    asked.on('upgrade', (_response, socket) => {
      // It is open and reads nothing from here on.
      socket.on('error', () => undefined);
      socket.pause();
      resolve();
    });
    asked.on('error', reject);
    asked.end();
  });
  await upgraded;
  const started = performance.now();
  await server.close();
  expect(performance.now() - started).toBeLessThan(15_000);
});
