// Where the server listens (S-SEC-01, S-CLI-01): the loopback, or elsewhere only with TLS and an explicit word; the default port or the next free one.
import type { FastifyInstance } from 'fastify';

export interface ListenOptions {
  /** An explicit port must be free; 0 is any. Without one: 4891, or the next free up to 4910. */
  readonly port?: number;
  /** 127.0.0.1 by default; ::1 is as good. Any other address needs `allowRemote` and `tls`. */
  readonly bind?: string;
  readonly allowRemote?: boolean;
  readonly tls?: { readonly cert: string | Buffer; readonly key: string | Buffer };
}

export const DEFAULT_PORT = 4891;
const LAST_PORT = 4910;

/** A request that cannot be served as asked; the command line exits with 2 on `usage`. */
export class ListenError extends Error {
  override readonly name = 'ListenError';
  readonly reason: 'usage' | 'busy';

  constructor(reason: 'usage' | 'busy', message: string) {
    super(message);
    this.reason = reason;
  }
}

/** Whether the address is this machine only. */
function isLoopback(bind: string): boolean {
  return bind === '127.0.0.1' || bind === '::1';
}

/** Refuses what S-SEC-01 refuses; nothing is bound yet. */
export function checkBind(options: ListenOptions): void {
  if (isLoopback(options.bind ?? '127.0.0.1')) return;
  if (options.allowRemote === true && options.tls !== undefined) return;
  throw new ListenError('usage', 'Another address than the loopback needs --allow-remote, --tls-cert and --tls-key.');
}

/** Listens; returns the port. */
export async function listen(app: FastifyInstance, options: ListenOptions): Promise<number> {
  checkBind(options);
  const host = options.bind ?? '127.0.0.1';
  if (options.port !== undefined) {
    if (await tryPort(app, host, options.port)) return portOf(app);
    throw new ListenError('busy', `Port ${options.port} is in use. Choose another with --port, or 0 for any.`);
  }
  for (let port = DEFAULT_PORT; port <= LAST_PORT; port += 1) if (await tryPort(app, host, port)) return portOf(app);
  throw new ListenError(
    'busy',
    `All ports from ${DEFAULT_PORT} to ${LAST_PORT} are in use. Choose one with --port, or 0 for any.`,
  );
}

async function tryPort(app: FastifyInstance, host: string, port: number): Promise<boolean> {
  try {
    await app.ready();
    await new Promise<void>((resolve, reject) => {
      app.server.once('error', reject);
      app.server.listen({ host, port }, () => {
        app.server.off('error', reject);
        resolve();
      });
    });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return false;
    throw error;
  }
}

function portOf(app: FastifyInstance): number {
  const address = app.server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The server has no address.');
  return address.port;
}
