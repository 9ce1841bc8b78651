// Control of runs (S-RUN-05, S-RUN-06): those this process holds, those of other processes through their mailbox, and those nobody holds, which are
// carried on here after the trust check.
import { TIMES, type Body, type RunStatus } from '@iterion/protocol';
import type { Json } from '@iterion/engine';
import {
  RuntimeError,
  askHolder,
  recordOrphan,
  resumeRun,
  stopRun,
  type Environment,
  type Store,
} from '@iterion/runtime';
import { Failure, notFound } from '../failure.ts';
import type { WorkspaceFiles } from '../files/workspace.ts';
import type { Language } from '../language/language.ts';
import type { TrustStore } from '../trust/store.ts';
import { limitPatch } from './budget.ts';
import { asFailure, runtimeFailure, storeFailure } from './failures.ts';
import { relativePath } from './header.ts';
import type { RunHub } from './hub.ts';
import { choiceField } from './interaction.ts';
import { requireTrust } from './launch.ts';
import type { OwnRuns } from './ownRuns.ts';
import { fileSource, type Source } from './source.ts';

export interface ControlServices {
  readonly files: WorkspaceFiles;
  readonly language: Language;
  readonly trust: TrustStore;
  readonly store: Store;
  readonly hub: RunHub;
  readonly own: OwnRuns;
  readonly env: Environment;
}

const BY = 'editor';
/** Where the runtime records a backend that replaced all others at the start. */
const BACKEND_OVERRIDE = 'ITERION_BACKEND';
const DELETABLE = new Set<RunStatus>(['finished', 'failed', 'cancelled', 'failed_resumable']);

export class RunControl {
  readonly #services: ControlServices;

  constructor(services: ControlServices) {
    this.#services = services;
  }

  async cancel(id: string, kill: boolean): Promise<{ status: RunStatus }> {
    const { own, hub, store, env } = this.#services;
    if (own.withdraw(id)) return { status: 'cancelled' };
    const handle = own.get(id);
    hub.header(id);
    if (handle !== undefined && kill) handle.kill();
    else if (handle === undefined)
      await this.#stop(() =>
        stopRun({
          store,
          runId: id,
          env,
          action: 'cancel',
          reason: 'cancelled in the editor',
          by: BY,
          patienceMs: TIMES.ownerAnswerMs,
        }),
      );
    else await this.#stop(() => handle.cancel('cancelled in the editor', BY));
    return { status: hub.touch(id).status };
  }

  async pause(id: string): Promise<{ waitingFor: string[] }> {
    const { own, hub, store, env } = this.#services;
    const handle = own.get(id);
    hub.header(id);
    if (handle === undefined)
      await this.#stop(() =>
        stopRun({
          store,
          runId: id,
          env,
          action: 'pause',
          reason: 'paused in the editor',
          by: BY,
          patienceMs: TIMES.ownerAnswerMs,
        }),
      );
    else await this.#stop(() => handle.pause('paused in the editor', BY));
    const waitingFor = await hub.withLog(id, ({ view }) =>
      view.executions.filter(({ status }) => status === 'running').map((each) => each.ir_node_id),
    );
    return { waitingFor };
  }

  async resume(id: string, request: Body<'runs.resume'>): Promise<{ status: RunStatus }> {
    const { own, hub } = this.#services;
    this.#refuseWhileDraining();
    await own.settled(id);
    const header = hub.touch(id);
    if (own.get(id) !== undefined && header.status === 'paused_waiting_human') {
      throw new Failure('not_resumable', 'The run waits for an answer.', { remedy: 'Answer its open questions.' });
    }
    const source = await this.#resumeSource(id, header.path, request);
    await this.#requireTrust(id, source);
    await this.#resumeHere(id, {
      ...(request.source === 'current' ? { sourceText: source.text } : {}),
      ...(request.budget === undefined ? {} : { limits: limitPatch(request.budget) }),
      ...(request.extendLoops === undefined ? {} : { loopExtra: request.extendLoops }),
      ...(request.force === undefined ? {} : { force: request.force }),
    });
    return { status: hub.touch(id).status };
  }

  async answer(
    id: string,
    interactionId: string,
    request: Body<'interactions.answer'>,
  ): Promise<{ status: RunStatus; open: string[] }> {
    const { own, hub, store } = this.#services;
    this.#refuseWhileDraining();
    const header = hub.touch(id);
    const asked = hub.interactions(undefined, id).find((each) => each.id === interactionId);
    if (asked === undefined) throw notFound('The question');
    if (asked.state === 'answered') {
      throw new Failure('already_answered', 'This question was answered already.', { details: asked.recorded });
    }
    if (asked.state === 'void') throw new Failure('invalid_state', 'This question was replaced or called off.');
    if (asked.facts.length > 0 && request.factsHash === undefined) {
      throw new Failure('invalid_request', 'An answer to facts names the facts it is about.', {
        field: 'factsHash',
        remedy: 'Repeat the factsHash of the question.',
      });
    }
    if (request.factsHash !== undefined && request.factsHash !== asked.factsHash) {
      throw new Failure('facts_changed', 'What this answer is about has changed since it was shown.', {
        remedy: 'Look at the question again, then answer.',
        details: asked,
      });
    }
    const field = choiceField(asked.kind);
    const answers: Record<string, Json> =
      request.choice !== undefined && field !== null
        ? { ...request.answers, [field]: request.choice }
        : request.answers;
    const handle = own.get(id);
    await answersFailure(async () => {
      if (handle !== undefined) return handle.answer(interactionId, answers, BY);
      const told = await askHolder(
        store,
        id,
        { command: 'answer', interaction_id: interactionId, answers, by: BY },
        TIMES.ownerAnswerMs,
      );
      if (told !== undefined) return;
      // Nobody holds the run: it goes on here.
      await this.#requireTrust(id, await this.#recordedSource(id, header.path));
      await this.#resumeHere(id, { answers: { [interactionId]: answers } });
    });
    const now = hub.touch(id);
    const open = hub.interactions('open', id).filter((each) => each.id !== interactionId);
    return { status: now.status, open: open.map((each) => each.id) };
  }

  /** Ended runs only (E-RUN-61). */
  async discard(id: string): Promise<{ restoreId: string; until: string }> {
    const { own, hub, store } = this.#services;
    await own.settled(id);
    const { status } = hub.touch(id);
    if (!DELETABLE.has(status) || own.get(id) !== undefined) {
      throw new Failure('invalid_state', 'Only runs that have ended can be deleted.', {
        remedy: 'Cancel the run first.',
      });
    }
    const trashed = storeFailure(() => store.trash(id));
    hub.forget(id);
    return { restoreId: trashed.restoreId, until: trashed.until };
  }

  #refuseWhileDraining(): void {
    if (this.#services.own.draining) throw new Failure('draining', 'The server is shutting down.', { retryAfter: 5 });
  }

  async #stop(act: () => Promise<unknown>): Promise<void> {
    try {
      await act();
    } catch (error) {
      if (error instanceof RuntimeError && error.code === 'RESUME_INVALID') {
        throw new Failure('invalid_state', error.message, {}, { cause: error });
      }
      throw ownerFailure(error);
    }
  }

  async #resumeHere(id: string, options: Partial<Parameters<typeof resumeRun>[0]>): Promise<void> {
    const { store, env, own, hub } = this.#services;
    if (hub.header(id).interrupted) await runtimeFailure(() => recordOrphan(store, id));
    const workspaceDir = await this.#workspaceDir(id);
    const { handle } = await resumeRun({
      store,
      runId: id,
      env,
      workspaceDir,
      holdWhenPaused: true,
      by: BY,
      ...options,
    }).catch((error: unknown) => {
      throw error instanceof RuntimeError && error.code === 'USAGE' ? error : asFailure(error);
    });
    own.adopt(handle);
  }

  async #resumeSource(id: string, path: string | null, request: Body<'runs.resume'>): Promise<Source> {
    if (request.source === 'recorded') return this.#recordedSource(id, path);
    if (path === null) throw notFound('The file of this run');
    return fileSource(this.#services.files, this.#services.language, path, request.hash);
  }

  async #recordedSource(id: string, path: string | null): Promise<Source> {
    const text = storeFailure(() => this.#services.store.source(id));
    const recipe = await this.#services.hub.withLog(id, (log) => log.view.run.recipe);
    const graph = await this.#services.language.compile(text);
    return { path, filePath: '', text, hash: '', graph, ...(recipe === undefined ? {} : { recipe }) };
  }

  /** Decided by the log alone: a header that a workspace brought along proves nothing. */
  async #requireTrust(id: string, source: Source): Promise<void> {
    const { hub, trust } = this.#services;
    const started = await hub.withLog(id, (log) => log.event(0));
    const data = started?.type === 'run_started' ? started.data : undefined;
    if (data?.simulated !== undefined) return;
    await requireTrust(trust, source, data?.env[BACKEND_OVERRIDE] ?? undefined);
  }

  /** The folder the run works in, which must be this workspace or lie in it. */
  async #workspaceDir(id: string): Promise<string> {
    const { hub, files } = this.#services;
    const workDir = await hub.withLog(id, (log) => log.view.run.work_dir);
    if (workDir === null || workDir === files.root.real) return files.root.real;
    if (relativePath(files.root.real, workDir) !== null) return workDir;
    throw new Failure('not_resumable', 'This run works in a folder outside this workspace.', {
      remedy: 'Resume it from the command line, or open that folder in the editor.',
    });
  }
}

/** Refused answers come with one message per field. */
async function answersFailure(act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof RuntimeError) || error.code !== 'USAGE') throw ownerFailure(error);
    const problems = problemsOf(error.details);
    const already = problems.some(({ message }) => message.endsWith('was answered already'));
    if (already) throw new Failure('already_answered', 'This question was answered already.', {}, { cause: error });
    const fields = Object.fromEntries(problems.map(({ field, message }) => [field, message]));
    const field = problems.find((each) => each.field !== '')?.field;
    throw new Failure('answers_invalid', problems.map(({ message }) => message).join('; ') || error.message, {
      ...(field === undefined ? {} : { field }),
      details: { fields },
    });
  }
}

function problemsOf(details: unknown): readonly { readonly field: string; readonly message: string }[] {
  if (typeof details !== 'object' || details === null || !('problems' in details) || !Array.isArray(details.problems))
    return [];
  return details.problems.filter(
    (each: unknown): each is { field: string; message: string } =>
      typeof each === 'object' &&
      each !== null &&
      'field' in each &&
      'message' in each &&
      typeof each.field === 'string' &&
      typeof each.message === 'string',
  );
}

/** A live owner that does not answer is 504; the rest as everywhere. */
function ownerFailure(error: unknown): unknown {
  if (error instanceof RuntimeError && error.code === 'RUN_LOCKED' && error.message.includes('did not answer')) {
    return new Failure('owner_unresponsive', 'The process that runs this does not answer.', {
      remedy: 'End that process, then try again.',
    });
  }
  return asFailure(error);
}
