// What a handler receives and returns: everything already checked against the row of the table. A family of handlers is an object keyed by
// route ids, so that a row without a handler, or a handler without a row, does not compile (S-API-01).
import type { Body, Params, Query, Reply, RouteId } from '@iterion/protocol';
import { Failure } from '../failure.ts';
import type { Principal } from '../security/sessions.ts';

/** The socket is an upgrade and has no handler of this kind. */
export type HttpRouteId = Exclude<RouteId, 'socket.open'>;

/** What a change is based on: a content hash, or nothing yet. */
export type Base = { readonly hash: string } | 'create';

interface Call<Id extends HttpRouteId> {
  readonly params: Params<Id>;
  readonly query: Query<Id>;
  readonly body: Body<Id>;
  /** Present on rows with `precondition`. */
  readonly base: Base | null;
  readonly principal: Principal | null;
  /** The tab that asks, when it says so; comes back as `by` (S-FILE-08). */
  readonly client: string | undefined;
  /** Our own origin as this client reaches it. */
  readonly origin: string;
}

type Answer<Id extends HttpRouteId> = Reply<Id> & { readonly headers?: Readonly<Record<string, string>> };
type Handler<Id extends HttpRouteId> = (call: Call<Id>) => Answer<Id> | Promise<Answer<Id>>;
export type Handlers = { readonly [Id in HttpRouteId]: Handler<Id> };

/** The mounting code reads the precondition of every row that has one. */
export function given(base: Base | null): Base {
  if (base === null)
    throw new Failure('precondition_required', 'The request does not say which content it is based on.');
  return base;
}
