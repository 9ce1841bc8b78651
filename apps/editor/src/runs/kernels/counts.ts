// How many executions stand how (E-SHELL-20), and which node a follower should look at (E-RUN-16). Pure, from the fold alone.
import type { View, ViewExecution, ViewExecutionStatus } from '@iterion/engine';

export interface StatusCounts {
  readonly finished: number;
  readonly running: number;
  readonly waiting: number;
  readonly failed: number;
}

const GROUP: { readonly [S in ViewExecutionStatus]: keyof StatusCounts | null } = {
  running: 'running',
  retrying: 'running',
  paused_waiting_human: 'waiting',
  finished: 'finished',
  failed: 'failed',
  interrupted: null,
};

export function statusCounts(view: View): StatusCounts {
  const counts = { finished: 0, running: 0, waiting: 0, failed: 0 };
  for (const { status } of view.executions) {
    const group = GROUP[status];
    if (group !== null) counts[group] += 1;
  }
  return counts;
}

/** The node that moved last among those that still move, else the one that moved last. */
export function newestNode(view: View): string | null {
  const moving = view.executions.filter(({ status }) => status === 'running' || status === 'paused_waiting_human');
  const from = moving.length > 0 ? moving : view.executions;
  return (
    from.reduce<ViewExecution | null>((a, b) => (a === null || b.last_seq >= a.last_seq ? b : a), null)?.ir_node_id ??
    null
  );
}
