// What a run of this file left as values: its variables, and of each node the newest input and output. Read from the server when
// somebody looks, once per run and state of it; completion, hovers, trials and previews show them (E-INSP-09, E-INSP-13, E-INSP-14).
import type { Json } from '@iterion/dsl';
import type { View, ViewExecution } from '@iterion/engine';
import type { RunHeader } from '@iterion/protocol';
import { useEffect } from 'react';
import { create } from 'zustand';
import { useFollowRuns, useRuns } from '../../runs/runsChannel.ts';
import { api, ApiError } from '../../server/api.ts';
import type { Referred } from './scopeOfValues.ts';

export interface RunValues {
  readonly runId: string;
  readonly name: string;
  readonly vars: { readonly [name: string]: Json };
  readonly startedAt: string;
  readonly loops: View['loops'];
  /** Newest finished execution by node. Values that are too large to travel are left out. */
  readonly nodes: ReadonlyMap<string, { readonly input?: Json; readonly output?: Json }>;
}

/** Nodes whose values are read; larger runs show those that ended last. */
const mostNodes = 40;
const useLoaded = create<{ readonly byKey: ReadonlyMap<string, RunValues | null> }>(() => ({ byKey: new Map() }));

const keyOf = (header: RunHeader): string => `${header.id} ${header.lastSeq}`;

/** Runs of the file, newest first. */
export function useRunsOf(path: string | null): readonly RunHeader[] {
  useFollowRuns();
  const headers = useRuns((state) => state.headers);
  if (path === null) return [];
  return [...headers.values()]
    .filter((header) => header.path === path)
    .toSorted((a, b) => b.createdAt.localeCompare(a.createdAt));
}

/** The values of a run, by default the newest of the file; null while there are none. */
export function useRunValues(path: string | null, runId?: string): RunValues | null {
  const runs = useRunsOf(path);
  const header = runId === undefined ? runs[0] : runs.find((run) => run.id === runId);
  const key = header && keyOf(header);
  const values = useLoaded((state) => (key === undefined ? undefined : state.byKey.get(key)));
  useEffect(() => {
    if (header !== undefined) load(header);
    // The key holds all of the header that matters.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [key]);
  return values ?? null;
}

function load(header: RunHeader): void {
  const key = keyOf(header);
  if (useLoaded.getState().byKey.has(key)) return;
  const set = (values: RunValues | null): void =>
    useLoaded.setState(({ byKey }) => ({ byKey: new Map([...byKey].slice(-9)).set(key, values) }));
  set(null);
  void read(header).then(set, (error: unknown) => {
    // Without a server, or for a run that was removed, there are no values to show; the next look asks again.
    useLoaded.setState(({ byKey }) => ({ byKey: new Map([...byKey].filter(([other]) => other !== key)) }));
    if (!(error instanceof ApiError)) throw error;
  });
}

async function read(header: RunHeader): Promise<RunValues> {
  const { state } = await api.call('runs.snapshot', { params: { id: header.id }, query: {} });
  const view = state as unknown as View;
  const newest = new Map<string, ViewExecution>();
  for (const execution of view.executions)
    if (execution.status === 'finished') newest.set(execution.ir_node_id, execution);
  const nodes = await Promise.all(
    [...newest].slice(-mostNodes).map(async ([node, { execution_id: eid }]) => {
      const { input, output } = await api.call('runs.execution', { params: { id: header.id, eid } });
      return [node, { ...small('input', input), ...small('output', output) }] as const;
    }),
  );
  return {
    runId: header.id,
    name: header.name ?? header.id,
    vars: view.run.vars,
    startedAt: view.run.started_at ?? '',
    loops: view.loops,
    nodes: new Map(nodes),
  };
}

function small<K extends string>(key: K, value: unknown): { readonly [k in K]?: Json } {
  const isRef = typeof value === 'object' && value !== null && '$ref' in value;
  return (isRef || value === undefined ? {} : { [key]: value }) as { readonly [k in K]?: Json };
}

/** Where a text is evaluated: at a node, or on an edge behind its source. */
export type Standpoint = { readonly node: string } | { readonly behind: string };

/** The value that a reference had; undefined where the run says nothing. */
export function valueIn(
  run: RunValues,
  at: Standpoint | undefined,
  { ns, path }: Referred,
  publishers: readonly string[] = [],
): Json | undefined {
  const [head, ...rest] = path;
  if (typeof head !== 'string') return undefined;
  switch (ns) {
    case 'vars':
      return follow(run.vars[head], rest);
    case 'input': {
      const value =
        at === undefined ? undefined : 'node' in at ? run.nodes.get(at.node)?.input : run.nodes.get(at.behind)?.output;
      return follow(value, path);
    }
    case 'outputs':
      return follow(run.nodes.get(head)?.output, rest);
    case 'artifacts': {
      const publisher = publishers.findLast((node) => run.nodes.has(node));
      return publisher === undefined ? undefined : follow(run.nodes.get(publisher)?.output, rest);
    }
    case 'loop': {
      const counter = Object.values(run.loops[head] ?? {}).at(-1);
      return rest[0] === 'iteration' ? counter?.iteration : rest[0] === 'max' ? counter?.max : undefined;
    }
    case 'run':
      return head === 'id' ? run.runId : head === 'started_at' ? run.startedAt : undefined;
    case 'attachments':
      return undefined;
    default:
      return ns satisfies never;
  }
}

function follow(value: Json | undefined, path: readonly (string | number)[]): Json | undefined {
  let at = value;
  for (const key of path) {
    if (Array.isArray(at)) at = typeof key === 'number' ? at.at(key) : undefined;
    else if (typeof at === 'object' && at !== null) at = Object.hasOwn(at, key) ? at[key] : undefined;
    else return undefined;
  }
  return at;
}
