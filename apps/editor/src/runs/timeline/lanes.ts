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
  const byBranch = new Map<string, Bar[]>();
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const execution of view.executions) {
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
      const list = byBranch.get(execution.branch_id);
      if (list) list.push(bar);
      else byBranch.set(execution.branch_id, [bar]);
    }
  }
  const lanes: Lane[] = [];
  const names = new Map(view.branches.map(({ branch_id, first_node }) => [branch_id, first_node]));
  const parents = new Map(view.branches.map((branch) => [branch.branch_id, branch.parent]));
  const depthOf = (branch: string): number => {
    let depth = 0;
    for (let at = parents.get(branch) ?? null; at !== null && depth < 100; at = parents.get(at) ?? null) depth += 1;
    return depth;
  };
  const ordered = ['main', ...view.branches.map((branch) => branch.branch_id).filter((id) => id !== 'main')];
  for (const branch of ordered) {
    const bars = byBranch.get(branch);
    if (bars !== undefined)
      lanes.push({
        branch,
        label: (branch === 'main' ? null : names.get(branch)) ?? branch,
        depth: depthOf(branch),
        bars,
      });
  }
  return lanes.length === 0 ? { lanes, from: now, to: now + 1 } : { lanes, from, to: Math.max(to, from + 1) };
}

function statusOf(end: string | undefined, open: boolean, waiting: boolean): Bar['status'] {
  if (open) return waiting ? 'waiting' : 'running';
  if (end === 'finished') return 'finished';
  if (end === 'failed') return 'failed';
  return end === 'question' || end === 'pause' ? 'waiting' : 'interrupted';
}
