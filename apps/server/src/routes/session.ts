// Handlers of credentials and of what the server says about itself.
import { LIMITS, PROTOCOL, type EnvironmentReport, type ServerInfo } from '@iterion/protocol';
import { cookieName } from '../security/gate.ts';
import type { Place } from '../security/host.ts';
import type { Sessions } from '../security/sessions.ts';
import { PRODUCT } from '../product.ts';
import type { Handlers } from './handler.ts';
import { openApi } from './openApi.ts';

type SessionHandlers = Pick<
  Handlers,
  'session.create' | 'session.end' | 'session.code' | 'server.info' | 'server.openapi' | 'server.environment'
>;

export interface SessionServices {
  readonly sessions: Sessions;
  readonly place: () => Place;
  readonly workspace: { readonly id: string; readonly name: string; readonly root: string };
  readonly readOnly: boolean;
  readonly features: () => string[];
  readonly epoch: string;
  readonly environment: (asked: readonly string[]) => EnvironmentReport;
}

export function sessionHandlers(services: SessionServices): SessionHandlers {
  const { sessions, place } = services;
  return {
    'session.create': ({ body }) => {
      const session = sessions.exchange(body.code);
      const maxAge = Math.floor((session.expiresAt - Date.now()) / 1000);
      return {
        status: 200,
        body: { key: session.key, expiresAt: new Date(session.expiresAt).toISOString() },
        headers: { 'set-cookie': cookie(place(), session.cookie, maxAge) },
      };
    },
    'session.end': ({ principal }) => {
      if (principal?.kind === 'session') sessions.end(principal.id);
      return { status: 204, body: undefined, headers: { 'set-cookie': cookie(place(), '', 0) } };
    },
    'session.code': ({ origin }) => {
      const { url, expiresAt } = newLink(sessions, origin);
      return { status: 201, body: { url, expiresAt: new Date(expiresAt).toISOString() } };
    },
    'server.info': () => ({ status: 200, body: info(services) }),
    'server.openapi': () => ({ status: 200, body: openApi() }),
    'server.environment': ({ query }) => ({
      status: 200,
      body: services.environment(query.names === undefined ? [] : query.names.split(',')),
    }),
  };
}

/** A link whose code is in the fragment: in no request line, log or referrer (S-SEC-02). */
export function newLink(sessions: Sessions, origin: string): { readonly url: string; readonly expiresAt: number } {
  const { code, expiresAt } = sessions.newCode();
  return { url: `${origin}/#code=${code}`, expiresAt };
}

function cookie(place: Place, value: string, maxAge: number): string {
  const secure = place.tls ? '; Secure' : '';
  return `${cookieName(place)}=${value}; HttpOnly; SameSite=Strict; Path=/api; Max-Age=${maxAge}${secure}`;
}

function info(services: SessionServices): ServerInfo {
  return {
    product: PRODUCT,
    protocol: PROTOCOL,
    workspace: services.workspace,
    readOnly: services.readOnly,
    limits: LIMITS,
    features: services.features(),
    epoch: services.epoch,
    platform: { os: process.platform, arch: process.arch, node: process.versions.node },
  };
}
