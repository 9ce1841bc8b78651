// The fold of a run as marks on the canvas (E-VIS-11, E-RUN-14): one status per node, one count per edge. Pure; parts that did not
// change keep their identity, so that an event renders only the cards it concerns.
import type { CompiledGraph, EdgeId, NodeId } from '@iterion/dsl';
import { isMap, type View, type ViewExecution } from '@iterion/engine';
import type { EdgeRun, NodeRun, NodeStatus, RunStatus } from '../../canvas/runStatus.ts';
import { lastPath } from './lastPath.ts';
import { cost, duration } from './words.ts';

const STATUS: { readonly [S in ViewExecution['status']]: NodeStatus } = {
  running: 'running',
  retrying: 'retrying',
  paused_waiting_human: 'waiting',
  finished: 'finished',
  failed: 'failed',
  interrupted: 'cancelled',
};

/** Traversals older than so many events are not news any more. */
const newsEvents = 40;

/**
 * `until`: milliseconds since the epoch at which what runs is looked at; null while it really runs and cards may count up themselves. A
 * moment of the past, and a run whose process or server is gone, stand still.
 */
export function overlayOf(graph: CompiledGraph, view: View, until: number | null, previous?: RunStatus): RunStatus {
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
    const next = executions === undefined ? (ended ? skipped : undefined) : nodeRun(executions, until);
    if (next === undefined) continue;
    const before = previous?.nodes[id];
    nodes[id] = before !== undefined && sameRun(before, next) ? before : next;
  }
  return { nodes, edges: edgesOf(graph, view, previous), seq: view.last_seq };
}

function edgesOf(graph: CompiledGraph, view: View, previous: RunStatus | undefined): RunStatus['edges'] {
  const path = lastPath(graph, view);
  const refused = refusedAtTheEnd(view);
  const edges: Record<EdgeId, EdgeRun> = {};
  for (const { id } of graph.edges) {
    const facts = view.edge_facts[id];
    const why = refused.get(id) ?? (facts?.note == null ? undefined : `not taken: ${facts.note.detail}`);
    if (facts === undefined && why === undefined) continue;
    const seq = facts?.taken_seq ?? null;
    const seen = previous !== undefined && previous.seq >= 0 && seq !== null && seq > previous.seq;
    const before = previous?.edges[id];
    const pulse = seen && view.last_seq - previous.seq <= newsEvents ? seq : before?.pulse;
    const next: EdgeRun = {
      taken: view.edges[id] ?? 0,
      onPath: path.has(id),
      ...(why === undefined ? {} : { note: why }),
      ...(pulse === undefined ? {} : { pulse }),
    };
    edges[id] = before !== undefined && sameEdge(before, next) ? before : next;
  }
  return edges;
}

/** A run that found no edge to take says of each why not (R-EDGE-06). */
function refusedAtTheEnd({ run }: View): ReadonlyMap<EdgeId, string> {
  const details = run.failure?.details;
  const edges =
    typeof details === 'object' && details !== null && !Array.isArray(details) ? details['edges'] : undefined;
  const found = new Map<EdgeId, string>();
  if (Array.isArray(edges))
    for (const entry of edges)
      if (isMap(entry) && typeof entry['edge'] === 'string' && typeof entry['detail'] === 'string')
        found.set(entry['edge'], `not taken: ${entry['detail']}`);
  return found;
}

const sameEdge = (a: EdgeRun, b: EdgeRun): boolean =>
  a.taken === b.taken && a.onPath === b.onPath && a.note === b.note && a.pulse === b.pulse;

const skipped: NodeRun = { status: 'skipped' };

function nodeRun(executions: readonly ViewExecution[], until: number | null): NodeRun {
  const latest = newest(executions);
  const status = STATUS[latest.status];
  const started = Date.parse(latest.attempts.at(-1)?.started_at ?? latest.started_at);
  const stands = status === 'running' && until !== null;
  const note = stands ? duration(until - started) : noteOf(latest);
  return {
    status,
    ...(note === undefined ? {} : { note }),
    ...(status === 'running' && !stands ? { since: started } : {}),
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
      return finishedNote(execution);
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

/** How long it took and what it cost; nothing for what took no time and no money. */
function finishedNote({ active_s, cost_usd, cost_incomplete }: ViewExecution): string | undefined {
  const parts = [
    ...(active_s === 0 ? [] : [duration(active_s * 1000)]),
    ...(cost_usd > 0 || cost_incomplete ? [cost(cost_usd, cost_incomplete)] : []),
  ];
  return parts.length === 0 ? undefined : parts.join(' ');
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
