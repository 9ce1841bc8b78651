// Handlers of trust (S-SEC-10).
import type { Manifest, Query } from '@iterion/protocol';
import { Failure } from '../failure.ts';
import { fileSource, readRecipe, trustKey, withRecipe } from '../runs/source.ts';
import type { WorkspaceFiles } from '../files/workspace.ts';
import { parsePath } from '../files/path.ts';
import type { Language } from '../language/language.ts';
import { manifestOf } from '../trust/manifest.ts';
import type { TrustStore } from '../trust/store.ts';
import type { Handlers } from './handler.ts';

type TrustHandlers = Pick<Handlers, 'trust.read' | 'trust.grant' | 'trust.revoke'>;

export function trustHandlers(files: WorkspaceFiles, language: Language, trust: TrustStore): TrustHandlers {
  /** What the file can do, with the recipe on it when one is named; and what trust in that is kept under. */
  const lookAt = async ({ path, recipe }: Query<'trust.read'>): Promise<{ key: string; manifest: Manifest }> => {
    const source = await withRecipe(files, await fileSource(files, language, path, undefined), recipe);
    const manifest = manifestOf(await language.requireValid(source.text, false));
    return { key: trustKey(source) ?? path, manifest };
  };
  return {
    'trust.read': async ({ query }) => {
      const { key, manifest } = await lookAt(query);
      return { status: 200, body: await trust.state(key, manifest) };
    },
    'trust.grant': async ({ query, body }) => {
      const { key, manifest } = await lookAt(query);
      // What was shown must be what is trusted.
      if (manifest.hash !== body.manifestHash) {
        throw new Failure('source_changed', 'The file can do something else now than what was shown.', {
          remedy: 'Look at what it can do now, then decide again.',
          details: await trust.state(key, manifest),
        });
      }
      await trust.grant(key, manifest);
      return { status: 204, body: undefined };
    },
    'trust.revoke': async ({ query }) => {
      parsePath(query.path);
      const recipe = query.recipe === undefined ? {} : { recipe: await readRecipe(files, query.recipe) };
      await trust.revoke(trustKey({ path: query.path, ...recipe }) ?? query.path);
      return { status: 204, body: undefined };
    },
  };
}
