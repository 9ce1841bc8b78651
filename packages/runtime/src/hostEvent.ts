// Events that the host itself adds to a log: a refused start, repairs, orphans, worktrees. Everything else comes from `step`.
import { type EventData, type RunEvent, type RunState, apply } from '@iterion/engine';

type HostEventType =
  | 'run_failed'
  | 'log_repaired'
  | 'run_interrupted'
  | 'worktree_created'
  | 'worktree_kept'
  | 'worktree_removed'
  | 'warning';

/** An event of the host before it is numbered and dated. */
export type HostDraft = { [T in HostEventType]: { readonly type: T; readonly data: EventData[T] } }[HostEventType];

/** The events of some drafts, in order, and the state after them. */
export function hostEvents(
  state: RunState,
  now: number,
  drafts: readonly HostDraft[],
): { events: RunEvent[]; state: RunState } {
  const events: RunEvent[] = [];
  let last = state;
  for (const { type, data } of drafts) {
    const next = hostEvent(last, now, type, data);
    events.push(next.event);
    last = next.state;
  }
  return { events, state: last };
}

/** The next event of a log, and the state after it. */
export function hostEvent<T extends HostEventType>(
  state: RunState,
  now: number,
  type: T,
  data: EventData[T],
): { event: RunEvent; state: RunState } {
  const event = {
    seq: state.last_seq + 1,
    timestamp: new Date(now).toISOString(),
    type,
    run_id: state.run_id,
    data,
  } as unknown as RunEvent; // T is one member of the union; the compiler cannot see that type and data belong together
  return { event, state: apply(state, event) };
}
