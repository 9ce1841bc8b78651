// The client's half that goes over the wire, without schemas: what a request looks like and what an answer means. It reads a plain table of
// routes, which is data, so that a browser can carry the table and leave the schemas behind (E-PERF-02).
import { ApiError } from './apiError.ts';
import type { ErrorCode } from './errors.ts';
import { HEADERS, PROTOCOL } from './limits.ts';
import type { Method } from './routes/route.ts';

/** What a client must know of a row of the route table. */
export interface WireRoute {
  readonly method: Method;
  readonly path: string;
  /** Has a JSON body. */
  readonly body: boolean;
  /** What each success status carries. */
  readonly answers: { readonly [status: number]: 'json' | 'empty' | 'bytes' };
}
export type WireTable = Readonly<Record<string, WireRoute>>;

export interface WireOptions {
  /** The `fetch` to use; the global one by default. */
  readonly fetch?: typeof globalThis.fetch;
  /** Origin of the server; '' (same origin) by default. */
  readonly origin?: string;
  /** The browser's key (S-SEC-02), or a function that reads it. */
  readonly key?: string | null | (() => string | null);
  /** Token of a command-line client; sent instead of the key. */
  readonly bearer?: string;
  /** Id of this tab, the one of the socket's `hello` (S-FILE-08). */
  readonly client?: string;
}

type Scalar = string | number | boolean;

export interface LooseArguments {
  readonly params?: Readonly<Record<string, Scalar>>;
  readonly query?: Readonly<Record<string, Scalar | undefined>>;
  readonly body?: unknown;
  readonly base?: string;
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
}

/** Path and query of a call. Values are percent-encoded; undefined ones are left out. */
export function requestPath(path: string, args: Pick<LooseArguments, 'params' | 'query'>): string {
  const filled = path.replace(/:([a-z]+)/gi, (_, name: string) =>
    encodeURIComponent(String(args.params?.[name] ?? '')),
  );
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(args.query ?? {})) if (value !== undefined) query.set(name, String(value));
  const text = query.toString();
  return text === '' ? filled : `${filled}?${text}`;
}

function requestHeaders(options: WireOptions, args: LooseArguments, hasBody: boolean): Record<string, string> {
  const headers: Record<string, string> = { accept: 'application/json', [HEADERS.protocol]: String(PROTOCOL.max) };
  if (hasBody) headers['content-type'] = 'application/json';
  if (options.bearer !== undefined) headers['authorization'] = `Bearer ${options.bearer}`;
  const key = typeof options.key === 'function' ? options.key() : options.key;
  if (key !== null && key !== undefined) headers[HEADERS.key] = key;
  if (options.client !== undefined) headers[HEADERS.client] = options.client;
  if (args.base === 'create') headers['if-none-match'] = '*';
  else if (args.base !== undefined) headers['if-match'] = `"${args.base}"`;
  if (args.idempotencyKey !== undefined) headers[HEADERS.idempotencyKey] = args.idempotencyKey;
  return headers;
}

/** Sends calls by the table; rejects with `ApiError`. `check` sees every JSON answer before it is handed on. */
export function createWire(
  table: WireTable,
  options: WireOptions = {},
  check: (id: string, status: number, value: unknown) => void = () => {},
): (id: string, args?: LooseArguments) => Promise<unknown> {
  const send = options.fetch ?? globalThis.fetch.bind(globalThis);

  return async (id, args = {}) => {
    const route = table[id];
    if (route === undefined) throw new Error(`There is no route with the id ${id}.`);
    // A row with a body schema always sends JSON, so that a route whose body is `{}` need not be told so.
    const body = route.body ? JSON.stringify(args.body ?? {}) : undefined;
    const init: RequestInit = {
      method: route.method,
      headers: requestHeaders(options, args, body !== undefined),
      credentials: 'same-origin',
    };
    if (body !== undefined) init.body = body;
    if (args.signal !== undefined) init.signal = args.signal;

    let response: Response;
    try {
      response = await send((options.origin ?? '') + requestPath(route.path, args), init);
    } catch (cause) {
      if (args.signal?.aborted === true) throw cause;
      throw new ApiError(0, { code: 'network', message: 'The server does not answer.' }, { cause });
    }
    if (!response.ok) throw await refusal(response);
    const shape = route.answers[response.status];
    if (shape === 'bytes') return new Uint8Array(await response.arrayBuffer());
    if (shape === 'empty' || response.status === 204) return undefined;
    const value: unknown = await response.json();
    check(id, response.status, value);
    return value;
  };
}

async function refusal(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => null);
  const error = body !== null && typeof body === 'object' ? (body as { readonly error?: unknown }).error : undefined;
  if (isErrorBody(error)) return new ApiError(response.status, error);
  return new ApiError(response.status, {
    code: 'internal',
    message: `The server answered ${response.status} without an explanation.`,
  });
}
function isErrorBody(error: unknown): error is { code: ErrorCode; message: string } {
  const { code, message } = (error ?? {}) as { readonly code?: unknown; readonly message?: unknown };
  return typeof code === 'string' && typeof message === 'string';
}
