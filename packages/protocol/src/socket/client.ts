// What a browser tab sends on its socket (S-WS-02). Unknown types and fields are refused (S-WS-12).
import { z } from 'zod';
import { contentHash, textEdit, workspacePath } from '../shapes/basics.ts';

const id = z.number().int().min(0);
const ch = z.string().min(1).max(600);
const version = z.number().int().min(0);

/** `opts` of a `doc:` channel. */
export const documentOptions = z.strictObject({
  path: workspacePath.nullable(),
  hash: contentHash.nullable(),
  version,
  text: z.string().optional(),
});
export type DocumentOptions = z.infer<typeof documentOptions>;

export const clientMessage = z.discriminatedUnion('t', [
  z.strictObject({
    t: z.literal('hello'),
    protocol: z.number().int(),
    client: z.strictObject({ id: z.string().min(1).max(64), version: z.string().max(64) }),
  }),
  z.strictObject({
    t: z.literal('sub'),
    id,
    ch,
    after: z.number().int().min(-1).optional(),
    epoch: z.string().max(300).optional(),
    opts: z.unknown().optional(),
  }),
  z.strictObject({ t: z.literal('unsub'), id, ch }),
  z.strictObject({ t: z.literal('ack'), ch, seq: z.number().int().min(-1) }),
  z.strictObject({ t: z.literal('doc.change'), ch, base: version, version, edits: z.array(textEdit) }),
  z.strictObject({ t: z.literal('doc.text'), ch, version, text: z.string() }),
  z.strictObject({ t: z.literal('ping'), n: z.number() }),
]);
export type ClientMessage = z.infer<typeof clientMessage>;
