// Attacks on the running server, on raw connections: credentials, names, origins, spellings of paths, bodies (S-SEC-02 … S-SEC-04, S-SEC-08).
import { execFileSync } from 'node:child_process';
import { mkdir, readFile, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROUTES, ROUTE_IDS, TIMES, type Route } from '@iterion/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunningServer } from '../index.ts';
import { listening, testPlace, type TestPlace } from '../testServer.fixture.ts';
import { bytesOf, rawRequest, type RawAnswer } from './rawRequest.fixture.ts';

let place: TestPlace;
let server: RunningServer;
let host: string;
/** Cookie and key of one browser session, as header lines. */
let cookie: string;
let key: string;
const JSON_BODY = 'Content-Type: application/json';

beforeAll(async () => {
  place = await testPlace({ 'a.iter': 'inside\n', '.env': 'TOKEN=canary-env', '.git/config': 'canary-git' });
  await mkdir(join(place.base, 'outside'));
  await writeFile(join(place.base, 'outside/secret.iter'), 'canary-outside');
  // A clock of its own, on which these many requests are not too many in a second.
  let now = Date.now();
  server = await listening(place, { now: () => (now += 20) });
  host = `127.0.0.1:${server.port}`;
  const answer = await exchange(new URL(server.link).hash.slice('#code='.length));
  cookie = `Cookie: ${/set-cookie: ([^;]+)/i.exec(answer.headers)?.[1] ?? ''}`;
  key = `X-Iterion-Key: ${(JSON.parse(answer.body) as { key: string }).key}`;
});
afterAll(async () => {
  await server.close();
  await place.remove();
});

const own = (): string[] => [`Host: ${host}`, `Origin: http://${host}`, 'Sec-Fetch-Site: same-origin', cookie, key];
const send = (method: string, target: string, lines: readonly string[] = own(), body = ''): Promise<RawAnswer> =>
  rawRequest(server.port, bytesOf(method, target, lines, body));
const exchange = (code: string): Promise<RawAnswer> =>
  send('POST', '/api/session', [`Host: ${host}`, `Origin: http://${host}`, JSON_BODY], JSON.stringify({ code }));

describe('S-SEC-02 credentials', () => {
  test('S-SEC-02 the code of the link is in its fragment, works once, and gives cookie and key, both of which are needed', async () => {
    const url = new URL(server.newLink());
    expect(url.search).toBe('');
    const code = url.hash.slice('#code='.length);
    // 256 bits in base64url.
    expect(code).toMatch(/^[\w-]{43}$/);
    const first = await exchange(code);
    expect(first.status).toBe(200);
    expect(first.headers).toMatch(
      new RegExp(`set-cookie: iterion_${server.port}=[\\w-]{43}; HttpOnly; SameSite=Strict; Path=/api;`, 'i'),
    );
    expect(await exchange(code)).toMatchObject({ status: 401, code: 'code_invalid' });
    const base = [`Host: ${host}`, `Origin: http://${host}`];
    expect((await send('GET', '/api/info', [...base, cookie, key])).status).toBe(200);
    for (const lines of [[cookie], [key], [cookie, 'X-Iterion-Key: x'], [key, `Cookie: iterion_${server.port}=x`], []])
      expect(await send('GET', '/api/info', [...base, ...lines])).toMatchObject({ status: 401 });
  });

  test('S-SEC-02 S-SEC-T6 tokens and keys in an address prove nothing', async () => {
    const token = key.split(': ')[1] ?? '';
    const values = `key=${token}&token=${server.bearer}&access_token=${server.bearer}&code=${server.bearer}`;
    for (const target of [`/api/info?${values}`, `/api/tree?${values}`])
      expect(await send('GET', target, [`Host: ${host}`])).toMatchObject({ status: 401 });
  });

  test('S-SEC-02 the bearer of the process needs neither cookie nor Origin, and has no other spelling', async () => {
    const bearer = (value: string): Promise<RawAnswer> =>
      send('GET', '/api/info', [`Host: ${host}`, `Authorization: ${value}`]);
    expect((await bearer(`Bearer ${server.bearer}`)).status).toBe(200);
    for (const value of [
      server.bearer,
      `bearer ${server.bearer}`,
      `Bearer  ${server.bearer}`,
      `Token ${server.bearer}`,
    ])
      expect((await bearer(value)).status, value).toBe(401);
  });

  test('S-SEC-T6 no code, key or token is in the arguments of the process or in the page', async () => {
    const listed = execFileSync('ps', ['-ww', '-o', 'args=', '-p', String(process.pid)], { encoding: 'utf8' });
    expect(listed).not.toContain(server.bearer);
    expect(place.logs.join('')).not.toContain(server.bearer);
  });
});

describe('S-API-02 open endpoints', () => {
  const rows = ROUTE_IDS.map((id) => ({ id, row: ROUTES[id] as Route })).filter(({ row }) => row.auth !== 'public');
  const spellings: readonly [string, (path: string) => string][] = [
    ['encoded letters', (path) => path.replace('/api', '/%61pi')],
    ['all letters encoded', (path) => path.replace('api', '%61%70%69')],
    ['encoded further on', (path) => path.replace(/[a-z](?=[a-z]*$)/, (char) => `%${char.charCodeAt(0).toString(16)}`)],
    ['whole URL', (path) => `http://${host}${path}`],
    ['whole URL of another host', (path) => `https://evil.example${path}`],
    ['whole URL in capitals', (path) => `HTTP://x${path}`],
    ['empty segment', (path) => `/${path}`],
    ['dot segments', (path) => `/x/..${path}`],
    ['parameter', (path) => `${path};x=1`],
    ['backslash', (path) => path.replace('/api/', '/api\\')],
  ];

  test.each(spellings)(
    'S-API-02 S-SEC-T1 no row answers without credentials, its path spelled with: %s',
    async (_, spell) => {
      for (const { id, row } of rows) {
        const body = row.body === undefined ? '' : '{}';
        const lines = [`Host: ${host}`, `Origin: http://${host}`, JSON_BODY];
        const answer = await send(row.method, spell(row.path.replaceAll(/:[a-z]+/gi, 'x')), lines, body);
        expect([400, 401, 404, 405], id).toContain(answer.status);
        expect(answer.code, id).toMatch(/^(?:unauthenticated|not_found|invalid_request|method_not_allowed|)$/);
        expect(answer.headers.toLowerCase(), id).toContain('x-content-type-options: nosniff');
      }
      expect(await readdir(place.workspace)).not.toContain('x');
    },
  );

  test('S-API-02 a spelling that the router knows is the row, with credentials as well', async () => {
    expect((await send('GET', '/%61pi/info')).status).toBe(200);
    expect((await send('GET', '/%61pi/info')).headers.toLowerCase()).toContain('cache-control: no-store');
    expect((await send('GET', `http://${host}/api/info`)).status).toBe(400);
  });
});

describe('S-SEC-03 names', () => {
  test('S-SEC-03 S-SEC-T2 only the exact name and port pass, in every version of HTTP, once', async () => {
    const names = [
      'evil.example',
      'localhost',
      `LOCALHOST:${server.port}`,
      `localhost.:${server.port}`,
      `127.1:${server.port}`,
      `0x7f.1:${server.port}`,
      `2130706433:${server.port}`,
      `0.0.0.0:${server.port}`,
      `[::ffff:127.0.0.1]:${server.port}`,
      `[::1%25lo]:${server.port}`,
      `127.0.0.1:${server.port + 1}`,
      `127.0.0.1:0${server.port}`,
      `user@${host}`,
      `${host}, evil.example`,
      `${host}/`,
      '',
    ];
    for (const name of names) {
      const answer = await send('GET', '/api/info', [`Host: ${name}`, cookie, key]);
      expect(answer, name).toMatchObject({ status: 403, code: 'host_forbidden' });
    }
    const twice = [`Host: ${host}`, 'Host: evil.example', cookie, key];
    expect(await send('GET', '/api/info', twice)).toMatchObject({ status: 403, code: 'host_forbidden' });
    const old = `GET /api/info HTTP/1.0\r\n${cookie}\r\n${key}\r\n\r\n`;
    expect(await rawRequest(server.port, old)).toMatchObject({ status: 403, code: 'host_forbidden' });
    const forwarded = ['Host: evil.example', `X-Forwarded-Host: ${host}`, `Forwarded: host=${host}`, cookie, key];
    expect(await send('GET', '/api/info', forwarded)).toMatchObject({ status: 403, code: 'host_forbidden' });
    // The name is looked at first: without credentials too, and for the shell.
    for (const target of ['/', '/api/nothing', '/assets/x.js'])
      expect(await send('GET', target, ['Host: evil.example'])).toMatchObject({ status: 403, code: 'host_forbidden' });
  });
});

describe('S-SEC-04 origins', () => {
  test('S-SEC-04 S-SEC-T4 S-SEC-T7 a change needs exactly our origin, with cookie and key', async () => {
    const origins = [
      'null',
      'file://',
      'http://evil.example',
      `http://127.0.0.1:${server.port + 1}`,
      `http://localhost:${server.port}`,
      `https://${host}`,
      `HTTP://${host}`,
      `http://${host}/`,
      `http://${host}, http://evil.example`,
      'chrome-extension://abcdef',
      '',
    ];
    const post = (lines: readonly string[]): Promise<RawAnswer> =>
      send('POST', '/api/folder', [`Host: ${host}`, cookie, key, JSON_BODY, ...lines], '{"path":"made"}');
    for (const origin of origins)
      expect(await post([`Origin: ${origin}`]), origin).toMatchObject({ status: 403, code: 'origin_forbidden' });
    expect(await post([])).toMatchObject({ status: 403, code: 'origin_forbidden' });
    expect(await post([`Origin: http://${host}`, 'Origin: http://evil.example'])).toMatchObject({ status: 403 });
    for (const site of ['cross-site', 'same-site', 'none'])
      expect(await post([`Origin: http://${host}`, `Sec-Fetch-Site: ${site}`])).toMatchObject({ status: 403 });
    expect(await readdir(place.workspace)).not.toContain('made');
  });

  test('S-SEC-04 S-SEC-T4 methods cannot be disguised', async () => {
    const disguised = [...own(), 'X-HTTP-Method-Override: DELETE', 'X-Method-Override: DELETE'];
    expect((await send('GET', '/api/file?path=a.iter', disguised)).status).toBe(200);
    const lines = [...disguised, JSON_BODY, 'If-Match: *'];
    expect(await send('POST', '/api/file?path=a.iter', lines, '{}')).toMatchObject({ status: 405 });
    expect(await send('POST', '/api/file?path=a.iter&_method=DELETE', lines, '{}')).toMatchObject({ status: 405 });
    for (const method of ['HEAD', 'TRACE', 'OPTIONS', 'PROPFIND'])
      expect((await send(method, '/api/file?path=a.iter')).status, method).toBe(405);
    expect(await readFile(join(place.workspace, 'a.iter'), 'utf8')).toBe('inside\n');
  });
});

describe('S-SEC-08 S-API-07 paths', () => {
  const written = [
    '../x.iter',
    '..%2fx.iter',
    '%2e%2e/x.iter',
    '.%2e/x.iter',
    'a/../../x.iter',
    './a.iter',
    'a//b.iter',
  ];
  const hostile = [
    ...written,
    '/etc/passwd',
    '//etc/passwd',
    '%2fetc%2fpasswd',
    '..%5cx.iter',
    'C:%5cwindows%5cwin.ini',
    'a%5cb.iter',
    'a.iter%00',
    'a.iter%00.txt',
    'a.iter%0d%0aX:%20y',
    'a.iter/',
    '.env',
    '.git/config',
    '.GIT/config',
    '.iterion/runs/x/run.json',
    '~/x.iter',
    'file:///etc/passwd',
    'link.iter',
    'linked/secret.iter',
    'hidden.iter',
    'loop.iter',
    'a'.repeat(300),
    '%c0%ae%c0%ae/x.iter',
  ];

  test('S-SEC-08 S-API-07 S-SEC-T15 nothing outside is read, written, moved or deleted, by any spelling or link', async () => {
    await symlink('../outside/secret.iter', join(place.workspace, 'link.iter'));
    await symlink('../outside', join(place.workspace, 'linked'));
    await symlink('.env', join(place.workspace, 'hidden.iter'));
    await symlink('loop.iter', join(place.workspace, 'loop.iter'));
    const lines = [...own(), JSON_BODY];
    for (const path of hostile) {
      const plain = decodeURIComponent(path.replaceAll(/%c0%ae/g, '%EF%BF%BD'));
      const requests: Promise<RawAnswer>[] = [
        send('GET', `/api/file?path=${path}`),
        send('PUT', `/api/file?path=${path}`, [...lines, 'If-None-Match: *'], '{"text":"evil"}'),
        send('DELETE', `/api/file?path=${path}`, [...own(), `If-Match: "sha256-${'0'.repeat(64)}"`]),
        send('GET', `/api/tree?dir=${path}`),
        send('GET', `/api/layout?path=${path}`),
        send('GET', `/api/trust?path=${path}`),
        send('POST', '/api/folder', lines, JSON.stringify({ path: `${plain}/new` })),
        send('POST', '/api/downloads', lines, JSON.stringify({ kind: 'file', path: plain })),
        send('POST', '/api/language/validate', lines, JSON.stringify({ path: plain })),
        send('POST', '/api/runs/prepare', lines, JSON.stringify({ path: 'a.iter', recipe: plain })),
      ];
      for (const answer of await Promise.all(requests)) {
        expect(answer.body, path).not.toContain('canary');
        expect(answer.status === 200 && !answer.body.includes('"text":null'), `${path} ${answer.body}`).toBe(false);
        expect([200, 400, 403, 404, 412, 415, 422], path).toContain(answer.status);
      }
    }
    expect(await readFile(join(place.base, 'outside/secret.iter'), 'utf8')).toBe('canary-outside');
    expect((await readdir(place.base)).sort()).toEqual(['outside', 'state', 'workspace']);
    expect((await readdir(place.workspace)).filter((name) => !name.startsWith('.')).sort()).toEqual(
      ['a.iter', 'hidden.iter', 'link.iter', 'linked', 'loop.iter'].sort(),
    );
  });

  test('S-API-07 a path is what the file system calls it, and comes back so; the ETag is the quoted hash of the bytes', async () => {
    await mkdir(join(place.workspace, 'Ordner mit Ü'), { recursive: true });
    await writeFile(join(place.workspace, 'Ordner mit Ü/ä b.iter'), 'x\n');
    const path = 'Ordner mit Ü/ä b.iter';
    const answer = await send('GET', `/api/file?path=${encodeURIComponent(path)}`);
    const body = JSON.parse(Buffer.from(answer.body, 'latin1').toString('utf8')) as { path: string; hash: string };
    expect(body.path).toBe(path);
    expect(body.hash).toBe('sha256-73cb3858a687a8494ca3323053016282f3dad39d42cf62ca4e79dda2aac7d9ac');
    expect(answer.headers).toMatch(new RegExp(`^etag: "${body.hash}"`, 'im'));
    expect((await send('GET', `/api/file?path=${encodeURIComponent(path.toUpperCase())}`)).status).toBe(404);
    const { entries } = JSON.parse(Buffer.from((await send('GET', '/api/tree')).body, 'latin1').toString('utf8')) as {
      entries: { path: string }[];
    };
    expect(entries.map((entry) => entry.path)).toContain(path);
    for (const entry of entries) expect(entry.path).toMatch(/^(?!\/)(?!.*(?:^|\/)\.{1,2}(?:\/|$))[^\\]+$/);
  });
});

describe('S-SEC-T23 bodies and connections', () => {
  test('S-SEC-T23 requests that two readers would read differently are not read at all', async () => {
    const head = `POST /api/language/validate HTTP/1.1\r\n${[...own(), JSON_BODY].join('\r\n')}\r\n`;
    for (const rest of [
      'Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /api/info HTTP/1.1\r\n\r\n',
      'Content-Length: 5\r\nContent-Length: 6\r\n\r\n{}',
      'Content-Length: -1\r\n\r\n',
      'Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n',
      'X: a\r\n b\r\n\r\n',
    ])
      expect((await rawRequest(server.port, head + rest)).status, rest).toBe(400);
    expect((await rawRequest(server.port, `${head}X-Long: ${'a'.repeat(40_000)}\r\n\r\n`)).status).toBe(431);
  });

  test('S-API-03 JSON with keys of prototypes, of another encoding or with more behind it is refused', async () => {
    const post = (body: string): Promise<RawAnswer> =>
      send('POST', '/api/language/validate', [...own(), JSON_BODY], body);
    for (const body of [
      '{"__proto__":{"text":"x"},"text":""}',
      '{"\\u005f_proto__":1,"text":""}',
      '{"constructor":{"prototype":{}},"text":""}',
      '{"text":""} x',
      '[]',
      'null',
      '{"text":1}',
    ])
      expect(await post(body), body).toMatchObject({ status: 400, code: 'invalid_request' });
    expect(Object.prototype).not.toHaveProperty('text');
  });

  test('S-SEC-T23 S-API-12 a body or a head that does not end is given up after ten seconds; others are served meanwhile', async () => {
    const head = `POST /api/language/validate HTTP/1.1\r\n${[...own(), JSON_BODY].join('\r\n')}\r\n`;
    const began = Date.now();
    const slow = Promise.all([
      rawRequest(server.port, `${head}Content-Length: 500\r\n\r\n{`, 20_000),
      rawRequest(server.port, `${head}X: `, 20_000),
    ]);
    expect((await send('GET', '/api/info')).status).toBe(200);
    for (const answer of await slow) expect(answer.status).toBe(408);
    expect(Date.now() - began).toBeGreaterThanOrEqual(TIMES.readBodyMs - 100);
    expect(Date.now() - began).toBeLessThan(TIMES.readBodyMs + 5_000);
  }, 25_000);

  test('S-SEC-T23 S-WS-11 S-API-12 of a thousand sockets and bodies at once a few are let in, and others are still served', async () => {
    const upgrade = bytesOf('GET', '/api/ws', [
      `Host: ${host}`,
      `Authorization: Bearer ${server.bearer}`,
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
      'Sec-WebSocket-Protocol: iterion.v1',
    ]).replace('Connection: close', 'Connection: Upgrade');
    const body = `POST /api/language/validate HTTP/1.1\r\n${[...own(), JSON_BODY].join('\r\n')}\r\nContent-Length: 9000000\r\n\r\n{"text":"${'a'.repeat(10_000)}`;
    const flood = Array.from({ length: 1_000 }, (_, index) =>
      rawRequest(server.port, index % 2 === 0 ? upgrade : body, 4_000),
    );
    expect((await fetch(`${server.url}/api/info`, { headers: { authorization: `Bearer ${server.bearer}` } })).ok).toBe(
      true,
    );
    const answers = await Promise.all(flood);
    const of = (status: number): number => answers.filter((answer) => answer.status === status).length;
    expect(of(101)).toBeLessThanOrEqual(20);
    // The rest is refused, or was reset before it had read why; a few bodies are still waited for when we give up.
    expect(of(429)).toBeGreaterThan(500);
    expect(of(101) + of(0) + of(429)).toBe(1_000);
    expect((await send('GET', '/')).status).toBe(404);
  }, 30_000);
});
