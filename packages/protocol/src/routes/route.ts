// The shape of one row of the route table (S-API-01). Router, client, OpenAPI document and security tests read nothing else.
import type { z } from 'zod';
import type { ErrorCode } from '../errors.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
/** Who may call (S-API-02). */
export type AuthClass = 'public' | 'session' | 'bearer';
/** What a call may do; `write` and `run` rows are not mounted in read-only mode (S-CLI-01). */
export type Effect = 'read' | 'write' | 'run';
/** A JSON schema, `empty` (no body) or `bytes` (attachment). */
export type ResponseShape = z.ZodType | 'empty' | 'bytes';

export interface Route {
  readonly method: Method;
  /** Fastify path below the origin; parameters as `:name`. */
  readonly path: string;
  readonly summary: string;
  readonly auth: AuthClass;
  readonly effect: Effect;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  readonly responses: { readonly [status: number]: ResponseShape };
  /** Codes beside those of the class (`CLASS_ERRORS`). */
  readonly errors: readonly ErrorCode[];
  /** Needs `If-Match: "<hash>"`, or `If-None-Match: *` to create; otherwise 428. */
  readonly precondition?: true;
  /** Repeating the request changes nothing more (S-API-10). */
  readonly idempotent?: true;
  /** Accepts `Idempotency-Key` (S-API-10). */
  readonly idempotencyKey?: true;
  /** Largest body in bytes; the general limit otherwise (S-API-12). */
  readonly bodyLimit?: number;
  /** `/api/ws`: the answer is an upgrade. */
  readonly upgrade?: true;
}

/** Keeps the literal types of a family of rows. */
export function routes<const T extends Readonly<Record<string, Route>>>(table: T): T {
  return table;
}
