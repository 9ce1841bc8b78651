// A socket client for tests: sends messages, waits for the next one of a kind, keeps the others in order.
import { SUBPROTOCOL, serverMessage, type ClientMessage, type ServerMessage } from '@iterion/protocol';

const PATIENCE_MS = 8_000;
type Kind = ServerMessage['t'];

export class TestSocket {
  readonly closed: Promise<number>;
  readonly #socket: WebSocket;
  #arrived: ServerMessage[] = [];
  #wake: () => void = () => undefined;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => {
      this.#arrived.push(serverMessage.parse(JSON.parse(data as string)));
      this.#wake();
    });
    this.closed = new Promise((resolve) => socket.addEventListener('close', ({ code }) => resolve(code)));
  }

  /** As a command-line client. */
  static open(port: number, bearer: string): Promise<TestSocket> {
    return TestSocket.openWith(port, { authorization: `Bearer ${bearer}` }, [SUBPROTOCOL]);
  }

  static async openWith(port: number, headers: Record<string, string>, protocols: string[]): Promise<TestSocket> {
    // Node's WebSocket takes headers, which a browser's does not.
    const socket = new WebSocket(`ws://127.0.0.1:${port}/api/ws`, { protocols, headers });
    const test = new TestSocket(socket);
    await new Promise<void>((resolve, reject) => {
      socket.addEventListener('open', () => resolve());
      socket.addEventListener('error', () => reject(new Error('The socket was refused.')));
    });
    return test;
  }

  send(message: ClientMessage): void {
    this.#socket.send(JSON.stringify(message));
  }

  sendText(text: string): void {
    this.#socket.send(text);
  }

  close(): void {
    this.#socket.close();
  }

  /** The next message of one of these kinds; earlier ones of other kinds are dropped. */
  async next<K extends Kind>(...kinds: readonly K[]): Promise<Extract<ServerMessage, { t: K }>> {
    const until = Date.now() + PATIENCE_MS;
    for (;;) {
      for (let message = this.#arrived.shift(); message !== undefined; message = this.#arrived.shift()) {
        if (kinds.includes(message.t as K)) return message as Extract<ServerMessage, { t: K }>;
      }
      if (Date.now() > until) throw new Error(`No ${kinds.join(' or ')} within ${PATIENCE_MS} ms.`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 100);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }
}
