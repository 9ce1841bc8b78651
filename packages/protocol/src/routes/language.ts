// Examples and everything the language package says about a text. These routes start nothing and read nothing but the text (S-API-11).
import { z } from 'zod';
import { diagnostic, workspacePath } from '../shapes/basics.ts';
import { routes } from './route.ts';

const exampleItem = z.object({
  id: z.string(),
  title: z.string(),
  level: z.string(),
  tags: z.array(z.string()),
  description: z.string(),
  nodes: z.number(),
});
export type ExampleItem = z.infer<typeof exampleItem>;

const source = { text: z.string().optional(), path: workspacePath.optional() };

export const languageRoutes = routes({
  'examples.list': {
    method: 'GET',
    path: '/api/examples',
    summary: 'Bundled examples',
    auth: 'session',
    effect: 'read',
    responses: { 200: z.object({ items: z.array(exampleItem) }) },
    errors: [],
  },
  'examples.read': {
    method: 'GET',
    path: '/api/examples/:id',
    summary: 'One example with its text',
    auth: 'session',
    effect: 'read',
    params: z.strictObject({ id: z.string().max(128) }),
    responses: { 200: exampleItem.extend({ text: z.string() }) },
    errors: ['not_found'],
  },
  'language.validate': {
    method: 'POST',
    path: '/api/language/validate',
    summary: 'All diagnostics of a text or a file',
    auth: 'session',
    effect: 'read',
    body: z.strictObject({ ...source, strict: z.boolean().optional() }),
    responses: {
      200: z.object({
        valid: z.boolean(),
        diagnostics: z.array(diagnostic),
        counts: z.object({ nodes: z.number(), edges: z.number(), errors: z.number(), warnings: z.number() }),
      }),
    },
    errors: ['path_forbidden', 'not_found', 'not_text'],
  },
});
