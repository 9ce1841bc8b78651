// Handlers of runs and interactions. Reading is here; launching and control are in `runs/`.
import { LIMITS } from '@iterion/protocol';
import { notFound } from '../failure.ts';
import type { WorkspaceFiles } from '../files/workspace.ts';
import type { RunControl } from '../runs/control.ts';
import type { Language } from '../language/language.ts';
import { storeFailure } from '../runs/failures.ts';
import type { RunHub } from '../runs/hub.ts';
import type { Launcher } from '../runs/launch.ts';
import { parsePayloadRef, payloadPage } from '../runs/payloads.ts';
import { prepareRun, type PrepareServices } from '../runs/prepare.ts';
import { NodeStatistics } from '../runs/nodeStats.ts';
import { queryRuns } from '../runs/query.ts';
import { artifactItem, artifactValue, eventPage, executionDetail, findArtifact, runSource } from '../runs/reading.ts';
import { reportText } from '../runs/report.ts';
import { checkResume } from '../runs/resumeCheck.ts';
import type { Handlers } from './handler.ts';

type RunHandlers = Pick<
  Handlers,
  | 'runs.list'
  | 'runs.prepare'
  | 'runs.start'
  | 'runs.read'
  | 'runs.change'
  | 'runs.delete'
  | 'runs.restore'
  | 'runs.snapshot'
  | 'runs.events'
  | 'runs.source'
  | 'runs.execution'
  | 'runs.payload'
  | 'runs.artifacts'
  | 'runs.artifact'
  | 'runs.cancel'
  | 'runs.pause'
  | 'runs.resumeCheck'
  | 'runs.resume'
  | 'runs.report'
  | 'nodes.stats'
  | 'interactions.list'
  | 'interactions.answer'
>;

export interface RunServices {
  readonly hub: RunHub;
  readonly launcher: Launcher;
  readonly control: RunControl;
  readonly files: WorkspaceFiles;
  readonly language: Language;
  readonly prepare: PrepareServices;
}

const INBOX_PAGE = LIMITS.listMax;

export function runHandlers({ hub, launcher, control, files, language, prepare }: RunServices): RunHandlers {
  const statistics = new NodeStatistics(hub);
  return {
    'runs.list': ({ query }) => ({ status: 200, body: queryRuns(hub.headers(), query) }),
    'runs.prepare': async ({ body }) => ({ status: 200, body: await prepareRun(prepare, body) }),
    'runs.start': async ({ body }) => ({ status: 202, body: await launcher.launch(body) }),
    'runs.read': ({ params }) =>
      hub.withLog(params.id, (log) => {
        const header = hub.touch(params.id);
        return {
          status: 200 as const,
          body: {
            header,
            aggregates: { counts: { ...log.counts }, events: log.head() + 1 },
            lastSeq: log.head(),
            owner: header.owner,
          },
        };
      }),
    'runs.change': ({ params, body }) => {
      hub.header(params.id);
      const { name, labels } = body;
      hub.store.updateMetadata(params.id, {
        ...(name === undefined ? {} : { name }),
        ...(labels === undefined ? {} : { labels }),
      });
      return { status: 200, body: hub.touch(params.id) };
    },
    'runs.delete': async ({ params }) => ({ status: 200, body: await control.discard(params.id) }),
    'runs.restore': ({ body }) => {
      const runId = storeFailure(() => hub.store.restore(body.restoreId));
      hub.touch(runId);
      return { status: 201, body: { runId } };
    },
    'runs.snapshot': ({ params, query }) =>
      hub.withLog(params.id, (log) => {
        const state = query.at === undefined ? log.view : log.viewAt(query.at);
        return { status: 200 as const, body: { seq: state.last_seq, state: { ...state } } };
      }),
    'runs.events': ({ params, query }) =>
      hub.withLog(params.id, (log) => ({ status: 200 as const, body: eventPage(log, query) })),
    'runs.source': async ({ params }) => {
      const { path } = hub.header(params.id);
      const body = await runSource(hub.store, params.id, path, (at) => files.hash(at));
      return { status: 200, body };
    },
    'runs.execution': ({ params }) =>
      hub.withLog(params.id, (log) => ({ status: 200 as const, body: executionDetail(log, params.eid) })),
    'runs.payload': ({ params, query }) =>
      hub.withLog(params.id, (log) => {
        const place = parsePayloadRef(params.ref);
        const event = log.event(place.seq);
        if (event === undefined) throw notFound('The value');
        const limit = Math.min(query.limit ?? 64 * 1024, LIMITS.socketFrameBytes);
        return { status: 200 as const, body: payloadPage(event, place, query.offset ?? 0, limit) };
      }),
    'runs.artifacts': ({ params }) => {
      hub.header(params.id);
      return { status: 200, body: { items: hub.store.artifacts(params.id).map(artifactItem) } };
    },
    'runs.artifact': ({ params }) =>
      hub.withLog(params.id, (log) => {
        const artifact = findArtifact(hub.store, params.id, params.name, params.version);
        return { status: 200 as const, body: { ...artifactItem(artifact), value: artifactValue(log, artifact) } };
      }),
    'runs.cancel': async ({ params, body }) => ({
      status: 202,
      body: await control.cancel(params.id, body.kill ?? false),
    }),
    'runs.pause': async ({ params }) => ({ status: 202, body: await control.pause(params.id) }),
    'runs.resumeCheck': async ({ params, body: { text, path } }) => {
      const source = text ?? (path === undefined ? undefined : (await files.read(path)).text);
      hub.header(params.id);
      const recorded = await language.compile(storeFailure(() => hub.store.source(params.id)));
      const to = source === undefined ? recorded : await language.requireValid(source, false);
      const body = await hub.withLog(params.id, (log) => checkResume(hub.store, log, recorded, to));
      return { status: 200, body };
    },
    'runs.resume': async ({ params, body }) => ({ status: 202, body: await control.resume(params.id, body) }),
    'runs.report': ({ params, query }) =>
      hub.withLog(params.id, (log) => ({ status: 200 as const, body: reportText(log, query.format, query.at) })),
    'nodes.stats': async ({ query: { path, node } }) => {
      // What neither is a file nor was run has no statistics; a file that is gone keeps those of its runs.
      if (!hub.headers().some((header) => header.path === path)) await files.read(path);
      return { status: 200, body: statistics.stats(path, node) };
    },
    'interactions.list': ({ query }) => {
      const { state, run } = query;
      const all = hub.interactions(state, run);
      const from = query.cursor === undefined ? 0 : all.findIndex(({ id }) => id === query.cursor) + 1;
      const items = all.slice(from, from + INBOX_PAGE);
      const last = items.at(-1);
      const more = from + INBOX_PAGE < all.length && last !== undefined;
      return { status: 200, body: { items, ...(more ? { cursor: last.id } : {}) } };
    },
    'interactions.answer': async ({ params, body }) => ({
      status: 202,
      body: await control.answer(params.id, params.iid, body),
    }),
  };
}
