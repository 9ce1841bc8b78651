// The route table (S-API-01): the families, one after another. An id is `<family>.<verb>` and is never reused.
import type { z } from 'zod';
import { downloadRoutes } from './downloads.ts';
import { fileRoutes } from './files.ts';
import { languageRoutes } from './language.ts';
import { preferenceRoutes } from './preferences.ts';
import type { Route } from './route.ts';
import { interactionRoutes } from './interactions.ts';
import { runControlRoutes } from './runControl.ts';
import { runRoutes } from './runs.ts';
import { sessionRoutes } from './session.ts';
import { snippetRoutes } from './snippets.ts';
import { socketRoutes } from './socket.ts';
import { trustRoutes } from './trust.ts';

export const ROUTES = {
  ...sessionRoutes,
  ...fileRoutes,
  ...languageRoutes,
  ...preferenceRoutes,
  ...snippetRoutes,
  ...trustRoutes,
  ...runRoutes,
  ...runControlRoutes,
  ...interactionRoutes,
  ...downloadRoutes,
  ...socketRoutes,
} as const satisfies Readonly<Record<string, Route>>;

export type RouteTable = typeof ROUTES;
export type RouteId = keyof RouteTable;
export const ROUTE_IDS = Object.keys(ROUTES) as readonly RouteId[];

type In<T> = T extends z.ZodType ? z.input<T> : undefined;
type Out<T> = T extends z.ZodType ? z.output<T> : undefined;
type Part<Id extends RouteId, Key extends string> =
  RouteTable[Id] extends Readonly<Record<Key, infer T>> ? T : undefined;

/** What a client sends. */
export type ParamsInput<Id extends RouteId> = In<Part<Id, 'params'>>;
export type QueryInput<Id extends RouteId> = In<Part<Id, 'query'>>;
export type BodyInput<Id extends RouteId> = In<Part<Id, 'body'>>;
/** What a handler receives after validation. */
export type Params<Id extends RouteId> = Out<Part<Id, 'params'>>;
export type Query<Id extends RouteId> = Out<Part<Id, 'query'>>;
export type Body<Id extends RouteId> = Out<Part<Id, 'body'>>;

type Shape<T> = T extends z.ZodType ? z.output<T> : T extends 'bytes' ? Uint8Array : undefined;
type Statuses<Id extends RouteId> = RouteTable[Id]['responses'];
/** What a successful call returns, whatever its status. */
export type Success<Id extends RouteId> = { [S in keyof Statuses<Id>]: Shape<Statuses<Id>[S]> }[keyof Statuses<Id>];
/** The same with the status, for handlers. */
export type Reply<Id extends RouteId> = {
  [S in keyof Statuses<Id>]: { readonly status: S; readonly body: Shape<Statuses<Id>[S]> };
}[keyof Statuses<Id>];
