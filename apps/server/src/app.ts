// Builds the Fastify app from the route table (S-API-01): gate, JSON parser, routes, socket, static shell, one error shape. No business here.
import websocket, { type WebSocket } from '@fastify/websocket';
import { HEADERS, LIMITS, PROTOCOL, ROUTES, SUBPROTOCOL, TIMES, type Route, type RouteId } from '@iterion/protocol';
import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';

import { Failure, notFound } from './failure.ts';
import type { Log } from './log.ts';
import { PRODUCT } from './product.ts';
import type { Handlers } from './routes/handler.ts';
import { Idempotency } from './routes/idempotency.ts';
import { mountRoutes } from './routes/mount.ts';
import { pass, socketOrigin, type Gate, type Passage } from './security/gate.ts';
import { securityHeaders } from './security/headers.ts';
import { parseJsonBody } from './security/jsonBody.ts';
import type { Principal } from './security/sessions.ts';
import { mountShell } from './shell.ts';

export interface AppOptions {
  readonly gate: Gate;
  readonly handlers: Handlers;
  readonly log: Log;
  readonly readOnly: boolean;
  /** Folder of the built editor; without it only the API is served. */
  readonly staticDir: string | null;
  readonly validateAnswers: boolean;
  /** Takes over a socket whose upgrade passed the gate. */
  readonly onSocket: (socket: WebSocket, principal: Principal) => void;
  readonly tls?: { readonly cert: string | Buffer; readonly key: string | Buffer };
  /** Whether one more socket may open (S-WS-11). */
  readonly socketFree: () => boolean;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    routeId?: RouteId;
  }
}

export async function buildApp(options: AppOptions): Promise<FastifyInstance> {
  const { gate, log } = options;
  const passages = new WeakMap<FastifyRequest, Passage>();
  let requests = 0;
  const app = Fastify({
    logger: false,
    genReqId: () => `r${(requests += 1).toString(36)}`,
    bodyLimit: LIMITS.bodyBytes,
    requestTimeout: TIMES.readBodyMs,
    ...serverOptions(options),
    exposeHeadRoutes: false,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: LIMITS.pathBytes, ignoreTrailingSlash: false, caseSensitive: true },
    frameworkErrors: (error, request, reply) => {
      // Paths that cannot be decoded never reach the hooks.
      protect(gate, request, reply);
      void answerError(error, request, reply, log);
    },
    clientErrorHandler: (error, socket) => {
      const head = Object.entries(securityHeaders(null)).map(([name, value]) => `${name}: ${value}\r\n`);
      const status = UNREADABLE[error.code] ?? '400 Bad Request';
      if (socket.writable)
        socket.end(`HTTP/1.1 ${status}\r\n${head.join('')}content-length: 0\r\nconnection: close\r\n\r\n`);
      else socket.destroy();
    },
  });

  app.setErrorHandler((error: FastifyError | Failure, request, reply) => answerError(error, request, reply, log));
  app.setNotFoundHandler((request, reply) => answerError(missing(request), request, reply, log));
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    try {
      done(null, parseJsonBody(body as Buffer));
    } catch (refusal) {
      done(refusal as Error);
    }
  });

  await app.register(websocket, {
    options: {
      maxPayload: LIMITS.socketTextFrameBytes,
      perMessageDeflate: false,
      handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
    },
    errorHandler: (error, socket, request) => {
      log('warn', 'socket error', { request: request.id, error: error.name });
      socket.terminate();
    },
  });

  app.addHook('onRequest', (request, reply, done) => {
    protect(gate, request, reply);
    const id = request.routeOptions.config.routeId;
    passages.set(request, pass(gate, request, id === undefined ? undefined : ROUTES[id]));
    if (request.headers.upgrade !== undefined && !options.socketFree()) {
      throw new Failure('rate_limited', 'Too many tabs are connected.', { remedy: 'Close another tab of the editor.' });
    }
    done();
  });
  app.addHook('onResponse', (request, reply, done) => {
    passages.get(request)?.leave();
    log('info', 'request', {
      request: request.id,
      route: request.routeOptions.config.routeId ?? 'none',
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
    });
    done();
  });
  app.addHook('onRequestAbort', (request, done) => {
    passages.get(request)?.leave();
    done();
  });

  mountRoutes(app, {
    handlers: options.handlers,
    readOnly: options.readOnly,
    idempotency: new Idempotency(),
    validateAnswers: options.validateAnswers,
    principalOf: (request) => passages.get(request)?.principal ?? null,
    originOf: (request) => passages.get(request)?.origin ?? '',
  });
  app.route({
    method: 'GET',
    url: ROUTES['socket.open'].path,
    config: { routeId: 'socket.open' },
    handler: () => {
      throw new Failure('protocol_unsupported', 'This address takes a WebSocket upgrade only.');
    },
    wsHandler: (socket, request) => {
      const passage = passages.get(request);
      passage?.leave();
      const principal = passage?.principal;
      if (principal === undefined || principal === null) socket.terminate();
      else options.onSocket(socket, principal);
    },
  });
  if (options.staticDir !== null) await mountShell(app, options.staticDir);
  return app;
}

/** What is said to requests that cannot be read, by Node's code for why. */
const UNREADABLE: Readonly<Record<string, string>> = {
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
};

/** `requireHostHeader` off: a missing Host is answered by the gate, with our headers. */
function serverOptions({ tls }: AppOptions): { http: object } | { https: object } {
  const base = {
    requireHostHeader: false,
    maxHeaderSize: 32 * 1024,
    // Fastify sets the time-out after the server is made, too late for bodies that never end.
    requestTimeout: TIMES.readBodyMs,
    headersTimeout: TIMES.readBodyMs,
    connectionsCheckingInterval: 1_000,
  };
  return tls === undefined ? { http: base } : { https: { ...base, cert: tls.cert, key: tls.key } };
}

/** Headers that every response carries, whatever becomes of it. */
function protect(gate: Gate, request: FastifyRequest, reply: FastifyReply): void {
  void reply.headers(securityHeaders(socketOrigin(gate.place(), request.headers.host)));
  void reply.headers({ [HEADERS.protocol]: String(PROTOCOL.max), [HEADERS.product]: PRODUCT.version });
  const api = request.routeOptions.config.routeId !== undefined || /^\/api(?:[/?]|$)/.test(request.url);
  if (api) void reply.header('cache-control', 'no-store');
}

const PATTERNS = Object.values(ROUTES as Readonly<Record<string, Route>>).map((row) => ({
  method: row.method,
  pattern: new RegExp(`^${row.path.replaceAll('.', '\\.').replaceAll(/:[a-z]+/g, '[^/]+')}$`),
}));

/** 405 where the path is right and the method wrong, else 404. */
function missing(request: FastifyRequest): Failure {
  const path = request.url.split('?', 1)[0] ?? '';
  const methods = PATTERNS.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method);
  if (methods.length > 0 || (!path.startsWith('/api') && request.method !== 'GET' && request.method !== 'HEAD')) {
    return new Failure('method_not_allowed', `${request.method} is not possible here.`, {
      remedy: `Use ${methods.length > 0 ? [...new Set(methods)].join(' or ') : 'GET or HEAD'}.`,
    });
  }
  return notFound('What this address names');
}

function answerError(
  error: FastifyError | Failure,
  request: FastifyRequest,
  reply: FastifyReply,
  log: Log,
): FastifyReply {
  const failure = error instanceof Failure ? error : translate(error);
  if (failure.code === 'internal') {
    log('error', 'request failed', { request: request.id, error: error.stack ?? String(error) });
  }
  if (failure.parts.retryAfter !== undefined) void reply.header('retry-after', String(failure.parts.retryAfter));
  return reply
    .code(failure.status)
    .type('application/json; charset=utf-8')
    .send(JSON.stringify(failure.body(request.id)));
}

/** Errors of Fastify itself in the words of the protocol; anything else is ours and internal. */
function translate(error: FastifyError): Failure {
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new Failure('too_large', 'The body is too large.');
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
    case 'FST_ERR_CTP_EMPTY_TYPE':
      return new Failure('unsupported_media_type', 'The body must be JSON.');
    // The client went away in the middle of its body.
    case 'ECONNRESET':
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
    case 'FST_ERR_BAD_URL':
      return new Failure('invalid_request', 'The request cannot be read.');
    default:
      return new Failure('internal', 'The server failed on this request.', {
        remedy: 'Try again; the log of the server has the details under this request id.',
      });
  }
}
