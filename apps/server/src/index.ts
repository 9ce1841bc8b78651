// The editor server: listens on the loopback with the parts of `assembly.ts`, and leaves word of itself for the command line (S-CLI-02).
import { assembleServer, type AssemblyOptions } from './assembly.ts';
import { checkBind, listen, type ListenOptions } from './listen.ts';
import { newLink } from './routes/session.ts';
import { announceServer } from './serverState.ts';

export { DEFAULT_PORT, ListenError } from './listen.ts';
export type { Level } from './log.ts';
export { findServer, type ServerState } from './serverState.ts';
export { userFolders, type UserFolders } from './userFolders.ts';

export type ServerOptions = AssemblyOptions & ListenOptions;

export interface RunningServer {
  readonly url: string;
  readonly port: number;
  /** Real path of the workspace. */
  readonly workspace: string;
  /** A link with a one-time code, for the terminal or the browser. */
  readonly link: string;
  /** Another one; each works once, for ten minutes. */
  readonly newLink: () => string;
  /** Token of command-line clients. */
  readonly bearer: string;
  /** Stops in order (S-API-21); resolves with the ids of own runs that were stopped and can be resumed. */
  readonly close: () => Promise<readonly string[]>;
}

/** Starts the server of a workspace. `ListenError` when it may not or cannot listen where it was asked to (S-SEC-01, S-CLI-01). */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  checkBind(options);
  const { app, sessions, log, folders, workspace, settle, close } = await assembleServer(options);
  let port: number;
  try {
    port = await listen(app, options);
  } catch (error) {
    await close();
    throw error;
  }
  const { tls } = settle(port);
  const url = `${tls ? 'https' : 'http'}://127.0.0.1:${port}`;
  const retract = await announceServer(folders.state, { workspace, url, port, bearer: sessions.bearer });
  log('info', 'listening', { port });

  let closing: Promise<readonly string[]> | null = null;
  const end = async (): Promise<readonly string[]> => {
    const stopped = await close();
    await retract();
    return stopped;
  };
  return {
    url,
    port,
    workspace,
    link: newLink(sessions, url).url,
    newLink: () => newLink(sessions, url).url,
    bearer: sessions.bearer,
    close: () => (closing ??= end()),
  };
}
