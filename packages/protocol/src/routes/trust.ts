// Trust in a file: given by a person for one capability manifest, kept outside the workspace (S-SEC-10).
import { z } from 'zod';
import { contentHash, workspacePath } from '../shapes/basics.ts';
import { trustState } from '../shapes/manifest.ts';
import { routes } from './route.ts';

/** With a recipe: what the file can do once the recipe is on it; trusted apart from the file alone. */
const byPath = z.strictObject({ path: workspacePath, recipe: workspacePath.optional() });

export const trustRoutes = routes({
  'trust.read': {
    method: 'GET',
    path: '/api/trust',
    summary: 'What the file can do, and whether that was trusted',
    auth: 'session',
    effect: 'read',
    query: byPath,
    responses: { 200: trustState },
    errors: ['path_forbidden', 'not_found', 'not_text', 'workflow_invalid', 'vars_invalid'],
  },
  'trust.grant': {
    method: 'PUT',
    path: '/api/trust',
    summary: 'Trust the manifest that was shown',
    auth: 'session',
    effect: 'run',
    query: byPath,
    body: z.strictObject({ manifestHash: contentHash }),
    responses: { 204: 'empty' },
    errors: ['path_forbidden', 'not_found', 'not_text', 'source_changed', 'workflow_invalid', 'vars_invalid'],
    idempotent: true,
  },
  'trust.revoke': {
    method: 'DELETE',
    path: '/api/trust',
    summary: 'Trust the file no longer',
    auth: 'session',
    effect: 'run',
    query: byPath,
    responses: { 204: 'empty' },
    errors: ['path_forbidden', 'not_found', 'not_text', 'vars_invalid'],
    idempotent: true,
  },
});
