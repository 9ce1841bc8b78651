// Examples and everything the language package says about a text. These routes start nothing and read nothing but the text (S-API-11).
import { z } from 'zod';
import { diagnostic, textEdit, workspacePath } from '../shapes/basics.ts';
import { plan } from '../shapes/plan.ts';
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
  'language.table': {
    method: 'GET',
    path: '/api/language/table',
    summary: 'The language table: every declaration kind and property',
    auth: 'session',
    effect: 'read',
    responses: { 200: z.record(z.string(), z.unknown()) },
    errors: [],
  },
  'language.parse': {
    method: 'POST',
    path: '/api/language/parse',
    summary: 'The syntax tree of a text; offsets in a chunk are relative to its start',
    auth: 'session',
    effect: 'read',
    body: z.strictObject({ text: z.string() }),
    responses: { 200: z.object({ ast: z.record(z.string(), z.unknown()), diagnostics: z.array(diagnostic) }) },
    errors: [],
  },
  'language.format': {
    method: 'POST',
    path: '/api/language/format',
    summary: 'Edits that format a text; refused while it has syntax errors',
    auth: 'session',
    effect: 'read',
    body: z.strictObject({ text: z.string() }),
    responses: { 200: z.object({ edits: z.array(textEdit), text: z.string() }) },
    errors: ['workflow_invalid'],
  },
  'language.plan': {
    method: 'POST',
    path: '/api/language/plan',
    summary: 'What a run can take at most',
    auth: 'session',
    effect: 'read',
    body: z.strictObject(source),
    responses: { 200: plan },
    errors: ['path_forbidden', 'not_found', 'not_text', 'workflow_invalid'],
  },
  'language.diagram': {
    method: 'POST',
    path: '/api/language/diagram',
    summary: 'A Mermaid flowchart',
    auth: 'session',
    effect: 'read',
    body: z.strictObject({
      ...source,
      view: z.enum(['compact', 'detailed', 'full']).optional(),
      format: z.enum(['mermaid']).optional(),
    }),
    responses: { 200: z.object({ content: z.string(), mediaType: z.string() }) },
    errors: ['path_forbidden', 'not_found', 'not_text', 'workflow_invalid'],
  },
});
