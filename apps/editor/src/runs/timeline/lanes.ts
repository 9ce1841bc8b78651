// Lanes of the timeline (E-RUN-18): one per branch in tree order, one bar per attempt. Pure. Durations are never negative; open bars
// end at `now`.
import type { View } from '@iterion/engine';

interface Bar {
  readonly key: string;
  readonly node: string;
  readonly execution: string;
  readonly iteration: number;
  readonly attempt: number;
  /** Milliseconds since the epoch. */
  readonly from: number;
  readonly to: number;
  readonly open: boolean;
  readonly status: 'running' | 'finished' | 'failed' | 'waiting' | 'interrupted';
}
interface Lane {
  readonly branch: string;
  readonly label: string;
  readonly depth: number;
  readonly bars: readonly Bar[];
}
export interface Lanes {
  readonly lanes: readonly Lane[];
  readonly from: number;
  readonly to: number;
}

export function lanesOf(view: View, now: number): Lanes {
  const keys = laneKeys(view);
  const byLane = new Map<string, Bar[]>();
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const execution of view.executions) {
    const lane = keys.get(execution.branch_id) ?? execution.branch_id;
    for (const attempt of execution.attempts) {
      const start = Date.parse(attempt.started_at);
      const open = attempt.ended_at === undefined;
      const end = Math.max(start, open ? now : Date.parse(attempt.ended_at ?? attempt.started_at));
      from = Math.min(from, start);
      to = Math.max(to, end);
      const bar: Bar = {
        key: `${execution.execution_id}@${attempt.attempt}`,
        node: execution.ir_node_id,
        execution: execution.execution_id,
        iteration: execution.loop_iteration,
        attempt: attempt.attempt,
        from: start,
        to: end,
        open,
        status: statusOf(attempt.end, open, attempt.waiting_since !== undefined),
      };
      const list = byLane.get(lane);
      if (list) list.push(bar);
      else byLane.set(lane, [bar]);
    }
  }
  const lanes: Lane[] = [];
  const shown = new Set<string>();
  for (const branch of [undefined, ...view.branches]) {
    const id = branch?.branch_id ?? 'main';
    const lane = keys.get(id) ?? id;
    const bars = byLane.get(lane);
    if (bars === undefined || shown.has(lane)) continue;
    shown.add(lane);
    const label = id === 'main' ? id : (branch?.first_node ?? id);
    lanes.push({ branch: id, label, depth: lane.split('/').length - 1, bars });
  }
  return lanes.length === 0 ? { lanes, from: now, to: now + 1 } : { lanes, from, to: Math.max(to, from + 1) };
}

/** Branches that go the same way share a lane: of a fan-out in a loop each lap makes new ones. */
function laneKeys(view: View): ReadonlyMap<string, string> {
  const keys = new Map<string, string>();
  for (const { branch_id, parent, router, first_node } of view.branches)
    keys.set(branch_id, parent === null ? branch_id : `${keys.get(parent) ?? parent}/${router} ${first_node}`);
  return keys;
}

function statusOf(end: string | undefined, open: boolean, waiting: boolean): Bar['status'] {
  if (open) return waiting ? 'waiting' : 'running';
  if (end === 'finished') return 'finished';
  if (end === 'failed') return 'failed';
  return end === 'question' || end === 'pause' ? 'waiting' : 'interrupted';
}
