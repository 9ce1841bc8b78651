// Forks (R-RESUME-10..12): a new run that begins with another run's events up to a point. The source is read, never touched.
import { copyFileSync, existsSync } from 'node:fs';
import path from 'node:path';
import { compile, parse } from '@iterion/dsl';
import {
  type ForkPoint,
  type LimitPatch,
  type ResumeOptions as CoreOptions,
  type RunEvent,
  type RunState,
  fold,
  forkPrefix,
} from '@iterion/engine';
import { BACKEND_OVERRIDE, withBackend } from './backendOverride.ts';
import { RuntimeError } from './errors.ts';
import { createRedactor, secretsOf } from './redact.ts';
import { changedWorkflow, checkLoops, workspaceOf } from './resume.ts';
import { type HostSettings, type RunHandle, holdRun } from './runHandle.ts';
import { existingFolder, safeName } from './store/layout.ts';
import { RunWriter } from './store/runWriter.ts';
import { type Store, newRunId, prepareStore } from './store/store.ts';

export interface ForkOptions extends Omit<HostSettings, 'workspaceDir'> {
  /** The run to begin from. */
  readonly from: string;
  readonly point: ForkPoint;
  readonly runId?: string;
  /** An edited text to go on with. */
  readonly sourceText?: string;
  readonly force?: boolean;
  readonly workspaceDir?: string;
  readonly limits?: LimitPatch;
  readonly loopExtra?: Readonly<Record<string, number>>;
  readonly by?: string;
}

/** Makes the fork's folder: prefix of the log, source text, artifacts, interactions, transcripts. Returns its id; `resumeRun` starts it. */
export async function createFork(options: ForkOptions): Promise<string> {
  const { writer, state } = await writePrefix(options);
  writer.checkpoint(state, 'now');
  await writer.close();
  return state.run_id;
}

/** Makes a fork and goes on with it in this process. */
export async function startFork(options: ForkOptions): Promise<RunHandle> {
  const { writer, state, text, events } = await writePrefix(options);
  try {
    const edited =
      options.sourceText === undefined
        ? undefined
        : changedWorkflow({
            stored: text,
            text: options.sourceText,
            state,
            log: events,
            force: options.force === true,
          });
    const workspaceDir = existingFolder(options.workspaceDir ?? state.source.work_dir ?? process.cwd());
    const graph = withBackend(edited?.graph ?? compile(parse(text)), state.env[BACKEND_OVERRIDE]);
    checkLoops(graph, options.loopExtra);
    const redactor = createRedactor(secretsOf(options.env));
    const reopened = await workspaceOf(options, state, graph, workspaceDir);
    const held = { graph, state, writer, redactor, workspaceDir: reopened?.worktree.workspaceDir ?? workspaceDir };
    const { host, handle } = holdRun(
      { ...options, workspaceDir },
      reopened === undefined ? held : { ...held, worktree: reopened.worktree },
    );
    await host.recordOwn(reopened?.events ?? []);
    const epoch = state.epoch + 1;
    if (edited?.change !== undefined) writer.writeSource(epoch, edited.text);
    const limits = { ...edited?.limits, ...options.limits };
    const core: CoreOptions = {
      fork: true,
      ...(Object.keys(limits).length === 0 ? {} : { limits }),
      ...(options.loopExtra === undefined ? {} : { loop_extra: options.loopExtra }),
      ...(options.by === undefined ? {} : { by: options.by }),
      ...(edited?.change === undefined ? {} : { workflow_change: edited.change }),
    };
    await host.send({ kind: 'resume', epoch, options: core });
    return handle;
  } catch (error) {
    await writer.close();
    throw error;
  }
}

async function writePrefix(
  options: ForkOptions,
): Promise<{ writer: RunWriter; state: RunState; text: string; events: readonly RunEvent[] }> {
  const { store, from, point } = options;
  const reading = store.events(from);
  const text = store.source(from, epochAt(reading.events, point));
  const runId = options.runId ?? newRunId();
  const fork = forkPrefix(compile(parse(text)), reading.events, runId, point);
  if (!fork.ok)
    throw new RuntimeError('USAGE', fork.error.message, {
      hint: `see the events of ${from} with \`inspect --events\``,
    });
  const lost = reading.missing.find(({ seq }) => seq < fork.events.length);
  if (lost !== undefined)
    throw new RuntimeError(
      'STORE_CORRUPT',
      `event ${lost.seq} of ${from} refers to the blob ${lost.blob}, which is gone`,
      { hint: `fork with --at-seq ${lost.seq}` },
    );
  prepareStore(store.folder);
  const writer = RunWriter.create(store.paths(runId), text, { disk: store.disk, fsync: options.fsync ?? 'node' });
  try {
    copyTranscripts(store, from, runId, fork.events);
    store.updateMetadata(runId, { origin: 'fork' });
    writer.append(fork.events);
    await writer.durable();
    return { writer, state: fold(fork.events), text, events: fork.events };
  } catch (error) {
    await writer.close();
    throw error;
  }
}

/** The epoch whose source text was in force before the point. */
function epochAt(events: readonly RunEvent[], point: ForkPoint): number {
  let epoch = 1;
  for (const event of events) {
    if ('seq' in point ? event.seq >= point.seq : event.type === 'node_started' && isPoint(event, point)) break;
    if (event.type === 'run_resumed') epoch = event.data.epoch;
  }
  return epoch;
}

function isPoint(event: RunEvent, point: Exclude<ForkPoint, { seq: number }>): boolean {
  return (
    event.node_id === point.node &&
    (event.branch_id ?? 'main') === (point.branch ?? 'main') &&
    event.iteration === (point.iteration ?? 0)
  );
}

/** Conversations that the prefix opened go on in the fork from copies (R-RESUME-11). */
function copyTranscripts(store: Store, from: string, to: string, events: readonly RunEvent[]): void {
  const sessions = new Set(events.flatMap((event) => (event.type === 'session_opened' ? [event.data.session_id] : [])));
  const [source, target] = [store.paths(from).sessions, store.paths(to).sessions];
  for (const session of sessions) {
    const file = path.join(source, `${safeName(session, 'session id')}.jsonl`);
    if (!existsSync(file)) continue;
    store.disk.makeFolder(target);
    copyFileSync(file, path.join(target, path.basename(file)));
  }
}
