// Handlers of trust (S-SEC-10).
import { Failure } from '../failure.ts';
import type { WorkspaceFiles } from '../files/workspace.ts';
import { parsePath } from '../files/path.ts';
import type { Language } from '../language/language.ts';
import { manifestOf } from '../trust/manifest.ts';
import type { TrustStore } from '../trust/store.ts';
import type { Handlers } from './handler.ts';

type TrustHandlers = Pick<Handlers, 'trust.read' | 'trust.grant' | 'trust.revoke'>;

export function trustHandlers(files: WorkspaceFiles, language: Language, trust: TrustStore): TrustHandlers {
  const manifestAt = async (path: string): Promise<ReturnType<typeof manifestOf>> =>
    manifestOf(await language.requireValid((await files.read(path)).text, false));
  return {
    'trust.read': async ({ query }) => ({
      status: 200,
      body: await trust.state(query.path, await manifestAt(query.path)),
    }),
    'trust.grant': async ({ query, body }) => {
      const manifest = await manifestAt(query.path);
      // What was shown must be what is trusted.
      if (manifest.hash !== body.manifestHash) {
        throw new Failure('source_changed', 'The file can do something else now than what was shown.', {
          remedy: 'Look at what it can do now, then decide again.',
          details: await trust.state(query.path, manifest),
        });
      }
      await trust.grant(query.path, manifest);
      return { status: 204, body: undefined };
    },
    'trust.revoke': async ({ query }) => {
      parsePath(query.path);
      await trust.revoke(query.path);
      return { status: 204, body: undefined };
    },
  };
}
