// Puts the parts of the server together, without listening: what `startServer` serves and tests call in process (S-API-08).
import { randomBytes } from 'node:crypto';
import { basename, join } from 'node:path';
import type { EnvironmentReport, ServerMessage } from '@iterion/protocol';
import { loadEnvironment, loadModelTable, openStore } from '@iterion/runtime';
import type { FastifyInstance } from 'fastify';
import { buildApp } from './app.ts';
import { diagnoseEnvironment } from './documents/environmentProblems.ts';
import { DocumentSessions } from './documents/sessions.ts';
import { environmentReport } from './environment.ts';
import { loadExamples } from './examples.ts';
import { Changes } from './files/changes.ts';
import { SnippetStore } from './files/snippets.ts';
import { WorkspaceWatcher } from './files/watcher.ts';
import { WorkspaceFiles } from './files/workspace.ts';
import { Analysis, type AnalysisLimits } from './language/analysis.ts';
import { Language } from './language/language.ts';
import { createLog, type Level, type Log } from './log.ts';
import { PreferenceStore } from './preferences.ts';
import { downloadHandlers } from './routes/downloads.ts';
import { fileHandlers } from './routes/files.ts';
import { languageHandlers } from './routes/language.ts';
import { preferenceHandlers } from './routes/preferences.ts';
import { runHandlers } from './routes/runs.ts';
import { sessionHandlers } from './routes/session.ts';
import { snippetHandlers } from './routes/snippets.ts';
import { trustHandlers } from './routes/trust.ts';
import { RunControl } from './runs/control.ts';
import { RunHub } from './runs/hub.ts';
import { Launcher } from './runs/launch.ts';
import { OwnRuns } from './runs/ownRuns.ts';
import type { Place } from './security/host.ts';
import { Rate } from './security/rate.ts';
import { Sessions } from './security/sessions.ts';
import { workspaceId } from './serverState.ts';
import { feedFinder } from './sockets/findFeed.ts';
import { SocketHub } from './sockets/hub.ts';
import { workspaceFeed } from './sockets/workspaceFeed.ts';
import { TrustStore } from './trust/store.ts';
import { userFolders, type UserFolders } from './userFolders.ts';

export interface AssemblyOptions {
  /** The workspace. */
  readonly dir: string;
  /** Run store; `<workspace>/.iterion` by default. */
  readonly storeDir?: string;
  /** Folder of the built editor; without it only the API is served. */
  readonly staticDir?: string;
  /** Folder of the bundled examples. */
  readonly examplesDir?: string;
  /** Further exact Host names. */
  readonly allowedHosts?: readonly string[];
  readonly tls?: { readonly cert: string | Buffer; readonly key: string | Buffer };
  readonly readOnly?: boolean;
  /** How long runs may take to pause at shutdown; 10 s by default. */
  readonly graceMs?: number;
  readonly logLevel?: Level;
  /** Where log lines go; standard error by default. */
  readonly writeLog?: (line: string) => void;
  /** The user's own folders, by the platform's conventions by default. */
  readonly folders?: UserFolders;
  /** The environment runs get; that of this process by default. No `.env` is read (S-SEC-11). */
  readonly env?: NodeJS.ProcessEnv;
  /** Check answers against the route table; for development and tests. */
  readonly validateAnswers?: boolean;
  /** Bounds of the analysis of one text. */
  readonly analysis?: Partial<AnalysisLimits>;
  /** Poll the workspace instead of watching it. */
  readonly pollFiles?: boolean;
  readonly now?: () => number;
}

export interface Assembly {
  readonly app: FastifyInstance;
  readonly sessions: Sessions;
  readonly log: Log;
  readonly folders: UserFolders;
  /** Real path of the workspace. */
  readonly workspace: string;
  /** Tells the gate where the server can be reached. */
  readonly settle: (port: number) => Place;
  /** Stops in order (S-API-21); resolves with the ids of own runs that were stopped. */
  readonly close: () => Promise<readonly string[]>;
}

export async function assembleServer(options: AssemblyOptions): Promise<Assembly> {
  const log = createLog(options.logLevel ?? 'info', options.writeLog ?? ((line) => void process.stderr.write(line)));
  const realEnv = options.env ?? process.env;
  const folders = options.folders ?? userFolders(realEnv);
  const readOnly = options.readOnly ?? false;
  const epoch = randomBytes(8).toString('hex');
  const changes = new Changes();
  const files = await WorkspaceFiles.open(options.dir, changes, options.now);
  const workspace = files.root.real;
  const watcher = new WorkspaceWatcher({ root: files.root, changes, log, poll: options.pollFiles ?? false });
  await watcher.start();

  const analysis = new Analysis(options.analysis);
  const language = new Language(analysis);
  const env = loadEnvironment({ cwd: workspace, envFile: false, real: realEnv }).env;
  const models = loadModelTable([
    { path: join(folders.config, 'models.json'), required: false },
    ...(realEnv['ITERION_MODELS_FILE'] ? [{ path: realEnv['ITERION_MODELS_FILE'], required: true }] : []),
  ]);
  const environment = (asked: readonly string[]): EnvironmentReport => environmentReport(realEnv, asked);
  const store = openStore(options.storeDir ?? join(workspace, '.iterion'));
  const hub = new RunHub({ store, workspace, epoch, log });
  const own = new OwnRuns(log, (runId) => hub.look(runId));
  const trust = new TrustStore(folders.config, workspace);
  const launcher = new Launcher({ files, language, trust, store, hub, own, env });
  const control = new RunControl({ files, language, trust, store, hub, own, env });

  const sessions = new Sessions(options.now);
  let place: Place = { port: 0, tls: options.tls !== undefined, allowedHosts: options.allowedHosts ?? [] };
  const feed = workspaceFeed(files.root, changes, epoch);
  const documents = {
    diagnose: (text: string) => language.diagnose(text),
    diagnoseEnvironment: diagnoseEnvironment(language, environment),
    textOf: async (path: string, hash: string) => {
      const content = await files.read(path);
      return content.hash === hash ? content.text : null;
    },
    watch: (path: string, hash: string | null) => watcher.open(path, hash),
  };
  const sockets = new SocketHub(
    {
      epoch,
      findFeed: feedFinder(feed, hub),
      documents: (send: (message: ServerMessage) => void) => new DocumentSessions(documents, send),
    },
    sessions,
  );

  const app = await buildApp({
    gate: { place: () => place, sessions, rate: new Rate(options.now) },
    handlers: {
      ...sessionHandlers({
        sessions,
        place: () => place,
        workspace: { id: workspaceId(workspace), name: basename(workspace), root: workspace },
        readOnly,
        features: () => [watcher.mode],
        epoch,
        environment,
      }),
      ...fileHandlers(files),
      ...languageHandlers({
        files,
        language,
        examples: await loadExamples(options.examplesDir ?? null, (text) => language.compile(text)),
        diagnoseEnvironment: documents.diagnoseEnvironment,
        models,
      }),
      ...preferenceHandlers(new PreferenceStore(folders.config)),
      ...snippetHandlers(new SnippetStore(files.root, folders.config), language),
      ...trustHandlers(files, language, trust),
      ...downloadHandlers(files, hub, options.now),
      ...runHandlers({
        hub,
        launcher,
        control,
        files,
        language,
        prepare: { files, language, trust, hub, environment },
      }),
    },
    log,
    readOnly,
    staticDir: options.staticDir ?? null,
    validateAnswers: options.validateAnswers ?? false,
    onSocket: (socket, principal) => sockets.accept(socket, principal),
    socketFree: () => sockets.free,
    ...(options.tls === undefined ? {} : { tls: options.tls }),
  });
  hub.start();

  return {
    app,
    sessions,
    log,
    folders,
    workspace,
    settle: (port) => (place = { ...place, port }),
    close: async () => {
      const draining = own.drain(options.graceMs ?? 10_000);
      sockets.close();
      const stopped = await draining;
      hub.close();
      feed.close();
      // Requests still in flight get two seconds; what hangs longer is cut off.
      const cut = setTimeout(() => app.server.closeAllConnections(), 2000);
      await app.close();
      clearTimeout(cut);
      await watcher.close();
      await analysis.close();
      return stopped;
    },
  };
}
