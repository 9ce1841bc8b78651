// Requests as an attacker writes them, byte by byte, on a real connection: no client library tidies them up.
import { connect } from 'node:net';

export interface RawAnswer {
  readonly status: number;
  readonly headers: string;
  readonly body: string;
  /** The error code of the body, '' when there is none. */
  readonly code: string;
}

/** Sends the bytes and reads until the server closes, or until `patienceMs`; status 0 when nothing came. */
export function rawRequest(port: number, bytes: string, patienceMs = 5_000): Promise<RawAnswer> {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    const finish = (): void => {
      clearTimeout(timer);
      socket.destroy();
      const [headers = '', ...rest] = text.split('\r\n\r\n');
      const body = rest.join('\r\n\r\n');
      const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(headers)?.[1] ?? 0);
      resolve({ status, headers, body, code: /"code":"(\w+)"/.exec(body)?.[1] ?? '' });
    };
    const timer = setTimeout(finish, patienceMs);
    socket.on('data', (data) => (text += data.toString('latin1')));
    socket.on('close', finish);
    socket.on('error', finish);
  });
}

/** The bytes of one request that closes its connection. */
export function bytesOf(method: string, target: string, lines: readonly string[], body = ''): string {
  const length = body === '' ? [] : [`Content-Length: ${Buffer.byteLength(body)}`];
  return [`${method} ${target} HTTP/1.1`, ...lines, ...length, 'Connection: close', '', body].join('\r\n');
}
