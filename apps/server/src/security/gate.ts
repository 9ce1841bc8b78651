// The order of the checks, in one place (S-API-02): Host, method, credentials, origin, protocol, rate, body type. It runs before the body is read,
// on every request and upgrade, also for paths that lead nowhere.
import { HEADERS, LIMITS, PROTOCOL, ROUTES, SUBPROTOCOL, KEY_SUBPROTOCOL_PREFIX, type Route } from '@iterion/protocol';
import type { FastifyRequest } from 'fastify';
import { Failure } from '../failure.ts';
import { checkHost, ownHost, ownOrigin, type Place } from './host.ts';
import { checkContentType } from './jsonBody.ts';
import { checkOrigin } from './origin.ts';
import type { Rate } from './rate.ts';
import { cookieValue, type Principal, type Sessions } from './sessions.ts';

export interface Gate {
  readonly place: () => Place;
  readonly sessions: Sessions;
  readonly rate: Rate;
}

/** What the gate found out about a request; kept beside it. */
export interface Passage {
  readonly principal: Principal | null;
  readonly origin: string;
  /** Ends the request's share of the rate limits. */
  readonly leave: () => void;
}

const SOCKET_PATH = ROUTES['socket.open'].path;

/** Lets a request in, or throws the Failure to answer with. */
export function pass(gate: Gate, request: FastifyRequest, row: Route | undefined): Passage {
  const place = gate.place();
  const { headers } = request;
  // A second Host would be read by one and the first by another.
  checkHost(place, hostLines(request) === 1 ? headers.host : undefined);
  const origin = ownOrigin(place, headers.host ?? '');
  const path = request.url.split('?', 1)[0] ?? '';
  // The router also takes whole URLs, whose path is not where everybody looks for it.
  if (!path.startsWith('/')) throw new Failure('invalid_request', 'The request does not name a path.');
  if (request.method === 'OPTIONS') {
    throw new Failure('method_not_allowed', 'OPTIONS is not answered: other origins have no access.');
  }
  const upgrade = headers.upgrade !== undefined;
  // What decides is the route that was found, not how its path was spelled: the router decodes, `/%61pi` is `/api` to it.
  const api = row !== undefined || path === '/api' || path.startsWith('/api/');
  if (!api && !upgrade) return { principal: null, origin, leave: () => undefined };

  const principal = identify(gate, request, upgrade);
  const open = row?.auth === 'public';
  if (!open && (principal === null || (row?.auth === 'bearer' && principal.kind !== 'bearer'))) throw unauthenticated();
  if (principal?.kind !== 'bearer') {
    const fetchSite = single(headers['sec-fetch-site']);
    checkOrigin({ method: request.method, upgrade, origin: headers.origin, fetchSite, own: origin });
  }
  checkProtocol(request, upgrade);
  if (upgrade && (row === undefined || path !== SOCKET_PATH))
    throw new Failure('not_found', 'There is no socket here.');
  if (request.url.length - path.length > LIMITS.queryBytes)
    throw new Failure('invalid_request', 'The query is too long.');

  const leave = gate.rate.enter(principal === null ? 'public' : principal.kind === 'bearer' ? 'bearer' : principal.id);
  try {
    checkBody(request, row);
  } catch (refusal) {
    leave();
    throw refusal;
  }
  return { principal, origin, leave };
}

function hostLines({ raw }: FastifyRequest): number {
  return raw.rawHeaders.filter((line, index) => index % 2 === 0 && line.toLowerCase() === 'host').length;
}

/** `ws://host` for the policy of the response, when the Host is ours. */
export function socketOrigin(place: Place, host: string | undefined): string | null {
  return host !== undefined && ownHost(place, host) ? `${place.tls ? 'wss' : 'ws'}://${host}` : null;
}

export function cookieName(place: Place): string {
  return `iterion_${place.port}`;
}

function identify(gate: Gate, request: FastifyRequest, upgrade: boolean): Principal | null {
  const { headers } = request;
  return gate.sessions.identify({
    authorization: headers.authorization,
    cookie: cookieValue(headers.cookie, cookieName(gate.place())),
    key: upgrade ? keyOfSubprotocols(single(headers['sec-websocket-protocol'])) : single(headers[HEADERS.key]),
  });
}

function keyOfSubprotocols(offered: string | undefined): string | undefined {
  const keys = subprotocols(offered).filter((name) => name.startsWith(KEY_SUBPROTOCOL_PREFIX));
  if (keys.length !== 1 || keys[0] === undefined) return undefined;
  return keys[0].slice(KEY_SUBPROTOCOL_PREFIX.length);
}

function subprotocols(offered: string | undefined): readonly string[] {
  return (offered ?? '').split(',').map((name) => name.trim());
}

function checkProtocol(request: FastifyRequest, upgrade: boolean): void {
  const given = upgrade
    ? subprotocols(single(request.headers['sec-websocket-protocol'])).includes(SUBPROTOCOL)
    : speaksOurs(single(request.headers[HEADERS.protocol]));
  if (given) return;
  throw new Failure('protocol_unsupported', 'The page and the server speak different versions.', {
    remedy: 'Reload the page to update it.',
    details: PROTOCOL,
  });
}

function speaksOurs(version: string | undefined): boolean {
  if (version === undefined) return true;
  return /^\d{1,6}$/.test(version) && Number(version) >= PROTOCOL.min && Number(version) <= PROTOCOL.max;
}

function checkBody(request: FastifyRequest, row: Route | undefined): void {
  const { headers } = request;
  const length = Number(headers['content-length'] ?? 0);
  const sends = headers['transfer-encoding'] !== undefined || length > 0;
  if (sends || row?.body !== undefined) checkContentType(headers['content-type']);
  if (length > (row?.bodyLimit ?? LIMITS.bodyBytes)) throw new Failure('too_large', 'The body is too large.');
}

function unauthenticated(): Failure {
  return new Failure('unauthenticated', 'This request carries no valid credentials.', {
    remedy: 'Open a fresh link: press l in the terminal of the server, or run iterion editor --link.',
  });
}

function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? undefined : value;
}
