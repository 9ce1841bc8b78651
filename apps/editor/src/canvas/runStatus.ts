// The run overlay of a canvas (E-VIS-11): status by node and counts by edge, keyed so that an event renders the cards it concerns and no
// other. Whoever follows a run writes it; cards and edges read it. Keys are names of the run's graph (`NodeId`, `EdgeId`).
import type { EdgeId, NodeId } from '@iterion/dsl';
import { createStore, useStore } from 'zustand';
import type { StoreApi } from 'zustand';

export type NodeStatus =
  | 'ready'
  | 'locked'
  | 'running'
  | 'retrying'
  | 'waiting'
  | 'paused'
  | 'finished'
  | 'failed'
  | 'skipped'
  /** Not what ran any more (E-RUN-12). */
  | 'changed'
  | 'cancelled';

export interface NodeRun {
  readonly status: NodeStatus;
  /** Short words beside the badge: elapsed time, `2/3`, cost, the first words of an error, who holds the lock. */
  readonly note?: string;
  /** Milliseconds since the epoch; while it is set and the status is `running`, the card counts up. */
  readonly since?: number;
  /** One entry per earlier and present iteration, oldest first. */
  readonly iterations?: readonly NodeStatus[];
  readonly simulated?: boolean;
}
export interface EdgeRun {
  /** How often it was taken. */
  readonly taken: number;
  /** It lies on the way that led to where the run stands (E-RUN-14). */
  readonly onPath: boolean;
  /** Why it was considered and not taken, the last time that happened. */
  readonly note?: string;
  /** Changes with each traversal that is seen happening; the edge then pulses once. */
  readonly pulse?: number;
}
export interface RunStatus {
  readonly nodes: { readonly [node: NodeId]: NodeRun };
  /** Absent: not taken and not considered. */
  readonly edges: { readonly [edge: EdgeId]: EdgeRun };
  /** The last event that is in here; -1 before the first. */
  readonly seq: number;
}
export type RunStatusStore = StoreApi<RunStatus>;

export function createRunStatus(initial: RunStatus = { nodes: {}, edges: {}, seq: -1 }): RunStatusStore {
  return createStore<RunStatus>(() => initial);
}

const nobody = createRunStatus();
/** One node's status; undefined while it was not reached or no run is shown. */
export function useNodeRun(store: RunStatusStore | undefined, node: NodeId): NodeRun | undefined {
  return useStore(store ?? nobody, (state) => state.nodes[node]);
}
export function useEdgeRun(store: RunStatusStore | undefined, edge: EdgeId): EdgeRun | undefined {
  return useStore(store ?? nobody, (state) => state.edges[edge]);
}

interface StatusLook {
  readonly words: string;
  readonly tone: 'neutral' | 'info' | 'success' | 'warning' | 'error';
}
export const statusLooks: { readonly [S in NodeStatus]: StatusLook } = {
  ready: { words: 'queued', tone: 'neutral' },
  locked: { words: 'waiting for the workspace', tone: 'neutral' },
  running: { words: 'running', tone: 'info' },
  retrying: { words: 'retrying', tone: 'warning' },
  waiting: { words: 'waiting for a person', tone: 'warning' },
  paused: { words: 'paused', tone: 'neutral' },
  finished: { words: 'finished', tone: 'success' },
  failed: { words: 'failed', tone: 'error' },
  changed: { words: 'changed since the run', tone: 'neutral' },
  skipped: { words: 'skipped', tone: 'neutral' },
  cancelled: { words: 'cancelled', tone: 'neutral' },
};
