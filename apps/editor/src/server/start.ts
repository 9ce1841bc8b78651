// Brings up the connection when the page loads: exchange the code of the link, learn about the server, open the socket.
import { PROTOCOL } from '@iterion/protocol';
import { ApiError, api } from './api.ts';
import { setConnection } from './connection.ts';
import { codeInAddress, forgetCode, keepSessionKey, onNewKey, sessionKey } from './session.ts';
import { startSocket } from './socket.ts';

/** Held until the server took it: the address bar forgets it at once. */
let code = codeInAddress(location.hash);

/** Never rejects: whatever goes wrong is a state of the connection, and the editor works without (E-DOC-12). */
export async function startConnection(): Promise<void> {
  try {
    await exchangeCode();
    if (sessionKey() === null) {
      setConnection({ state: 'unauthenticated' });
      return;
    }
    const info = await api.call('server.info');
    const spoken = info.protocol.min <= PROTOCOL.max && info.protocol.max >= PROTOCOL.min;
    setConnection({ info, ...(spoken ? {} : { state: 'outdated' as const }) });
    if (spoken) startSocket(() => void askWhy());
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.status === 401) setConnection({ state: 'unauthenticated' });
    else if (error.code === 'protocol_unsupported') setConnection({ state: 'outdated' });
    else {
      setConnection({ state: 'offline' });
      setTimeout(() => void startConnection(), 2000);
    }
  }
}

/** The socket was refused: by nobody, or by a server that has other sessions now. */
async function askWhy(): Promise<void> {
  try {
    await api.call('server.info');
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.status === 401) setConnection({ state: 'unauthenticated', retryAt: null });
  }
}

/** A new link opened in any tab of this browser is a new session for all of them. */
export function followSession(): void {
  onNewKey(() => void startConnection());
}

async function exchangeCode(): Promise<void> {
  if (code === null) return;
  forgetCode();
  try {
    const { key } = await api.call('session.create', { body: { code } });
    code = null;
    keepSessionKey(key);
  } catch (error) {
    if (error instanceof ApiError && error.code !== 'network') code = null;
    // A used or expired code matters only when there is no session from before.
    if (!(error instanceof ApiError && error.code === 'code_invalid' && sessionKey() !== null)) throw error;
  }
}
