// Handlers of snippets.
import { Failure } from '../failure.ts';
import type { SnippetStore } from '../files/snippets.ts';
import type { Language } from '../language/language.ts';
import { given, type Handlers } from './handler.ts';

export function snippetHandlers(
  snippets: SnippetStore,
  language: Language,
): Pick<Handlers, 'snippets.list' | 'snippets.write' | 'snippets.delete'> {
  return {
    'snippets.list': async () => ({ status: 200, body: { items: await snippets.list() } }),
    'snippets.write': async ({ params, body, base }) => {
      const errors = await language.syntaxErrors(body.text);
      const [first] = errors;
      if (first !== undefined) {
        throw new Failure('workflow_invalid', `The snippet has a syntax error: ${first.message}`, {
          remedy: first.hint,
          details: { diagnostics: errors },
        });
      }
      return { status: 200, body: { hash: await snippets.write(params.scope, params.id, body.text, given(base)) } };
    },
    'snippets.delete': async ({ params, base }) => {
      await snippets.delete(params.scope, params.id, given(base));
      return { status: 204, body: undefined };
    },
  };
}
