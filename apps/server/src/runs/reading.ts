// What the routes read of one run: pages of its log, one execution in detail, artifacts, source (S-API-13, E-RUN-20 … E-RUN-31).
import { LIMITS, type ArtifactItem, type ExecutionDetail, type Query, type RunEventEnvelope } from '@iterion/protocol';
import type { Json, RunEvent, View } from '@iterion/engine';
import type { Store, StoredArtifact } from '@iterion/runtime';
import { hashOf } from '../files/content.ts';
import { notFound } from '../failure.ts';
import { presentEvent, presentValue } from './payloads.ts';
import type { RunLog } from './runLog.ts';

/** So far around an execution lies what belongs to it without being part of it. */
const NEAR = 64;
const EDGE_WINDOW = 4096;

type EventQuery = NonNullable<Query<'runs.events'>>;
type Execution = View['executions'][number];

/** A page after `after`, or the page that ends before `before`. */
export function eventPage(
  log: RunLog,
  query: EventQuery,
): { items: RunEventEnvelope[]; firstSeq: number | null; lastSeq: number | null; counts: Record<string, number> } {
  const limit = query.limit ?? LIMITS.listDefault;
  const execution = query.execution === undefined ? null : findExecution(log, query.execution);
  const types = query.types === undefined ? null : new Set(query.types.split(',').map((type) => type.trim()));
  const wanted = (event: RunEvent): boolean =>
    (types === null || types.has(event.type)) &&
    (query.node === undefined || event.node_id === query.node) &&
    (execution === null || belongs(event, execution)) &&
    (query.q === undefined || JSON.stringify(event).toLowerCase().includes(query.q.toLowerCase()));

  let items: RunEvent[] = [];
  if (query.before !== undefined && query.after === undefined) {
    // Backwards in growing windows, so that a tail is cheap and a rare match is still found.
    let to = Math.min(query.before - 1, log.head());
    for (let width = limit; to >= 0 && items.length < limit; width *= 4) {
      const from = Math.max(0, to - width + 1);
      items = [...[...log.events(from, to)].filter(wanted), ...items].slice(-limit);
      to = from - 1;
    }
  } else {
    const last = query.before === undefined ? log.head() : query.before - 1;
    for (const event of log.events(query.after === undefined ? 0 : query.after + 1, last)) {
      if (wanted(event)) items.push(event);
      if (items.length === limit) break;
    }
  }
  return {
    items: items.map(shown),
    firstSeq: items[0]?.seq ?? null,
    lastSeq: items.at(-1)?.seq ?? null,
    counts: { ...log.counts },
  };
}

export function executionDetail(log: RunLog, id: string): ExecutionDetail {
  const execution = findExecution(log, id);
  const events = [...log.events(execution.first_seq, execution.last_seq)].filter((event) => belongs(event, execution));
  // The ways out are taken after the finish and belong to the same activation.
  const after = [...log.events(execution.last_seq + 1, execution.last_seq + NEAR)].filter(
    (event) => (event.type === 'edge_selected' || event.type === 'fan_out_started') && belongs(event, execution),
  );
  // A convergence is told of before what it starts.
  const ready = [...log.events(Math.max(0, execution.first_seq - NEAR), execution.first_seq - 1)].filter(
    (event) => event.type === 'join_ready' && belongs(event, execution),
  );
  const all = [...ready, ...events, ...after.filter((event) => !events.includes(event))];
  const input = all.find((event) => event.seq === execution.input_seq);
  const output = all.find((event) => event.seq === execution.output_seq);
  return {
    execution: { ...execution },
    input: input?.type === 'node_started' ? presentValue(input.data.input, input.seq, '/input') : null,
    ...(output?.type === 'node_finished' ? { output: presentValue(output.data.output, output.seq, '/output') } : {}),
    prompts: all.flatMap((event) =>
      event.type === 'llm_prompt'
        ? [
            {
              attempt: event.attempt ?? 1,
              system: presentValue(event.data.system_prompt ?? '', event.seq, '/system_prompt'),
              user: presentValue(event.data.user_message ?? '', event.seq, '/user_message'),
            },
          ]
        : [],
    ),
    edgesIn: edgesInto(log, execution),
    edgesOut: all.flatMap((event) =>
      event.type === 'edge_selected' ? [event.data.edge] : event.type === 'fan_out_started' ? event.data.edges : [],
    ),
    events: all.map(shown),
  };
}

/**
 * The edges by which the activation was entered: at a convergence the last one of each branch that was merged there, else the last one into
 * its node before its start, on its own branch if there is one.
 */
function edgesInto(log: RunLog, execution: Execution): string[] {
  const { ir_node_id: node, branch_id: own, first_seq: start, loop_iteration: iteration } = execution;
  const merged = new Map<string, string>();
  let last: { readonly edge: string; readonly own: boolean } | null = null;
  let joined: readonly string[] = [];
  for (const event of log.events(Math.max(0, start - EDGE_WINDOW), start)) {
    if (
      event.type === 'join_ready' &&
      event.node_id === node &&
      event.iteration === iteration &&
      belongs(event, execution)
    )
      joined = event.data.branches.map((branch) => branch.branch_id);
    if (event.type !== 'edge_selected' || event.data.to !== node) continue;
    const branch = event.branch_id ?? 'main';
    merged.set(branch, event.data.edge);
    if (last === null || !last.own || branch === own) last = { edge: event.data.edge, own: branch === own };
  }
  const edges = joined.flatMap((branch) => merged.get(branch) ?? []);
  return edges.length > 0 ? edges : last === null ? [] : [last.edge];
}

function findExecution(log: RunLog, id: string): Execution {
  const execution = log.view.executions.find((each) => each.execution_id === id);
  if (execution === undefined) throw notFound('The execution');
  return execution;
}

function belongs(event: RunEvent, execution: Execution): boolean {
  return (
    event.node_id === execution.ir_node_id &&
    (event.branch_id ?? 'main') === execution.branch_id &&
    (event.iteration ?? 0) === execution.loop_iteration
  );
}

function shown(event: RunEvent): RunEventEnvelope {
  return presentEvent(event) as unknown as RunEventEnvelope;
}

export function artifactItem(artifact: StoredArtifact): ArtifactItem {
  const { data } = artifact;
  return {
    name: artifact.publish,
    node: artifact.node_id,
    version: artifact.version,
    size: Buffer.byteLength(typeof data === 'string' ? data : JSON.stringify(data)),
    mediaType: typeof data === 'string' ? 'text/plain' : 'application/json',
    writtenAt: artifact.written_at,
    execution: `exec:${artifact.branch_id}:${artifact.node_id}:${artifact.iteration}`,
  };
}

/** One version of what was published under a name. */
export function findArtifact(store: Store, run: string, name: string, version: number): StoredArtifact {
  const artifact = store.artifacts(run).find((each) => each.publish === name && each.version === version);
  if (artifact === undefined) throw notFound('The artifact');
  return artifact;
}

/** One version by the name it was published under; large data refer to the event that produced them. */
export function artifactValue(log: RunLog, artifact: StoredArtifact): Json {
  const id = `exec:${artifact.branch_id}:${artifact.node_id}:${artifact.iteration}`;
  const seq = log.view.executions.find(({ execution_id }) => execution_id === id)?.output_seq;
  if (seq === null || seq === undefined) return artifact.data;
  return presentValue(artifact.data, seq, '/output');
}

/** The source a run was started with, and whether its file still has these bytes. */
export async function runSource(
  store: Store,
  id: string,
  path: string | null,
  currentHash: (path: string) => Promise<string | null>,
): Promise<{ text: string; hash: string; path: string | null; onDisk: 'same' | 'changed' | 'missing' }> {
  const text = store.source(id);
  const hash = hashOf(text);
  const current = path === null ? null : await currentHash(path);
  return { text, hash, path, onDisk: current === null ? 'missing' : current === hash ? 'same' : 'changed' };
}
