// The attack classes of S-SEC that are answered before any handler, over every row of the route table.
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { HEADERS, LIMITS, ROUTES, ROUTE_IDS, type Route } from '@iterion/protocol';
import type { InjectOptions } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  OWN_HOST,
  TEST_PORT,
  inProcess,
  ownHeaders,
  signIn,
  type Credentials,
  type InProcess,
} from '../testServer.fixture.ts';
import { jsonDepth } from './jsonBody.ts';

let server: InProcess;
/** A session of its own for each test: some rows end it. */
let credentials: Credentials;
beforeAll(async () => {
  server = await inProcess({ 'a.iter': 'workflow w:\n' });
});
afterAll(() => server.close());
beforeEach(() => {
  credentials = signIn(server.assembly);
});

const ROWS = ROUTE_IDS.map((id) => ({ id, row: ROUTES[id] as Route }));

/** A request to a row that would be well-formed but for what a test changes. */
function request(row: Route, headers: Record<string, string>): InjectOptions {
  return {
    method: row.method,
    url: row.path.replaceAll(/:[a-z]+/g, 'x'),
    headers: { ...headers, ...(row.body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(row.body === undefined ? {} : { payload: '{}' }),
  };
}

async function send(
  options: InjectOptions,
): Promise<{ status: number; code: string | undefined; headers: Record<string, unknown> }> {
  const response = await server.assembly.app.inject(options);
  const body = response.body.startsWith('{') ? (JSON.parse(response.body) as { error?: { code: string } }) : {};
  return { status: response.statusCode, code: body.error?.code, headers: response.headers };
}

describe('S-SEC-T1 open endpoints', () => {
  test('S-SEC-T1 every row without an auth class of its own would not compile, and only the session exchange and download tickets are public', () => {
    expect(ROWS.filter(({ row }) => row.auth === 'public').map(({ id }) => id)).toEqual([
      'session.create',
      'downloads.fetch',
    ]);
  });

  test.each(ROWS.filter(({ row }) => row.auth !== 'public'))(
    'S-SEC-T1 $id answers 401 without and with wrong credentials',
    async ({ row }) => {
      const own = ownHeaders(credentials);
      const { cookie: _, [HEADERS.key]: __, ...none } = own;
      const wrong: Record<string, string>[] = [
        none,
        { ...none, cookie: credentials.cookie },
        { ...none, [HEADERS.key]: credentials.key },
        { ...own, [HEADERS.key]: 'wrong' },
        { ...own, cookie: `iterion_${TEST_PORT}=wrong` },
        { ...own, cookie: `${credentials.cookie}; ${credentials.cookie}` },
        { ...own, authorization: 'Bearer wrong' },
        { ...own, authorization: `Basic ${server.assembly.sessions.bearer}` },
      ];
      for (const headers of wrong)
        expect(await send(request(row, headers))).toMatchObject({ status: 401, code: 'unauthenticated' });
    },
  );

  test('S-SEC-T1 expired and ended credentials answer 401', async () => {
    let now = 1_000_000;
    const other = await inProcess({}, { now: () => now });
    try {
      const ask = async (): Promise<number> =>
        (await other.assembly.app.inject({ method: 'GET', url: '/api/info', headers: ownHeaders(other.credentials) }))
          .statusCode;
      expect(await ask()).toBe(200);
      now += 7 * 24 * 3_600_000 + 1;
      expect(await ask()).toBe(401);
    } finally {
      await other.close();
    }
  });

  test('S-SEC-T1 a bearer row refuses a browser session, and a session row takes the bearer without Origin or cookie', async () => {
    expect(await send(request(ROUTES['session.code'], ownHeaders(credentials)))).toMatchObject({ status: 401 });
    const bearer = { host: OWN_HOST, authorization: `Bearer ${server.assembly.sessions.bearer}` };
    expect(await send(request(ROUTES['session.code'], bearer))).toMatchObject({ status: 201 });
    expect(await send(request(ROUTES['server.info'], bearer))).toMatchObject({ status: 200 });
  });

  test('S-SEC-T1 unknown paths below /api answer 401 as well', async () => {
    expect(await send({ method: 'GET', url: '/api/nothing', headers: { host: OWN_HOST } })).toMatchObject({
      status: 401,
    });
    expect(await send({ method: 'GET', url: '/api/nothing', headers: ownHeaders(credentials) })).toMatchObject({
      status: 404,
      code: 'not_found',
    });
  });
});

describe('S-SEC-T2 rebinding', () => {
  const hosts = [
    'evil.example',
    `evil.example:${TEST_PORT}`,
    `localhost.:${TEST_PORT}`,
    `127.0.0.1.:${TEST_PORT}`,
    `LOCALHOST:${TEST_PORT}`,
    `127.1:${TEST_PORT}`,
    `0.0.0.0:${TEST_PORT}`,
    '127.0.0.1:1',
    '127.0.0.1',
    `user@127.0.0.1:${TEST_PORT}`,
    `127.0.0.1:${TEST_PORT}.evil.example`,
    ' ',
    '',
  ];
  test.each(ROWS)('S-SEC-T2 $id refuses every other Host', async ({ row }) => {
    for (const host of hosts) {
      const upgrade: Record<string, string> =
        row.upgrade === true ? { connection: 'upgrade', upgrade: 'websocket' } : {};
      const answer = await send(request(row, { ...ownHeaders(credentials), ...upgrade, host }));
      expect(answer, host).toMatchObject({ status: 403, code: 'host_forbidden' });
    }
  });

  test('S-SEC-T2 the three spellings of the loopback and the allowed names pass', async () => {
    for (const host of [`127.0.0.1:${TEST_PORT}`, `localhost:${TEST_PORT}`, `[::1]:${TEST_PORT}`]) {
      const headers = { ...ownHeaders(credentials), host, origin: `http://${host}` };
      expect(await send({ method: 'GET', url: '/api/info', headers })).toMatchObject({ status: 200 });
    }
    const named = await inProcess({}, { allowedHosts: ['box.internal'] });
    try {
      const headers = { ...ownHeaders(named.credentials), host: 'box.internal' };
      expect((await named.assembly.app.inject({ method: 'GET', url: '/api/info', headers })).statusCode).toBe(200);
    } finally {
      await named.close();
    }
  });
});

describe('S-SEC-T4 simple requests', () => {
  test.each(ROWS.filter(({ row }) => row.method !== 'GET'))(
    'S-SEC-T4 $id refuses foreign, absent and null origins',
    async ({ row }) => {
      const own = ownHeaders(credentials);
      const { origin: _, 'sec-fetch-site': __, ...absent } = own;
      const foreign: Record<string, string>[] = [
        absent,
        { ...absent, origin: 'null' },
        { ...absent, origin: 'http://evil.example' },
        { ...absent, origin: `http://127.0.0.1:${TEST_PORT + 1}` },
        { ...absent, origin: `https://${OWN_HOST}` },
        { ...own, 'sec-fetch-site': 'cross-site' },
        { ...own, 'sec-fetch-site': 'same-site' },
        { ...own, 'sec-fetch-site': 'none' },
      ];
      // The bearer row has refused a browser's credentials before.
      const expected = row.auth === 'bearer' ? { status: 401 } : { status: 403, code: 'origin_forbidden' };
      for (const headers of foreign) expect(await send(request(row, headers))).toMatchObject(expected);
    },
  );

  test.each(ROWS.filter(({ row }) => row.method !== 'GET' && row.auth !== 'bearer'))(
    'S-SEC-T4 $id takes no body but JSON',
    async ({ row }) => {
      const types = [
        'application/x-www-form-urlencoded',
        'text/plain',
        'multipart/form-data; boundary=x',
        'application/jsonp',
        'application/json; charset=latin1',
        '',
      ];
      for (const type of types) {
        const options = request(row, ownHeaders(credentials));
        const answer = await send({
          ...options,
          headers: { ...options.headers, 'content-type': type },
          payload: 'a=1',
        });
        expect(answer, type).toMatchObject({ status: 415, code: 'unsupported_media_type' });
      }
    },
  );

  test('S-SEC-T4 a cross-site read with our cookie and key is refused', async () => {
    const headers = { ...ownHeaders(credentials), 'sec-fetch-site': 'cross-site' };
    expect(await send({ method: 'GET', url: '/api/info', headers })).toMatchObject({
      status: 403,
      code: 'origin_forbidden',
    });
  });
});

describe('S-SEC-T5 other origins', () => {
  test.each(ROWS)('S-SEC-T5 $id sends no CORS header and refuses OPTIONS', async ({ row }) => {
    const headers = {
      ...ownHeaders(credentials),
      origin: 'http://evil.example',
      'access-control-request-method': row.method,
    };
    const preflight = await send({ ...request(row, headers), method: 'OPTIONS' });
    expect(preflight).toMatchObject({ status: 405, code: 'method_not_allowed' });
    const answer = await send(request(row, ownHeaders(credentials)));
    for (const { headers: sent } of [preflight, answer]) {
      expect(Object.keys(sent).filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
  });
});

describe('S-SEC-T6 leaked tokens', () => {
  test('S-SEC-T6 a code works once and for ten minutes, and ten wrong ones lock the exchange for a minute', async () => {
    let now = 5_000_000;
    const other = await inProcess({}, { now: () => now });
    try {
      const exchange = async (code: string): Promise<number> => {
        const headers = { ...ownHeaders(other.credentials), 'content-type': 'application/json' };
        const answer = await other.assembly.app.inject({
          method: 'POST',
          url: '/api/session',
          headers,
          payload: JSON.stringify({ code }),
        });
        return answer.statusCode;
      };
      const { code } = other.assembly.sessions.newCode();
      expect(await exchange(code)).toBe(200);
      expect(await exchange(code)).toBe(401);
      const old = other.assembly.sessions.newCode();
      now += 10 * 60_000;
      expect(await exchange(old.code)).toBe(401);
      for (let wrong = 1; wrong < 10; wrong += 1) expect(await exchange('wrong')).toBe(401);
      const good = other.assembly.sessions.newCode();
      expect(await exchange(good.code)).toBe(429);
      now += 60_000;
      expect(await exchange(good.code)).toBe(200);
    } finally {
      await other.close();
    }
  });

  test('S-SEC-T6 the cookie is HttpOnly, SameSite=Strict and limited to /api; its secret and the key differ', async () => {
    const { code } = server.assembly.sessions.newCode();
    const headers = { ...ownHeaders(credentials), 'content-type': 'application/json' };
    const answer = await server.assembly.app.inject({
      method: 'POST',
      url: '/api/session',
      headers,
      payload: JSON.stringify({ code }),
    });
    const cookie = String(answer.headers['set-cookie']);
    expect(cookie).toMatch(
      new RegExp(`^iterion_${TEST_PORT}=[\\w-]{43}; HttpOnly; SameSite=Strict; Path=/api; Max-Age=\\d+$`),
    );
    expect(cookie).not.toContain(answer.json<{ key: string }>().key);
  });

  test('S-SEC-T6 S-API-23 no token, code, key or query value reaches the log', async () => {
    const { code } = server.assembly.sessions.newCode();
    const headers = { ...ownHeaders(credentials), 'content-type': 'application/json' };
    await server.assembly.app.inject({
      method: 'POST',
      url: '/api/session',
      headers,
      payload: JSON.stringify({ code }),
    });
    await server.assembly.app.inject({ method: 'GET', url: '/api/file?path=canary-path.iter', headers });
    const log = server.place.logs.join('');
    expect(log).toContain('"route":"session.create"');
    for (const secret of [code, credentials.key, credentials.cookie, server.assembly.sessions.bearer, 'canary-path']) {
      expect(log).not.toContain(secret);
    }
  });

  test('S-SEC-T6 nothing of the kind is written into the workspace', async () => {
    const names = await readdir(server.place.workspace, { recursive: true });
    for (const name of names) {
      const text = await readFile(join(server.place.workspace, name), 'utf8').catch(() => '');
      expect(text).not.toContain(server.assembly.sessions.bearer);
    }
  });
});

describe('S-SEC-06 headers', () => {
  test.each(ROWS)('S-SEC-06 $id carries them, refused or not', async ({ row }) => {
    for (const headers of [ownHeaders(credentials), { host: 'evil.example' }]) {
      const { headers: sent } = await send(request(row, headers));
      expect(sent['content-security-policy']).toContain("default-src 'none'; script-src 'self'");
      expect(sent['content-security-policy']).not.toContain('evil');
      expect(sent).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'cache-control': 'no-store',
        [HEADERS.protocol]: '1',
      });
    }
  });

  test('S-SEC-06 the policy allows our own socket by the name we were reached under', async () => {
    const headers = {
      ...ownHeaders(credentials),
      host: `localhost:${TEST_PORT}`,
      origin: `http://localhost:${TEST_PORT}`,
    };
    const { headers: sent } = await send({ method: 'GET', url: '/api/info', headers });
    expect(sent['content-security-policy']).toContain(`connect-src 'self' ws://localhost:${TEST_PORT};`);
  });

  test('S-SEC-06 a path that cannot be decoded is answered with them too', async () => {
    const { status, headers } = await send({
      method: 'GET',
      url: '/api/examples/%ff',
      headers: ownHeaders(credentials),
    });
    expect(status).toBe(400);
    expect(headers['x-content-type-options']).toBe('nosniff');
  });
});

describe('S-SEC-T23 exhaustion', () => {
  test('S-SEC-T23 S-API-12 bodies over 10 MiB, deeper than 64 and queries over 8 KiB are refused', async () => {
    const own = { ...ownHeaders(credentials), 'content-type': 'application/json' };
    const post = (payload: string): ReturnType<typeof send> =>
      send({ method: 'POST', url: '/api/language/validate', headers: own, payload });
    expect(await post(`{"text":"${'a'.repeat(LIMITS.bodyBytes)}"}`)).toMatchObject({ status: 413, code: 'too_large' });
    expect(await post(`{"text":${'['.repeat(10_000)}${']'.repeat(10_000)}}`)).toMatchObject({ status: 400 });
    expect(
      await send({ method: 'GET', url: `/api/tree?dir=${'a'.repeat(LIMITS.queryBytes)}`, headers: own }),
    ).toMatchObject({ status: 400 });
  });

  test('S-SEC-T23 S-API-12 more than 200 requests a second are answered 429 with Retry-After', async () => {
    const now = 1_000_000;
    const other = await inProcess({}, { now: () => now });
    try {
      const ask = () =>
        other.assembly.app.inject({ method: 'GET', url: '/api/info', headers: ownHeaders(other.credentials) });
      for (let count = 0; count < LIMITS.requestsPerSecond; count += 1) expect((await ask()).statusCode).toBe(200);
      const refused = await ask();
      expect(refused.statusCode).toBe(429);
      expect(refused.headers['retry-after']).toBe('1');
    } finally {
      await other.close();
    }
  });

  test('S-SEC-T23 depth is counted outside strings only', () => {
    expect(jsonDepth('{"a":"[[[{{\\"[","b":[1,[2]]}')).toBe(3);
    expect(jsonDepth('"\\\\"')).toBe(0);
  });
});

describe('S-API contract of every row', () => {
  test.each(ROWS.filter(({ row }) => row.body !== undefined && row.auth !== 'bearer'))(
    'S-API-03 $id rejects unknown fields',
    async ({ row }) => {
      const options = request(row, ownHeaders(credentials));
      expect(await send({ ...options, payload: '{"__unknown__":1}' })).toMatchObject({
        status: row.precondition === true ? 400 : 400,
      });
    },
  );

  test.each(ROWS.filter(({ row }) => row.upgrade !== true && row.auth !== 'bearer'))(
    'S-API-03 $id rejects unknown query parameters',
    async ({ row }) => {
      const options = request(row, ownHeaders(credentials));
      expect(await send({ ...options, url: `${row.path.replaceAll(/:[a-z]+/g, 'x')}?__unknown__=1` })).toMatchObject({
        status: 400,
      });
    },
  );

  test.each(ROWS.filter(({ row }) => row.auth !== 'bearer'))(
    'S-API-06 $id answers 426 to another protocol version',
    async ({ row }) => {
      const headers = { ...ownHeaders(credentials), [HEADERS.protocol]: '2' };
      expect(await send(request(row, headers))).toMatchObject({ status: 426, code: 'protocol_unsupported' });
    },
  );

  test('S-API-05 a wrong method is 405 and names the right ones', async () => {
    const headers = { ...ownHeaders(credentials), 'content-type': 'application/json' };
    expect(await send({ method: 'PATCH', url: '/api/file', headers, payload: '{}' })).toMatchObject({
      status: 405,
      code: 'method_not_allowed',
    });
  });
});
