// The fold of a run as marks on the canvas (E-VIS-11, E-RUN-14): one status per node, one count per edge. Pure; parts that did not
// change keep their identity, so that an event renders only the cards it concerns.
import type { CompiledGraph, NodeId } from '@iterion/dsl';
import type { View, ViewExecution } from '@iterion/engine';
import type { NodeRun, NodeStatus, RunStatus } from '../../canvas/runStatus.ts';
import { duration } from './words.ts';

const STATUS: { readonly [S in ViewExecution['status']]: NodeStatus } = {
  running: 'running',
  retrying: 'retrying',
  paused_waiting_human: 'waiting',
  finished: 'finished',
  failed: 'failed',
  interrupted: 'cancelled',
};

export function overlayOf(graph: CompiledGraph, view: View, previous?: RunStatus): RunStatus {
  const byNode = new Map<NodeId, ViewExecution[]>();
  for (const execution of view.executions) {
    const list = byNode.get(execution.ir_node_id);
    if (list) list.push(execution);
    else byNode.set(execution.ir_node_id, [execution]);
  }
  const ended = view.run.finished_at !== null;
  const nodes: Record<NodeId, NodeRun> = {};
  for (const { id } of graph.nodes) {
    const executions = byNode.get(id);
    const next = executions === undefined ? (ended ? skipped : undefined) : nodeRun(executions);
    if (next === undefined) continue;
    const before = previous?.nodes[id];
    nodes[id] = before !== undefined && sameRun(before, next) ? before : next;
  }
  return { nodes, edges: view.edges };
}

const skipped: NodeRun = { status: 'skipped' };

function nodeRun(executions: readonly ViewExecution[]): NodeRun {
  const latest = newest(executions);
  const status = STATUS[latest.status];
  const note = noteOf(latest);
  return {
    status,
    ...(note === undefined ? {} : { note }),
    ...(status === 'running' ? { since: Date.parse(latest.attempts.at(-1)?.started_at ?? latest.started_at) } : {}),
    ...(executions.length > 1 ? { iterations: executions.map((execution) => STATUS[execution.status]) } : {}),
    ...(latest.simulated ? { simulated: true } : {}),
  };
}

/** The execution that last changed; one that still moves goes before one that has ended. */
function newest(executions: readonly ViewExecution[]): ViewExecution {
  const open = executions.filter(({ status }) => status !== 'finished' && status !== 'interrupted');
  const from = open.length > 0 ? open : executions;
  return from.reduce((a, b) => (b.last_seq >= a.last_seq ? b : a));
}

function noteOf(execution: ViewExecution): string | undefined {
  switch (execution.status) {
    case 'finished':
      return duration(execution.active_s * 1000);
    case 'failed':
      return execution.code ?? undefined;
    case 'retrying':
      return `attempt ${execution.attempt + 1}`;
    case 'running':
    case 'paused_waiting_human':
    case 'interrupted':
      return undefined;
    default:
      return execution.status satisfies never;
  }
}

function sameRun(a: NodeRun, b: NodeRun): boolean {
  return (
    a.status === b.status &&
    a.note === b.note &&
    a.since === b.since &&
    a.simulated === b.simulated &&
    a.iterations?.length === b.iterations?.length &&
    (a.iterations ?? []).every((status, index) => status === b.iterations?.[index])
  );
}
