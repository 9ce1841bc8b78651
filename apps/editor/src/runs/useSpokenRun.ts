// Says what a run does while it is shown (E-A11Y-05).
import { useEffect } from 'react';
import { announce } from '../app/announce.tsx';
import { newsOf } from './kernels/news.ts';
import type { RunStore } from './runStore.ts';

export function useSpokenRun(store: RunStore): void {
  useEffect(
    () =>
      store.subscribe((now, before) => {
        // The first snapshot tells the past.
        if (!before.loaded || now.view === before.view) return;
        for (const message of newsOf(before.view, now.view)) announce(message, 'live');
      }),
    [store],
  );
}
