// One followed run: the engine's fold of its events, kept current over the socket (E-RUN-10). The store lives as long as somebody
// shows the run; a snapshot never replaces newer events (R-VIEW-07).
import { emptyView, newerView, type RunEvent, type View, viewAll } from '@iterion/engine';
import { useEffect } from 'react';
import { createStore, type StoreApi, useStore } from 'zustand';
import { subscribe } from '../server/socket.ts';

export interface FollowedRun {
  readonly view: View;
  readonly loaded: boolean;
  /** The run is gone, or cannot be read: why. */
  readonly gone: string | null;
}
export type RunStore = StoreApi<FollowedRun>;

interface Followed {
  readonly store: RunStore;
  users: number;
  stop: (() => void) | null;
}
const followed = new Map<string, Followed>();

function followedRun(runId: string): Followed {
  let entry = followed.get(runId);
  if (entry === undefined) {
    entry = {
      store: createStore<FollowedRun>(() => ({ view: emptyView(), loaded: false, gone: null })),
      users: 0,
      stop: null,
    };
    followed.set(runId, entry);
  }
  return entry;
}

function follow(runId: string): () => void {
  const entry = followedRun(runId);
  const { store } = entry;
  entry.users += 1;
  entry.stop ??= subscribe(`run:${runId}`, {
    snapshot: (state) =>
      store.setState(({ view }) => ({ view: newerView(view, state as View), loaded: true, gone: null })),
    items: (items) => store.setState(({ view }) => ({ view: viewAll(view, items as readonly RunEvent[]) })),
    ended: (reason) => store.setState({ gone: reason }),
    failed: (_code, message) => store.setState({ gone: message }),
  });
  return () => {
    entry.users -= 1;
    if (entry.users > 0) return;
    entry.stop?.();
    followed.delete(runId);
  };
}

/** Follows a run while the calling component is mounted. */
export function useRunStore(runId: string): RunStore {
  const { store } = followedRun(runId);
  useEffect(() => follow(runId), [runId]);
  return store;
}

export function useRun<T>(store: RunStore, pick: (run: FollowedRun) => T): T {
  return useStore(store, pick);
}
