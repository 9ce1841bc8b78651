// What the server sends on a socket (S-WS-03). Clients ignore types they do not know (S-WS-12).
import { z } from 'zod';
import { ERROR_CODES, type ErrorCode } from '../errors.ts';
import { diagnostic, time } from '../shapes/basics.ts';

const ch = z.string();
const code = z.enum(ERROR_CODES as [ErrorCode, ...ErrorCode[]]);

export const serverMessage = z.discriminatedUnion('t', [
  z.object({
    t: z.literal('welcome'),
    protocol: z.number(),
    epoch: z.string(),
    serverTime: time,
    limits: z.record(z.string(), z.number()),
  }),
  z.object({ t: z.literal('ok'), id: z.number(), ch }),
  z.object({
    t: z.literal('err'),
    id: z.number().exactOptional(),
    ch: ch.exactOptional(),
    code,
    message: z.string(),
    remedy: z.string().exactOptional(),
  }),
  z.object({
    t: z.literal('snap'),
    ch,
    seq: z.number(),
    /** The epoch to send back with `after` (S-WS-06). */
    epoch: z.string(),
    /** The state, or a piece of its JSON text when `parts` is present. */
    state: z.unknown(),
    part: z.number().exactOptional(),
    parts: z.number().exactOptional(),
  }),
  z.object({
    t: z.literal('ev'),
    ch,
    from: z.number(),
    to: z.number(),
    items: z.array(z.unknown()),
    live: z.boolean(),
  }),
  z.object({ t: z.literal('reset'), ch, reason: z.string() }),
  z.object({ t: z.literal('end'), ch, reason: z.string() }),
  z.object({
    t: z.literal('doc.diag'),
    ch,
    version: z.number(),
    phase: z.enum(['language', 'environment']),
    diagnostics: z.array(diagnostic),
  }),
  z.object({ t: z.literal('doc.need'), ch }),
  z.object({ t: z.literal('pong'), n: z.number(), serverTime: time }),
  z.object({
    t: z.literal('bye'),
    reason: z.enum(['shutdown', 'restart', 'replaced', 'policy']),
    retryAfterMs: z.number().exactOptional(),
  }),
]);
export type ServerMessage = z.infer<typeof serverMessage>;
