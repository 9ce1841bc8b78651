// How the editor stands to its server: what the status bar shows and what saving and running ask before they try (E-DOC-12).
import type { ServerInfo } from '@iterion/protocol';
import { create } from 'zustand';

/**
 * `connecting` before the first answer · `connected` · `offline`: nothing answers, we try again · `unauthenticated`: the link has
 * expired or was used, a new one is needed · `outdated`: the server speaks another protocol, the page must be reloaded.
 */
export type ConnectionState = 'connecting' | 'connected' | 'offline' | 'unauthenticated' | 'outdated';

interface Connection {
  readonly state: ConnectionState;
  readonly info: ServerInfo | null;
  /** When the next attempt is made, in milliseconds since the epoch; null while connected or given up. */
  readonly retryAt: number | null;
  /** When `state` became what it is, in milliseconds since the epoch. */
  readonly since: number;
}

export const useConnection = create<Connection>(() => ({
  state: 'connecting',
  info: null,
  retryAt: null,
  since: Date.now(),
}));

export function setConnection(patch: Partial<Omit<Connection, 'since'>>): void {
  useConnection.setState((before) =>
    patch.state === undefined || patch.state === before.state ? patch : { ...patch, since: Date.now() },
  );
}
export function isConnected(): boolean {
  return useConnection.getState().state === 'connected';
}

/** Why nothing can be saved on this server, whatever the file; null when it can (E-FILE-11). */
export function useServerReadOnly(): string | null {
  return useConnection(({ info }) => readOnlyReason(info));
}
export function serverReadOnly(): string | null {
  return readOnlyReason(useConnection.getState().info);
}
function readOnlyReason(info: ServerInfo | null): string | null {
  return info?.readOnly === true ? 'The server was started read-only.' : null;
}
