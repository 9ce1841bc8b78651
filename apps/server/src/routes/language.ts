// Handlers of examples and of what the language package says about a text.
import type { Example } from '../examples.ts';
import { Failure, notFound } from '../failure.ts';
import type { WorkspaceFiles } from '../files/workspace.ts';
import type { Language } from '../language/language.ts';
import { planOf } from '../runs/plan.ts';
import type { Handlers } from './handler.ts';

type LanguageHandlers = Pick<
  Handlers,
  | 'examples.list'
  | 'examples.read'
  | 'language.validate'
  | 'language.table'
  | 'language.parse'
  | 'language.format'
  | 'language.plan'
  | 'language.diagram'
>;

export function languageHandlers(
  files: WorkspaceFiles,
  language: Language,
  examples: readonly Example[],
): LanguageHandlers {
  return {
    'examples.list': () => ({ status: 200, body: { items: examples.map(({ item }) => item) } }),
    'examples.read': ({ params }) => {
      const example = examples.find(({ item }) => item.id === params.id);
      if (example === undefined) throw notFound('The example');
      return { status: 200, body: { ...example.item, text: example.text } };
    },
    'language.validate': async ({ body }) => {
      const text = await sourceText(files, body.text, body.path);
      return { status: 200, body: await language.validate(text, body.strict ?? false) };
    },
    'language.table': () => ({ status: 200, body: language.table() }),
    'language.parse': async ({ body }) => ({ status: 200, body: await language.parse(body.text) }),
    'language.format': async ({ body }) => ({ status: 200, body: await language.format(body.text) }),
    'language.plan': async ({ body }) => ({
      status: 200,
      body: planOf(await language.requireValid(await sourceText(files, body.text, body.path), false)),
    }),
    'language.diagram': async ({ body }) => ({
      status: 200,
      body: await language.diagram(await sourceText(files, body.text, body.path), body.view ?? 'compact'),
    }),
  };
}

/** `{text}` or `{path}`: exactly one of them. */
async function sourceText(files: WorkspaceFiles, text: string | undefined, path: string | undefined): Promise<string> {
  if (text !== undefined && path === undefined) return text;
  if (path !== undefined && text === undefined) return (await files.read(path)).text;
  throw new Failure('invalid_request', 'Send either text or path.', { field: 'text' });
}
