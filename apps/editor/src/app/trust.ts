// Whether files of the workspace are trusted to run, as of their version on disk. Asked once for each version, whoever shows it; null while
// unknown. What was granted since is asked again.
import { useEffect } from 'react';
import { create } from 'zustand';
import { ApiError, api } from '../server/api.ts';
import { useConnection } from '../server/connection.ts';

export type TrustState = 'trusted' | 'untrusted' | 'changed';

interface Known {
  readonly hash: string;
  /** null while the answer is on its way. */
  readonly state: TrustState | null;
}
const useKnown = create<{ readonly files: ReadonlyMap<string, Known> }>(() => ({ files: new Map() }));

function note(path: string, known: Known | null): void {
  useKnown.setState(({ files }) => {
    const next = new Map(files);
    if (known) next.set(path, known);
    else next.delete(path);
    return { files: next };
  });
}
/** Trust was granted or taken away here. */
export function forgetTrust(path: string): void {
  note(path, null);
}

/** `valid`: a text with errors has no manifest to trust. */
export function useTrust(path: string | null, hash: string | null, valid: boolean): TrustState | null {
  const connected = useConnection((state) => state.state === 'connected');
  const known = useKnown(({ files }) => (path === null ? undefined : files.get(path)));
  const isKnown = known !== undefined && known.hash === hash;
  useEffect(() => {
    if (path !== null && hash !== null && valid && connected && !isKnown) void askFor(path, hash);
  }, [path, hash, valid, connected, isKnown]);
  return isKnown ? known.state : null;
}

async function askFor(path: string, hash: string): Promise<void> {
  note(path, { hash, state: null });
  try {
    const { state } = await api.call('trust.read', { query: { path } });
    if (useKnown.getState().files.get(path)?.hash === hash) note(path, { hash, state });
  } catch (error) {
    // A file that is not there yet, a server that is gone: both are said elsewhere.
    if (!(error instanceof ApiError)) throw error;
    if (error.code === 'network') note(path, null);
  }
}
