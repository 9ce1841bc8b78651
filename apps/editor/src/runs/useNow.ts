// The time, for ages and running durations: one value that ticks while the component is mounted and the page is seen.
import { useEffect, useState } from 'react';

/** Milliseconds since the epoch, renewed every `everyMs`; with null it stands still. */
export function useNow(everyMs: number | null): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (everyMs === null) return undefined;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') setNow(Date.now());
    }, everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
