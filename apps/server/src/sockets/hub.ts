// All connections of the server: who may still connect (S-WS-11), whose credentials have ended (4401), and the goodbye at shutdown (S-API-21).
import type { WebSocket } from '@fastify/websocket';
import { CLOSE, LIMITS } from '@iterion/protocol';
import type { Principal, Sessions } from '../security/sessions.ts';
import { Connection, type ConnectionOptions } from './connection.ts';

/** `setTimeout` takes no longer delays. */
const LONGEST_TIMER = 2 ** 31 - 1;

export class SocketHub {
  readonly #connections = new Map<Connection, Principal>();
  readonly #options: Omit<ConnectionOptions, 'onClose'>;
  readonly #sessions: Sessions;
  readonly #unlisten: () => void;

  constructor(options: Omit<ConnectionOptions, 'onClose'>, sessions: Sessions) {
    this.#options = options;
    this.#sessions = sessions;
    this.#unlisten = sessions.onEnd((id) => {
      for (const [connection, principal] of this.#connections) {
        if (principal.kind === 'session' && principal.id === id) connection.close(CLOSE.expired, 'session ended');
      }
    });
  }

  get free(): boolean {
    return this.#connections.size < LIMITS.socketConnections;
  }

  accept(socket: WebSocket, principal: Principal): void {
    const left = this.#sessions.expiry(principal) - Date.now();
    const connection = new Connection(socket, {
      ...this.#options,
      onClose: (closed) => {
        clearTimeout(timer);
        this.#connections.delete(closed);
      },
    });
    const timer = setTimeout(() => connection.close(CLOSE.expired, 'session expired'), Math.min(left, LONGEST_TIMER));
    this.#connections.set(connection, principal);
  }

  close(): void {
    this.#unlisten();
    for (const connection of this.#connections.keys()) connection.bye('shutdown');
  }
}
