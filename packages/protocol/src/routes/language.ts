// Examples and everything the language package says about a text. These routes start nothing and read nothing but the text (S-API-11).
import { z } from 'zod';
import { diagnostic, textEdit, workspacePath } from '../shapes/basics.ts';
import { editOperation } from '../shapes/editOperation.ts';
import { values } from '../shapes/launch.ts';
import { plan } from '../shapes/plan.ts';
import { budgetOverrides } from '../shapes/run.ts';
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

/** Offsets of the UTF-16 text. */
const span = z.strictObject({ start: z.number().int().min(0), end: z.number().int().min(0) });

const modelItem = z.object({
  /** As it is written in a file: `provider/model`. */
  id: z.string(),
  provider: z.string(),
  /** Backends that can talk to it, whether they are there or not. */
  backends: z.array(z.string()),
  efforts: z.array(z.string()),
  /** null: the provider decides. */
  defaultEffort: z.string().nullable(),
  contextWindow: z.number().exactOptional(),
  /** USD for a million tokens. */
  price: z
    .object({ input: z.number(), output: z.number(), cacheRead: z.number(), cacheWrite: z.number() })
    .exactOptional(),
});
export type ModelItem = z.infer<typeof modelItem>;

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
    summary: 'All diagnostics of a text or a file; with `environment` also what is missing on this machine',
    auth: 'session',
    effect: 'read',
    body: z.strictObject({ ...source, strict: z.boolean().optional(), environment: z.boolean().optional() }),
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
    summary: 'Edits that format a text, or the lines that a range touches; refused while it has syntax errors',
    auth: 'session',
    effect: 'read',
    body: z.strictObject({ text: z.string(), range: span.optional() }),
    responses: { 200: z.object({ edits: z.array(textEdit), text: z.string() }) },
    errors: ['workflow_invalid'],
  },
  'language.edit': {
    method: 'POST',
    path: '/api/language/edit',
    summary: 'Edits that carry out operations on a text, one after another, all or none',
    auth: 'session',
    effect: 'read',
    body: z.strictObject({ text: z.string(), operations: z.array(editOperation).min(1).max(1000) }),
    responses: {
      200: z.object({ edits: z.array(textEdit), text: z.string(), diagnostics: z.array(diagnostic) }),
    },
    errors: ['workflow_invalid'],
  },
  'language.plan': {
    method: 'POST',
    path: '/api/language/plan',
    summary: 'What a run can take at most',
    auth: 'session',
    effect: 'read',
    body: z.strictObject({ ...source, vars: values.optional(), budget: budgetOverrides.optional() }),
    responses: { 200: plan },
    errors: ['path_forbidden', 'not_found', 'not_text', 'workflow_invalid', 'vars_invalid'],
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
  'models.list': {
    method: 'GET',
    path: '/api/models',
    summary: 'Models with a known window or price; others can be used all the same',
    auth: 'session',
    effect: 'read',
    query: z.strictObject({ backend: z.string().max(64).optional(), q: z.string().max(200).optional() }),
    responses: { 200: z.object({ items: z.array(modelItem) }) },
    errors: [],
  },
});
