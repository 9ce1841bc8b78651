// Whether a file of the workspace is trusted to run, as of its version on disk. Asked once for each version; null while unknown.
import { useEffect, useState } from 'react';
import { ApiError, api } from '../server/api.ts';
import { useConnection } from '../server/connection.ts';

export type TrustState = 'trusted' | 'untrusted' | 'changed';

/** `valid`: a text with errors has no manifest to trust. */
export function useTrust(path: string | null, hash: string | null, valid: boolean): TrustState | null {
  const connected = useConnection((state) => state.state === 'connected');
  const key = `${path ?? ''} ${hash ?? ''}`;
  const [known, setKnown] = useState<{ readonly key: string; readonly state: TrustState } | null>(null);
  useEffect(() => {
    if (path === null || !valid || !connected) return undefined;
    const abort = new AbortController();
    void api.call('trust.read', { query: { path }, signal: abort.signal }).then(
      ({ state }) => setKnown({ key, state }),
      (error: unknown) => {
        // A file that is not there yet, a server that is gone: both are said elsewhere.
        if (!abort.signal.aborted && !(error instanceof ApiError)) throw error;
      },
    );
    return () => abort.abort();
  }, [key, path, valid, connected]);
  return known?.key === key ? known.state : null;
}
