// A server over a fresh workspace for tests: in process by `inject`, or listening. Everything is in one temporary folder, removed at the end.
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ApiError, HEADERS, createClient, type Client, type RunStatus } from '@iterion/protocol';
import { expect, vi } from 'vitest';
import { assembleServer, type Assembly, type AssemblyOptions } from './assembly.ts';
import { startServer, type RunningServer, type ServerOptions } from './index.ts';

export const TEST_PORT = 4891;
export const OWN_HOST = `127.0.0.1:${TEST_PORT}`;

export interface TestPlace {
  readonly base: string;
  readonly workspace: string;
  readonly logs: string[];
  readonly options: AssemblyOptions;
  readonly remove: () => Promise<void>;
}

export async function testPlace(files: Readonly<Record<string, string>> = {}): Promise<TestPlace> {
  const base = await mkdtemp(join(tmpdir(), 'iterion-server-'));
  const workspace = join(base, 'workspace');
  await mkdir(workspace);
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(workspace, path)), { recursive: true });
    await writeFile(join(workspace, path), text);
  }
  const logs: string[] = [];
  return {
    base,
    workspace,
    logs,
    options: {
      dir: workspace,
      folders: { config: join(base, 'config'), state: join(base, 'state') },
      env: { PATH: process.env['PATH'] ?? '' },
      writeLog: (line) => logs.push(line),
      validateAnswers: true,
      graceMs: 2_000,
    },
    remove: () => rm(base, { recursive: true, force: true }),
  };
}

/** Credentials of one browser session. */
export interface Credentials {
  readonly cookie: string;
  readonly key: string;
}

export interface InProcess {
  readonly place: TestPlace;
  readonly assembly: Assembly;
  readonly credentials: Credentials;
  /** A client whose `fetch` goes through `inject`, with the credentials and headers of our own page. */
  readonly client: Client;
  readonly close: () => Promise<void>;
}

export async function inProcess(
  files: Readonly<Record<string, string>> = {},
  more: Partial<AssemblyOptions> = {},
): Promise<InProcess> {
  const place = await testPlace(files);
  const assembly = await assembleServer({ ...place.options, ...more });
  assembly.settle(TEST_PORT);
  const credentials = signIn(assembly);
  return {
    place,
    assembly,
    credentials,
    client: createClient({
      fetch: injectFetch(assembly, credentials),
      key: credentials.key,
      validate: true,
      client: 'test',
    }),
    close: async () => {
      await assembly.close();
      await place.remove();
    },
  };
}

/** A new browser session. */
export function signIn(assembly: Assembly): Credentials {
  const { cookie, key } = assembly.sessions.exchange(assembly.sessions.newCode().code);
  return { cookie: `iterion_${TEST_PORT}=${cookie}`, key };
}

/** Headers that our own page sends. */
export function ownHeaders(credentials: Credentials): Record<string, string> {
  return {
    host: OWN_HOST,
    origin: `http://${OWN_HOST}`,
    'sec-fetch-site': 'same-origin',
    cookie: credentials.cookie,
    [HEADERS.key]: credentials.key,
  };
}

function injectFetch(assembly: Assembly, credentials: Credentials): typeof globalThis.fetch {
  return async (input, init) => {
    const response = await assembly.app.inject({
      method: (init?.method ?? 'GET') as 'GET',
      url: input as string,
      headers: { ...ownHeaders(credentials), ...(init?.headers as Record<string, string>) },
      ...(typeof init?.body === 'string' ? { payload: init.body } : {}),
    });
    const empty = response.statusCode === 204;
    return new Response(empty ? null : response.rawPayload, { status: response.statusCode });
  };
}

export async function listening(place: TestPlace, more: Partial<ServerOptions> = {}): Promise<RunningServer> {
  return startServer({ ...place.options, port: 0, ...more });
}

/** The error a call was refused with. */
export async function refused(call: Promise<unknown>): Promise<ApiError> {
  const error = await call.then(
    () => new Error('The call was accepted.'),
    (thrown: unknown) => thrown,
  );
  if (error instanceof ApiError) return error;
  throw error;
}

/** Waits until a run has one of these statuses. */
export async function untilRun(client: Client, id: string, ...statuses: RunStatus[]): Promise<void> {
  await vi.waitFor(
    async () => expect(statuses).toContain((await client.call('runs.read', { params: { id } })).header.status),
    { timeout: 10_000, interval: 20 },
  );
}

/** Starts a file as it is on the disk; returns the id of the run. */
export async function startFile(client: Client, path: string, more: object = {}): Promise<string> {
  const { hash } = await client.call('file.read', { query: { path } });
  return (await client.call('runs.start', { body: { path, hash, ...more } })).runId;
}
