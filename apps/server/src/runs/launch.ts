// Launching (S-RUN-08): draining, path, hash, trust, validity, variables, run id, place; in this order, and nothing is on the disk before all pass.
// `simulate` needs no trust, key or network; `backend: simulate` simulates models only, and tools really run (E-RUN-06).
import type { LaunchRequest, RunStatus } from '@iterion/protocol';
import { newRunId, runEnvironment, startRun, type Environment, type Store } from '@iterion/runtime';
import { Failure } from '../failure.ts';
import type { WorkspaceFiles } from '../files/workspace.ts';
import type { Language } from '../language/language.ts';
import { isHarmless, manifestOf } from '../trust/manifest.ts';
import type { TrustStore } from '../trust/store.ts';
import { limitPatch } from './budget.ts';
import { runtimeFailure } from './failures.ts';
import type { RunHub } from './hub.ts';
import type { OwnRuns } from './ownRuns.ts';
import { bufferSource, fileSource, trustKey, withModel, withRecipe, type Source } from './source.ts';
import { startValues } from './variables.ts';

export interface LaunchServices {
  readonly files: WorkspaceFiles;
  readonly language: Language;
  readonly trust: TrustStore;
  readonly store: Store;
  readonly hub: RunHub;
  readonly own: OwnRuns;
  /** The environment of the server's start; never a file of the workspace (S-SEC-11). */
  readonly env: Environment;
}

export class Launcher {
  readonly #services: LaunchServices;

  constructor(services: LaunchServices) {
    this.#services = services;
  }

  async launch(request: LaunchRequest): Promise<{ runId: string; status: RunStatus }> {
    const { files, language, store, hub, own, env } = this.#services;
    if (own.draining) throw new Failure('draining', 'The server is shutting down.', { retryAfter: 5 });
    const named = await withRecipe(files, await this.#source(request), request.recipe);
    if (request.simulate === undefined) await requireTrust(this.#services.trust, named, request.backend);
    const source = withModel(named, request.model);
    const graph = await language.requireValid(source.text, request.strict ?? false);
    const recorded = runEnvironment(graph, env, files.root.real).recorded;
    const { vars, inputs } = startValues(graph, request.vars ?? {}, request.preset, recorded, source.recipeVars);
    const runId = request.runId ?? newRunId();
    if (own.isQueued(runId) || store.runIds().includes(runId)) {
      throw new Failure('exists', `There is already a run ${runId}.`, {
        field: 'runId',
        remedy: 'Choose another run id.',
      });
    }
    const { simulate } = request;
    const at = await own.enter(runId, () =>
      runtimeFailure(() =>
        startRun({
          graph,
          sourceText: source.text,
          filePath: source.filePath,
          vars,
          inputs,
          ...(source.recipe === undefined ? {} : { recipe: source.recipe }),
          runId,
          store,
          workspaceDir: files.root.real,
          env,
          holdWhenPaused: true,
          origin: 'editor',
          limits: limitPatch(request.budget),
          ...(request.name === undefined ? {} : { name: request.name }),
          ...(request.labels === undefined ? {} : { labels: request.labels }),
          ...(request.timeoutMs === undefined ? {} : { timeoutMs: request.timeoutMs }),
          ...(request.backend === undefined ? {} : { backend: request.backend }),
          ...(simulate === undefined
            ? {}
            : {
                simulate: {
                  seed: simulate.seed ?? runId,
                  humans: simulate.humans === 'ask' ? ('off' as const) : ('on' as const),
                },
              }),
          ...(simulate?.delayMs === undefined ? {} : { simulateDelayMs: simulate.delayMs }),
        }),
      ),
    );
    return { runId, status: at ? hub.touch(runId).status : 'queued' };
  }

  async #source(request: LaunchRequest): Promise<Source> {
    const { files, language } = this.#services;
    const { path, text, hash, simulate } = request;
    if (text !== undefined) {
      if (simulate === undefined) {
        throw new Failure('invalid_request', 'Unsaved text can only be simulated.', {
          field: 'text',
          remedy: 'Save the file, then run it.',
        });
      }
      return bufferSource(files, language, text, path);
    }
    if (path === undefined || hash === undefined) {
      throw new Failure('invalid_request', 'A launch names a file and the hash of the text you see.', {
        field: path === undefined ? 'path' : 'hash',
      });
    }
    return fileSource(files, language, path, hash);
  }
}

/** A file that can do something to this machine runs only after a person has seen what, and nothing has changed since (S-SEC-10). */
export async function requireTrust(trust: TrustStore, source: Source, backend: string | undefined): Promise<void> {
  const manifest = manifestOf(source.graph);
  if (isHarmless(manifest, backend === 'simulate')) return;
  const key = trustKey(source);
  const found = key === null ? null : await trust.state(key, manifest);
  if (found?.state === 'trusted') return;
  throw new Failure(
    'untrusted',
    found?.state === 'changed'
      ? 'What this file can do has changed since it was trusted.'
      : 'This file has not been trusted yet.',
    {
      remedy: 'Look at what the file can do and trust it, or simulate it instead.',
      details: found ?? { state: 'untrusted', manifest, manifestHash: manifest.hash },
    },
  );
}
