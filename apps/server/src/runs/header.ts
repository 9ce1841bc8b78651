// A stored header as the protocol's RunHeader (S-API-13): other names, other units, paths relative to the workspace.
import { hostname } from 'node:os';
import { relative, sep } from 'node:path';
import type { View } from '@iterion/engine';
import type { RunHeader } from '@iterion/protocol';
import type { LockHolder, RunMetadata, StoredHeader } from '@iterion/runtime';

/** What run.json and the view of a followed run both say. */
export type HeaderSource = Pick<
  StoredHeader,
  | 'id'
  | 'workflow_name'
  | 'workflow_hash'
  | 'file_path'
  | 'status'
  | 'created_at'
  | 'started_at'
  | 'finished_at'
  | 'failure'
  | 'simulated'
  | 'forked_from'
  | 'limits'
  | 'usage'
  | 'open_interactions'
  | 'last_seq'
> & {
  /** While the run works: the time of its last event. */
  readonly active_as_of?: string;
};

/** The header of a run as far as its events have been folded. */
export function headerOfView(view: View): HeaderSource {
  const open = view.interactions.filter(({ status }) => status === 'open');
  const { active_since, updated_at } = view.run;
  return {
    ...view.run,
    open_interactions: open.map((each) => each.interaction_id),
    last_seq: view.last_seq,
    ...(active_since === null || updated_at === null ? {} : { active_as_of: updated_at }),
  };
}

export interface HeaderFacts {
  readonly header: HeaderSource;
  readonly metadata: RunMetadata;
  readonly holder: LockHolder | undefined;
  readonly workspace: string;
  /** Models without a known price, from the log when it is followed. */
  readonly unpriced: readonly string[];
  readonly rev: number;
}

const ACTIVE = new Set(['queued', 'running']);

export function presentHeader({ header, metadata, holder, workspace, unpriced, rev }: HeaderFacts): RunHeader {
  const { usage, limits, failure } = header;
  const interrupted = ACTIVE.has(header.status) && holder === undefined;
  return {
    id: header.id,
    name: metadata.name ?? null,
    workflow: header.workflow_name,
    path: relativePath(workspace, header.file_path),
    status: header.status,
    interrupted,
    simulated: header.simulated !== null,
    ...(header.simulated?.part === true ? { simulatedInPart: true } : {}),
    origin: origin(metadata.origin, header),
    owner:
      holder === undefined
        ? null
        : {
            pid: holder.pid,
            host: holder.host,
            alive: true,
            here: holder.pid === process.pid && holder.host === hostname(),
          },
    labels: [...(metadata.labels ?? [])],
    createdAt: header.created_at ?? new Date(0).toISOString(),
    ...(header.started_at === null ? {} : { startedAt: header.started_at }),
    ...(header.finished_at === null ? {} : { finishedAt: header.finished_at }),
    activeMs: Math.round(usage.active_s * 1000),
    ...(header.active_as_of === undefined || interrupted ? {} : { activeAsOf: header.active_as_of }),
    costUsd: usage.cost_usd,
    costUnknown: unpriced.length > 0 ? [...unpriced] : usage.cost_incomplete ? ['unknown'] : [],
    tokens: {
      in: usage.input_tokens,
      out: usage.output_tokens,
      cache: usage.cache_read_tokens + usage.cache_write_tokens,
    },
    executions: usage.iterations,
    budget: {
      maxTokens: limits.max_tokens ?? null,
      maxCostUsd: limits.max_cost_usd ?? null,
      maxDurationMs:
        limits.max_duration === null || limits.max_duration === undefined ? null : limits.max_duration * 1000,
      maxIterations: limits.max_iterations ?? null,
      maxParallelBranches: limits.max_parallel_branches ?? null,
    },
    progress: { done: usage.iterations, total: limits.max_iterations ?? null },
    openInteractions: header.open_interactions.length,
    ...(failure === null
      ? {}
      : {
          error: {
            code: failure.code,
            message: failure.message,
            ...(failure.node_id === undefined ? {} : { node: failure.node_id }),
            ...(failure.hint === undefined ? {} : { hint: failure.hint }),
          },
        }),
    ...(header.forked_from === null
      ? {}
      : { forkedFrom: { runId: header.forked_from.run_id, seq: header.forked_from.seq } }),
    sourceHash: header.workflow_hash === null ? '' : `sha256-${header.workflow_hash}`,
    lastSeq: header.last_seq,
    rev,
  };
}

/** Workspace-relative path of an absolute one; null when it lies outside. */
export function relativePath(workspace: string, path: string | null): string | null {
  if (path === null || path === '') return null;
  const way = relative(workspace, path);
  if (way === '' || way.startsWith('..')) return null;
  return way.split(sep).join('/');
}

function origin(recorded: string | undefined, header: HeaderSource): RunHeader['origin'] {
  if (recorded === 'editor' || recorded === 'fork') return recorded;
  return header.forked_from === null ? 'cli' : 'fork';
}
