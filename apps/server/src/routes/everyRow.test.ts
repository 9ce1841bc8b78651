// Every row of the table (S-API-08): each success it promises, each error it lists, and a violation of its schema. What a case proves is what its row
// says; a row that promises more than its cases show fails the last test of this file.
import { ERROR_STATUS, ROUTES, ROUTE_IDS, type ErrorCode, type Route, type RouteId } from '@iterion/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ownHeaders, signIn } from '../testServer.fixture.ts';
import { casesOf, type Case } from './everyRowCases.fixture.ts';
import { rowWorld, type RowWorld } from './everyRowWorld.fixture.ts';

/** Needs a disk that is full; the mapping of its error is the same for every row that writes. */
const ELSEWHERE = new Set<ErrorCode>(['storage_full', 'draining', 'read_only']);

let world: RowWorld;
beforeAll(async () => {
  world = await rowWorld();
});
afterAll(async () => world.close());

async function send({
  id,
  params = {},
  query = {},
  body,
  base,
  bearer,
}: Case): Promise<{ status: number; code: string; text: string }> {
  const { server } = world;
  const row = ROUTES[id] as Route;
  const path = row.path.replaceAll(/:([a-z]+)/gi, (_, name: string) => encodeURIComponent(params[name] ?? 'x'));
  const search = new URLSearchParams(query).toString();
  const credentials = id === 'session.end' ? signIn(server.assembly) : server.credentials;
  const answer = await server.assembly.app.inject({
    method: row.method,
    url: search === '' ? path : `${path}?${search}`,
    headers: {
      ...ownHeaders(credentials),
      ...(bearer === true ? { authorization: `Bearer ${server.assembly.sessions.bearer}` } : {}),
      ...(row.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(base === undefined ? {} : base === 'create' ? { 'if-none-match': '*' } : { 'if-match': `"${base}"` }),
    },
    ...(row.body === undefined ? {} : { payload: JSON.stringify(body ?? {}) }),
  });
  const code = answer.body.startsWith('{"error"') ? answer.json<{ error: { code: string } }>().error.code : '';
  return { status: answer.statusCode, code, text: answer.body };
}

describe('S-API-08 every row', () => {
  /** What each row was seen to do. */
  const seen = new Map<RouteId, Set<number | string>>();

  test('S-API-08 S-API-04 each case answers as its row says, in the one shape of errors', async () => {
    for (const each of casesOf(world.at)) {
      const { status, code, text } = await send(each);
      const where = `${each.id} ${String(each.is)}: ${text.slice(0, 200)}`;
      if (typeof each.is === 'number') expect(status, where).toBe(each.is);
      else {
        const wanted = each.is === 'schema' ? 'invalid_request' : each.is;
        expect([code, status], where).toEqual([wanted, ERROR_STATUS[wanted]]);
        expect(JSON.parse(text), where).toMatchObject({
          error: { message: expect.stringMatching(/\w.*\.?$/s) as unknown, requestId: expect.any(String) as unknown },
        });
        expect(text, where).not.toContain(world.server.place.base);
      }
      seen.set(each.id, new Set([...(seen.get(each.id) ?? []), each.is]));
    }
    // Three times five seconds are waited for an owner that does not answer.
  }, 60_000);

  test('S-API-08 no row promises more than its cases show', () => {
    const missing = ROUTE_IDS.flatMap((id) => {
      const row = ROUTES[id] as Route;
      if (row.upgrade === true) return [];
      const shown = seen.get(id) ?? new Set();
      const promised = [
        ...Object.keys(row.responses).map(Number),
        ...row.errors.filter((code) => !ELSEWHERE.has(code)),
      ];
      const checked = row.body !== undefined || row.query !== undefined || row.params !== undefined ? ['schema'] : [];
      return [...promised, ...checked].filter((each) => !shown.has(each)).map((each) => `${id}: ${each}`);
    });
    expect(missing).toEqual([]);
  });
});
