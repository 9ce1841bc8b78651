// All runs of the workspace, live (E-RUN-53, E-RUN-60): headers by id from the `runs` channel.
import type { Interaction, RunHeader, RunsItem } from '@iterion/protocol';
import { useEffect } from 'react';
import { create } from 'zustand';
import { subscribe } from '../server/socket.ts';

interface Runs {
  readonly loaded: boolean;
  readonly headers: ReadonlyMap<string, RunHeader>;
}
export const useRuns = create<Runs>(() => ({ loaded: false, headers: new Map() }));

let users = 0;
let stop: (() => void) | null = null;

/** Keeps the list of runs current while the calling component is mounted. */
export function useFollowRuns(): void {
  useEffect(() => {
    users += 1;
    stop ??= subscribe('runs', {
      snapshot: (state) =>
        useRuns.setState({
          loaded: true,
          headers: new Map((state as { items: RunHeader[] }).items.map((header) => [header.id, header])),
        }),
      items: (items) =>
        useRuns.setState(({ headers }) => {
          const next = new Map(headers);
          for (const item of items as readonly RunsItem[]) {
            if (item.kind === 'removed') next.delete(item.id);
            else next.set(item.header.id, item.header);
          }
          return { headers: next };
        }),
    });
    return () => {
      users -= 1;
      if (users > 0) return;
      stop?.();
      stop = null;
    };
  }, []);
}

/** Open and recently answered questions, oldest first, live. */
export const useQuestions = create<{ readonly loaded: boolean; readonly items: readonly Interaction[] }>(() => ({
  loaded: false,
  items: [],
}));

const sameQuestion = (a: Interaction, b: Interaction): boolean => a.id === b.id && a.runId === b.runId;

export function useFollowQuestions(): void {
  useEffect(
    () =>
      subscribe('inbox', {
        snapshot: (state) => useQuestions.setState({ loaded: true, items: (state as { items: Interaction[] }).items }),
        items: (items) =>
          useQuestions.setState(({ items: known }) => {
            let next = [...known];
            for (const item of items as readonly Interaction[]) {
              next = next.some((other) => sameQuestion(other, item))
                ? next.map((other) => (sameQuestion(other, item) ? item : other))
                : [...next, item];
            }
            return { items: next };
          }),
      }),
    [],
  );
}
