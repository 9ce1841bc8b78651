// Handlers of examples and of what the language package says about a text.
import type { ModelTable } from '@iterion/runtime';
import type { Diagnose } from '../documents/sessions.ts';
import type { Example } from '../examples.ts';
import { Failure, notFound } from '../failure.ts';
import type { WorkspaceFiles } from '../files/workspace.ts';
import type { Language } from '../language/language.ts';
import { modelItems } from '../models.ts';
import { planOf } from '../runs/plan.ts';
import { startValues } from '../runs/variables.ts';
import type { Handlers } from './handler.ts';

type LanguageHandlers = Pick<
  Handlers,
  | 'examples.list'
  | 'examples.read'
  | 'language.validate'
  | 'language.table'
  | 'language.parse'
  | 'language.format'
  | 'language.edit'
  | 'language.plan'
  | 'language.diagram'
  | 'models.list'
>;

export interface LanguageServices {
  readonly files: WorkspaceFiles;
  readonly language: Language;
  readonly examples: readonly Example[];
  /** Problems that lie outside the text. */
  readonly diagnoseEnvironment: Diagnose;
  readonly models: ModelTable;
}

export function languageHandlers(services: LanguageServices): LanguageHandlers {
  const { files, language, examples, models } = services;
  return {
    'examples.list': () => ({ status: 200, body: { items: examples.map(({ item }) => item) } }),
    'examples.read': ({ params }) => {
      const example = examples.find(({ item }) => item.id === params.id);
      if (example === undefined) throw notFound('The example');
      return { status: 200, body: { ...example.item, text: example.text } };
    },
    'language.validate': async ({ body }) => {
      const text = await sourceText(files, body.text, body.path);
      const outside = body.environment === true ? await services.diagnoseEnvironment(text) : [];
      return { status: 200, body: await language.validate(text, body.strict ?? false, outside) };
    },
    'language.table': () => ({ status: 200, body: language.table() }),
    'language.parse': async ({ body }) => ({ status: 200, body: await language.parse(body.text) }),
    'language.format': async ({ body }) => ({ status: 200, body: await language.format(body.text, body.range) }),
    'language.edit': async ({ body }) => ({ status: 200, body: await language.edit(body.text, body.operations) }),
    'language.plan': async ({ body }) => {
      const graph = await language.requireValid(await sourceText(files, body.text, body.path), false);
      // Wrong values are refused here as they would be at the start of a run; no environment variable is read (S-API-11).
      if (body.vars !== undefined) startValues(graph, body.vars, undefined, {});
      return { status: 200, body: planOf(graph, body.budget) };
    },
    'language.diagram': async ({ body }) => ({
      status: 200,
      body: await language.diagram(await sourceText(files, body.text, body.path), body.view ?? 'compact'),
    }),
    'models.list': ({ query }) => ({ status: 200, body: { items: modelItems(models, query) } }),
  };
}

/** `{text}` or `{path}`: exactly one of them. */
async function sourceText(files: WorkspaceFiles, text: string | undefined, path: string | undefined): Promise<string> {
  if (text !== undefined && path === undefined) return text;
  if (path !== undefined && text === undefined) return (await files.read(path)).text;
  throw new Failure('invalid_request', 'Send either text or path.', { field: 'text' });
}
