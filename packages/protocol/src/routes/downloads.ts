// Downloads (E-RUN-30, E-RUN-31): a ticket that works once and for a minute, so that a plain link needs no credentials in its address.
import { z } from 'zod';
import { workspacePath } from '../shapes/basics.ts';
import { routes } from './route.ts';
import { reportFormat } from './runs.ts';

const run = z.string().max(200);

const downloadRequest = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('file'), path: workspacePath }),
  z.strictObject({ kind: z.literal('events'), run }),
  z.strictObject({ kind: z.literal('report'), run, format: reportFormat.optional() }),
  z.strictObject({
    kind: z.literal('artifact'),
    run,
    name: z.string().max(200),
    version: z.number().int().min(0),
  }),
]);
export type DownloadRequest = z.infer<typeof downloadRequest>;

export const downloadRoutes = routes({
  'downloads.create': {
    method: 'POST',
    path: '/api/downloads',
    summary: 'A link to the bytes of a file, a log (JSON Lines), a report or an artifact; works once, for 60 s',
    auth: 'session',
    effect: 'read',
    body: downloadRequest,
    responses: { 201: z.object({ url: z.string() }) },
    errors: ['path_forbidden', 'not_found', 'not_text'],
  },
  'downloads.fetch': {
    method: 'GET',
    path: '/api/download/:ticket',
    summary: 'The bytes, as an attachment',
    auth: 'public',
    effect: 'read',
    params: z.strictObject({ ticket: z.string().max(64) }),
    responses: { 200: 'bytes' },
    errors: ['not_found'],
  },
});
