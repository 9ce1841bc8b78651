// Credentials of the browser, and what the server says about itself (S-SEC-02, S-API-06).
import { z } from 'zod';
import { time } from '../shapes/basics.ts';
import { routes } from './route.ts';

const range = z.object({ min: z.number(), max: z.number() });
/** Names of environment variables, separated by commas. */
const variableNames = z
  .string()
  .max(4096)
  .regex(/^[A-Za-z_][A-Za-z0-9_]*(,[A-Za-z_][A-Za-z0-9_]*){0,99}$/);

export const serverInfo = z.object({
  product: z.object({ name: z.string(), version: z.string() }),
  protocol: range,
  workspace: z.object({ id: z.string(), name: z.string(), root: z.string() }),
  readOnly: z.boolean(),
  limits: z.record(z.string(), z.number()),
  /** `watch` or `poll`, and what else this server can do. */
  features: z.array(z.string()),
  /** Changes with every start of the server; sequence numbers of channels are only valid within it (S-WS-06). */
  epoch: z.string(),
  platform: z.object({ os: z.string(), arch: z.string(), node: z.string() }),
});
export type ServerInfo = z.infer<typeof serverInfo>;

const availability = z.object({ id: z.string(), available: z.boolean(), reason: z.string().exactOptional() });
export type Availability = z.infer<typeof availability>;

export const environmentReport = z.object({
  backends: z.array(availability),
  /** Whether there are credentials for each provider of models. */
  providers: z.array(availability),
  /** Presence only, never a value (S-SEC-12). */
  credentials: z.array(z.object({ name: z.string(), present: z.boolean() })),
  executables: z.array(z.object({ name: z.string(), found: z.boolean() })),
  /** The variables that were asked about: presence only. */
  variables: z.array(z.object({ name: z.string(), present: z.boolean() })),
  git: z.boolean(),
  checkedAt: time,
});
export type EnvironmentReport = z.infer<typeof environmentReport>;

export const sessionRoutes = routes({
  'session.create': {
    method: 'POST',
    path: '/api/session',
    summary: 'Exchange the one-time code of the link for a cookie and a key',
    auth: 'public',
    effect: 'read',
    body: z.strictObject({ code: z.string().min(1).max(256) }),
    responses: { 200: z.object({ key: z.string(), expiresAt: time }) },
    errors: ['code_invalid'],
  },
  'session.end': {
    method: 'DELETE',
    path: '/api/session',
    summary: 'End this session',
    auth: 'session',
    effect: 'read',
    responses: { 204: 'empty' },
    errors: [],
    idempotent: true,
  },
  'session.code': {
    method: 'POST',
    path: '/api/session/codes',
    summary: 'Mint a fresh link for a browser',
    auth: 'bearer',
    effect: 'read',
    body: z.strictObject({}),
    responses: { 201: z.object({ url: z.string(), expiresAt: time }) },
    errors: [],
  },
  'server.info': {
    method: 'GET',
    path: '/api/info',
    summary: 'Product, protocol, workspace, limits and features',
    auth: 'session',
    effect: 'read',
    responses: { 200: serverInfo },
    errors: [],
  },
  'server.openapi': {
    method: 'GET',
    path: '/api/openapi.json',
    summary: 'This table as an OpenAPI 3.1 document',
    auth: 'session',
    effect: 'read',
    responses: { 200: z.record(z.string(), z.unknown()) },
    errors: [],
  },
  'server.environment': {
    method: 'GET',
    path: '/api/environment',
    summary: 'Which backends, credentials, programs and named variables are there; presence only',
    auth: 'session',
    effect: 'read',
    query: z.strictObject({ names: variableNames.optional() }),
    responses: { 200: environmentReport },
    errors: [],
  },
});
