// Turns the rows of the table into Fastify routes (S-API-01). Everything a row promises is enforced here, once: schemas, precondition,
// idempotency, read-only mode. A handler sees only what passed.
import { HEADERS, LIMITS, ROUTES, ROUTE_IDS, type Route } from '@iterion/protocol';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { Failure } from '../failure.ts';
import type { Principal } from '../security/sessions.ts';
import type { Base, Handlers, HttpRouteId } from './handler.ts';
import type { Idempotency } from './idempotency.ts';
import { readPrecondition } from './precondition.ts';

export interface MountOptions {
  readonly handlers: Handlers;
  readonly readOnly: boolean;
  readonly idempotency: Idempotency;
  /** Check our own answers too; for tests and development. */
  readonly validateAnswers: boolean;
  readonly principalOf: (request: FastifyRequest) => Principal | null;
  readonly originOf: (request: FastifyRequest) => string;
}

/** A handler as the mounting code sees it: the row's schemas vouch for the types. */
type AnyHandler = (call: {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly base: Base | null;
  readonly principal: Principal | null;
  readonly client: string | undefined;
  readonly origin: string;
}) => AnyAnswer | Promise<AnyAnswer>;
interface AnyAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export function mountRoutes(app: FastifyInstance, options: MountOptions): void {
  const unknown = Object.keys(options.handlers).filter((id) => !Object.hasOwn(ROUTES, id));
  if (unknown.length > 0) throw new Error(`Handlers without a row in the route table: ${unknown.join(', ')}.`);
  for (const id of ROUTE_IDS) if (id !== 'socket.open') mountRoute(app, id, ROUTES[id], options);
}

function mountRoute(app: FastifyInstance, id: HttpRouteId, route: Route, options: MountOptions): void {
  const handler = options.handlers[id] as unknown as AnyHandler | undefined;
  if (handler === undefined) throw new Error(`Row ${id} of the route table has no handler.`);
  const mounted = options.readOnly && route.effect !== 'read' ? refuseReadOnly : handler;

  app.route({
    method: route.method,
    url: route.path,
    bodyLimit: route.bodyLimit ?? LIMITS.bodyBytes,
    config: { routeId: id },
    handler: async (request, reply) => {
      const call = {
        params: check(route.params, request.params, 'path'),
        query: check(route.query, request.query, 'query'),
        body: check(route.body, request.body, 'body'),
        base: route.precondition === true ? precondition(request) : null,
        principal: options.principalOf(request),
        client: header(request, HEADERS.client)?.slice(0, 64),
        origin: options.originOf(request),
      };
      const key = route.idempotencyKey === true ? header(request, HEADERS.idempotencyKey) : undefined;
      const act = async (): Promise<AnyAnswer> => mounted(call);
      const answer =
        key === undefined
          ? await act()
          : await options.idempotency.once(`${scope(call.principal)} ${id} ${request.url}`, key, call.body, act);
      return send(reply, route, answer, options.validateAnswers);
    },
  });
}

function refuseReadOnly(): never {
  throw new Failure('read_only', 'This server was started with --read-only.', {
    remedy: 'Download the text, or start the server without --read-only.',
  });
}

function scope(principal: Principal | null): string {
  return principal?.kind === 'session' ? principal.id : (principal?.kind ?? 'public');
}

function header(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

function precondition(request: FastifyRequest): Base {
  return readPrecondition(header(request, 'if-match'), header(request, 'if-none-match'));
}

function check(schema: z.ZodType | undefined, value: unknown, where: string): unknown {
  if (schema === undefined) {
    const given = typeof value === 'object' && value !== null ? Object.keys(value) : [];
    if (where === 'query' && given.length > 0) {
      throw new Failure('invalid_request', `Unknown query parameter: ${given[0]}.`, { field: String(given[0]) });
    }
    return undefined;
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const field = issue?.path.map(String).join('.');
  throw new Failure('invalid_request', `${issue?.message ?? 'Invalid value'} (${where}).`, {
    ...(field === undefined || field === '' ? {} : { field }),
    details: result.error.issues.slice(0, 20).map((each) => ({ path: each.path.map(String), message: each.message })),
  });
}

function send(reply: FastifyReply, route: Route, answer: AnyAnswer, validate: boolean): FastifyReply {
  const shape = route.responses[answer.status];
  if (shape === undefined)
    throw new Error(`Status ${answer.status} is not in the row of ${route.method} ${route.path}.`);
  if (validate && typeof shape === 'object') shape.parse(answer.body);
  void reply.code(answer.status).headers(answer.headers ?? {});
  if (shape === 'empty') return reply.send();
  if (shape === 'bytes') return reply.send(answer.body);
  return reply.type('application/json; charset=utf-8').send(JSON.stringify(answer.body));
}
