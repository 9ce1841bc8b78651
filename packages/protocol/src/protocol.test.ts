// The table holds together, and the client made from it says what the table says.
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  ApiError,
  CLASS_ERRORS,
  ERROR_STATUS,
  HEADERS,
  ROUTES,
  createClient,
  parseChannel,
  type Route,
} from './index.ts';

const ROWS = Object.entries(ROUTES as Readonly<Record<string, Route>>);

describe('S-API-01 table', () => {
  test('S-API-01 no two rows have the same method and path', () => {
    const places = ROWS.map(([, { method, path }]) => `${method} ${path.replaceAll(/:[a-z]+/g, ':')}`);
    expect(new Set(places).size).toBe(places.length);
  });

  test.each(ROWS)('S-API-01 %s: parameters, preconditions, errors and effects agree', (_id, row) => {
    const named = [...row.path.matchAll(/:([a-z]+)/g)].map(([, name]) => name);
    expect(Object.keys(row.params?.shape ?? {})).toEqual(named);
    expect(row.path).toMatch(/^\/api\/[a-z]/);
    expect(row.errors.filter((code) => (CLASS_ERRORS as readonly string[]).includes(code))).toEqual([]);
    expect(new Set(row.errors).size).toBe(row.errors.length);
    if (row.precondition === true) {
      expect(row.errors).toContain('precondition_required');
      expect(row.errors).toContain('precondition_failed');
    }
    if (row.method === 'GET') {
      expect(row.effect).toBe('read');
      expect(row.body).toBeUndefined();
    }
    for (const status of Object.keys(row.responses)) expect(Number(status)).toBeLessThan(300);
  });

  test.each(ROWS.filter(([, { body }]) => body !== undefined))(
    'S-API-03 %s refuses unknown fields of its body',
    (_id, { body }) => {
      const result = (body as z.ZodType).safeParse({ __unknown__: 1 });
      expect(result.success).toBe(false);
    },
  );

  test('S-API-05 every code has a status of its class', () => {
    for (const status of Object.values(ERROR_STATUS)) expect(status).toBeGreaterThanOrEqual(400);
  });
});

describe('S-API-01 client', () => {
  interface Sent {
    readonly url: string;
    readonly init: RequestInit;
  }
  function recording(status: number, body: unknown): { readonly sent: Sent[]; readonly fetch: typeof fetch } {
    const sent: Sent[] = [];
    return {
      sent,
      fetch: (url, init) => {
        sent.push({ url: url as string, init: init ?? {} });
        return Promise.resolve(new Response(status === 204 ? null : JSON.stringify(body), { status }));
      },
    };
  }

  test('S-API-01 fills path, query, body and headers from the arguments', async () => {
    const { sent, fetch } = recording(200, { hash: 'h' });
    const client = createClient({ fetch, key: () => 'k', client: 'tab', origin: 'http://x' });
    await client.call('layout.write', { query: { path: 'a b/ü&.iter' }, body: { text: 't' }, base: 'sha256-1' });
    await client
      .call('runs.payload', { params: { id: 'r/1', ref: '1~x' }, query: { offset: 5 } })
      .catch(() => undefined);
    await client.call('runs.pause', { params: { id: 'r' }, body: {} }).catch(() => undefined);
    expect(sent[0]?.url).toBe('http://x/api/layout?path=a+b%2F%C3%BC%26.iter');
    expect(sent[0]?.init).toMatchObject({
      method: 'PUT',
      body: '{"text":"t"}',
      credentials: 'same-origin',
      headers: {
        'content-type': 'application/json',
        'if-match': '"sha256-1"',
        [HEADERS.key]: 'k',
        [HEADERS.client]: 'tab',
        [HEADERS.protocol]: '1',
      },
    });
    expect(sent[1]?.url).toBe('http://x/api/runs/r%2F1/payloads/1~x?offset=5');
    expect(sent[2]?.init.body).toBe('{}');
  });

  test('S-API-10 sends `If-None-Match: *` to create, and idempotency keys', async () => {
    const { sent, fetch } = recording(201, {});
    const client = createClient({ fetch, bearer: 'b' });
    await client.call('file.write', { query: { path: 'a' }, body: { text: '' }, base: 'create' });
    await client.call('runs.start', { body: {}, idempotencyKey: 'once' });
    expect(sent[0]?.init.headers).toMatchObject({ 'if-none-match': '*', authorization: 'Bearer b' });
    expect(sent[1]?.init.headers).toMatchObject({ 'idempotency-key': 'once' });
  });

  test('S-API-04 a refusal is an ApiError with code, remedy, field and details', async () => {
    const error = { code: 'exists', message: 'm', remedy: 'r', field: 'f', details: { x: 1 }, requestId: 'q' };
    const { fetch } = recording(409, { error });
    const thrown = await createClient({ fetch })
      .call('server.info')
      .catch((each: unknown) => each);
    expect(thrown).toBeInstanceOf(ApiError);
    expect(thrown).toMatchObject({ status: 409, ...error });
  });

  test('S-API-04 what is not from our server, or no answer at all, is an ApiError as well', async () => {
    const odd = createClient({ fetch: () => Promise.resolve(new Response('<html>', { status: 502 })) });
    await expect(odd.call('server.info')).rejects.toMatchObject({ name: 'ApiError', status: 502 });
    const gone = createClient({ fetch: () => Promise.reject(new TypeError('failed')) });
    await expect(gone.call('server.info')).rejects.toMatchObject({ name: 'ApiError', status: 0, code: 'network' });
  });

  test('S-API-03 204 and unknown response fields are fine; with `validate` a wrong answer is not', async () => {
    expect(await createClient({ fetch: recording(204, null).fetch }).call('session.end')).toBeUndefined();
    const extra = { items: [], counts: {}, later: true };
    expect(await createClient({ fetch: recording(200, extra).fetch, validate: true }).call('runs.list')).toMatchObject({
      items: [],
    });
    await expect(
      createClient({ fetch: recording(200, { items: 1 }).fetch, validate: true }).call('runs.list'),
    ).rejects.toThrow();
  });
});

describe('S-WS-04 channels', () => {
  test('S-WS-04 names of channels', () => {
    expect(parseChannel('workspace')).toEqual({ kind: 'workspace' });
    expect(parseChannel('run:a:b')).toEqual({ kind: 'run', id: 'a:b' });
    expect(parseChannel('doc:x')).toEqual({ kind: 'doc', key: 'x' });
    for (const name of ['', 'run:', 'doc:', 'runs2', 'RUNS']) expect(parseChannel(name)).toBeNull();
  });
});
