// Atoms that the other shapes are made of: paths, hashes, times, JSON, positions (S-API-07, S-API-13).
import type { Json } from '@iterion/dsl';
import { z } from 'zod';

/** Any JSON value. Depth is bounded by the server before validation (S-API-12). */
export const json: z.ZodType<Json> = z.json();

/** Workspace-relative, `/`-separated, no leading slash, no `.` or `..` segments (S-API-07). */
export const workspacePath = z.string().min(1).max(1024);
/** `sha256-<hex>` of the file's bytes (S-API-07). */
export const contentHash = z.string().regex(/^sha256-[0-9a-f]{64}$/, 'sha256-<64 hex digits> expected');
/** RFC 3339 time. */
export const time = z.string();
export const cursor = z.string().max(512);
export const limit = z.coerce.number().int().min(1).max(1000);
/** A whole number that arrives as text in a query. */
export const queryInt = z.coerce.number().int().min(0);
/** `true`/`false` in a query. */
export const queryBool = z.enum(['true', 'false']).transform((word) => word === 'true');

export const pos = z.object({ line: z.number(), column: z.number(), offset: z.number() });
export const range = z.object({ start: pos, end: pos });
export const textEdit = z.object({
  start: z.number().int().min(0),
  end: z.number().int().min(0),
  newText: z.string(),
});

export const diagnostic = z.object({
  code: z.string(),
  severity: z.enum(['error', 'warning', 'info']),
  message: z.string(),
  hint: z.string(),
  range,
  nodeId: z.string().exactOptional(),
  edgeId: z.string().exactOptional(),
  path: z.string().exactOptional(),
  related: z.array(z.object({ range, message: z.string() })).exactOptional(),
  fixes: z
    .array(z.object({ title: z.string(), preferred: z.boolean().exactOptional(), edits: z.array(textEdit) }))
    .exactOptional(),
});

/** A value too large to travel with the rest; read it in pages from `/runs/:id/payloads/:ref` (S-API-13). */
export const payloadRef = z.object({
  $ref: z.string(),
  bytes: z.number(),
  mediaType: z.string(),
  preview: z.string(),
});
export type PayloadRef = z.infer<typeof payloadRef>;
