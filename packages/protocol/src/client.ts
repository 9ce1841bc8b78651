// The typed client, made from the route table (S-API-01). No Node, no DOM beyond `fetch`: works in the browser and in Node alike.
import { errorBody, type ErrorCode } from './errors.ts';
import { HEADERS, PROTOCOL } from './limits.ts';
import type { Route } from './routes/route.ts';
import {
  ROUTES,
  type BodyInput,
  type ParamsInput,
  type QueryInput,
  type RouteId,
  type Success,
} from './routes/table.ts';

/** A refused call: the error of S-API-04 with its status. `network` stands for a server that did not answer. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly code: ErrorCode | 'network';
  readonly remedy: string | undefined;
  readonly field: string | undefined;
  readonly details: unknown;
  readonly requestId: string | undefined;

  constructor(
    status: number,
    error: {
      code: ErrorCode | 'network';
      message: string;
      remedy?: string;
      field?: string;
      details?: unknown;
      requestId?: string;
    },
    options?: ErrorOptions,
  ) {
    super(error.message, options);
    this.status = status;
    this.code = error.code;
    this.remedy = error.remedy;
    this.field = error.field;
    this.details = error.details;
    this.requestId = error.requestId;
  }
}

export interface ClientOptions {
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
  /** Check answers against the table; for development and tests. */
  readonly validate?: boolean;
}

type Field<Key extends string, T> = [T] extends [undefined]
  ? { readonly [K in Key]?: undefined }
  : object extends T
    ? { readonly [K in Key]?: T }
    : { readonly [K in Key]: T };

export type CallArguments<Id extends RouteId> = Field<'params', ParamsInput<Id>> &
  Field<'query', QueryInput<Id>> &
  Field<'body', BodyInput<Id>> & {
    /** Content hash that the change is based on (`If-Match`), or the word `create` (`If-None-Match: *`). */
    readonly base?: string;
    readonly idempotencyKey?: string;
    readonly signal?: AbortSignal;
  };

export interface Client {
  /** Calls a route by its id; resolves to the body of the success, rejects with `ApiError`. */
  call<Id extends RouteId>(
    id: Id,
    ...args: object extends CallArguments<Id> ? [CallArguments<Id>?] : [CallArguments<Id>]
  ): Promise<Success<Id>>;
}

type Scalar = string | number | boolean;

interface LooseArguments {
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

function requestHeaders(options: ClientOptions, args: LooseArguments, hasBody: boolean): Record<string, string> {
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

export function createClient(options: ClientOptions = {}): Client {
  const send = options.fetch ?? globalThis.fetch.bind(globalThis);

  async function call(id: RouteId, args: LooseArguments = {}): Promise<unknown> {
    const route: Route = ROUTES[id];
    // A row with a body schema always sends JSON, so that a route whose body is `{}` need not be told so.
    const body = route.body === undefined ? undefined : JSON.stringify(args.body ?? {});
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
    const shape = route.responses[response.status];
    if (shape === 'bytes') return new Uint8Array(await response.arrayBuffer());
    if (shape === 'empty' || response.status === 204) return undefined;
    const value: unknown = await response.json();
    if (options.validate === true && shape !== undefined) shape.parse(value);
    return value;
  }

  return { call: call as Client['call'] };
}

async function refusal(response: Response): Promise<ApiError> {
  const parsed = errorBody.safeParse(await response.json().catch(() => null));
  if (parsed.success) return new ApiError(response.status, parsed.data.error);
  return new ApiError(response.status, {
    code: 'internal',
    message: `The server answered ${response.status} without an explanation.`,
  });
}
