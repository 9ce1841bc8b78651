// The file whose run is on the screen: its tab stays the current one (E-RUN-08).
import { create } from 'zustand';

export const useShownRun = create<{ readonly path: string | null }>(() => ({ path: null }));

/** Returns what ends it. */
export function showRunOf(path: string | null): () => void {
  useShownRun.setState({ path });
  return () => useShownRun.setState({ path: null });
}
