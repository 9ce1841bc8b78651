// Snippets of the user and of the workspace (E-LIB-03): fragments of the language with directives at their head.
import { z } from 'zod';
import { contentHash } from '../shapes/basics.ts';
import { routes } from './route.ts';

const scope = z.enum(['user', 'workspace']);
const snippetId = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,63}$/, 'lower-case letters, digits, - and _ expected');
const params = z.strictObject({ scope, id: snippetId });

const snippet = z.object({ scope, id: snippetId, text: z.string(), hash: contentHash });
export type Snippet = z.infer<typeof snippet>;

export const snippetRoutes = routes({
  'snippets.list': {
    method: 'GET',
    path: '/api/snippets',
    summary: 'All snippets with their texts',
    auth: 'session',
    effect: 'read',
    responses: { 200: z.object({ items: z.array(snippet) }) },
    errors: [],
  },
  'snippets.write': {
    method: 'PUT',
    path: '/api/snippets/:scope/:id',
    summary: 'Keep a snippet',
    auth: 'session',
    effect: 'write',
    params,
    body: z.strictObject({ text: z.string() }),
    responses: { 200: z.object({ hash: contentHash }) },
    errors: ['precondition_failed', 'precondition_required', 'workflow_invalid', 'path_forbidden', 'storage_full'],
    precondition: true,
  },
  'snippets.delete': {
    method: 'DELETE',
    path: '/api/snippets/:scope/:id',
    summary: 'Remove a snippet',
    auth: 'session',
    effect: 'write',
    params,
    responses: { 204: 'empty' },
    errors: ['not_found', 'precondition_failed', 'precondition_required', 'path_forbidden'],
    precondition: true,
  },
});
