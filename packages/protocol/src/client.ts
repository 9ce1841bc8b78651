// The typed client, made from the route table (S-API-01). No Node, no DOM beyond `fetch`: works in the browser and in Node alike.
import type { Route } from './routes/route.ts';
import {
  ROUTES,
  type BodyInput,
  type ParamsInput,
  type QueryInput,
  type RouteId,
  type Success,
} from './routes/table.ts';
import { type WireOptions, type WireTable, createWire } from './wire.ts';

export interface ClientOptions extends WireOptions {
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

/** The route table without its schemas. */
export function wireTable(): WireTable {
  return Object.fromEntries(
    Object.entries(ROUTES as Readonly<Record<string, Route>>).map(([id, route]) => [
      id,
      {
        method: route.method,
        path: route.path,
        body: route.body !== undefined,
        answers: Object.fromEntries(
          Object.entries(route.responses).map(([status, shape]) => [
            status,
            typeof shape === 'string' ? shape : 'json',
          ]),
        ),
      },
    ]),
  );
}

export function createClient(options: ClientOptions = {}): Client {
  const check = (id: string, status: number, value: unknown): void => {
    const shape = (ROUTES as Readonly<Record<string, Route>>)[id]?.responses[status];
    if (typeof shape === 'object') shape.parse(value);
  };
  const call = createWire(wireTable(), options, options.validate === true ? check : undefined);
  return { call: call as Client['call'] };
}
