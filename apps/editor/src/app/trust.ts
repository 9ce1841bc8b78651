// Whether a file of the workspace is trusted to run, as of its version on disk. Asked once for each version; null while unknown.
import { useEffect, useState } from 'react';
import { ApiError, api } from '../server/api.ts';
import { useConnection } from '../server/connection.ts';

export type TrustState = 'trusted' | 'untrusted' | 'changed';

export function useTrust(path: string | null, hash: string | null): TrustState | null {
  const connected = useConnection((state) => state.state === 'connected');
  const key = `${path ?? ''} ${hash ?? ''}`;
  const [known, setKnown] = useState<{ readonly key: string; readonly state: TrustState } | null>(null);
  useEffect(() => {
    if (path === null || !connected) return undefined;
    const abort = new AbortController();
    void api.call('trust.read', { query: { path }, signal: abort.signal }).then(
      ({ state }) => setKnown({ key, state }),
      (error: unknown) => {
        // A file that does not compile has no manifest; a server that is gone says so by itself.
        if (!abort.signal.aborted && !(error instanceof ApiError)) throw error;
      },
    );
    return () => abort.abort();
  }, [key, path, connected]);
  return known?.key === key ? known.state : null;
}
