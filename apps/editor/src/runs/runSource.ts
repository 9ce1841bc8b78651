// The source that a run was started with, compiled, and where its nodes stand (E-RUN-11): as in the open file, else as in the file's sidecar
// or the browser's memory, by name.
import { type CompiledGraph, compile, parse } from '@iterion/dsl';
import { useEffect, useState } from 'react';
import { rememberedLayout } from '../canvas/layout/browserLayouts.ts';
import { parseSidecar } from '../canvas/layout/sidecarFormat.ts';
import type { Direction, OpenDocument, Position } from '../document/model.ts';
import { idOf } from '../document/projection.ts';
import { findByPath } from '../document/store.ts';
import { readLayout } from '../files/layoutAhead.ts';
import { ApiError, api } from '../server/api.ts';

export interface RunSource {
  readonly path: string | null;
  readonly onDisk: 'same' | 'changed' | 'missing';
  readonly text: string;
  readonly graph: CompiledGraph;
  readonly positions: Readonly<Record<string, Position>>;
  readonly direction: Direction;
}
export type SourceState =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly message: string }
  | { readonly state: 'ready'; readonly source: RunSource };

/** `graphHash`: of the graph the run goes by now, which a resume may replace; empty while unknown. */
export function useRunSource(runId: string, graphHash: string): SourceState {
  const [source, setSource] = useState<SourceState>({ state: 'loading' });
  useEffect(() => {
    if (graphHash === '') return undefined;
    const abort = new AbortController();
    read(runId, abort.signal).then(
      (ready) => {
        if (!abort.signal.aborted) setSource({ state: 'ready', source: ready });
      },
      (error: unknown) => {
        if (!abort.signal.aborted)
          setSource({ state: 'failed', message: error instanceof Error ? error.message : String(error) });
      },
    );
    return () => abort.abort();
  }, [runId, graphHash]);
  return source;
}

async function read(runId: string, signal: AbortSignal): Promise<RunSource> {
  const { text, path, onDisk } = await api.call('runs.source', { params: { id: runId }, signal });
  const graph = compile(parse(text));
  return { text, path, onDisk, graph, ...(await placesOf(path, graph)) };
}

type Places = Pick<RunSource, 'positions' | 'direction'>;
const unplaced: Places = { positions: {}, direction: 'down' };

async function placesOf(path: string | null, graph: CompiledGraph): Promise<Places> {
  if (path === null) return unplaced;
  const open = findByPath(path);
  return open === undefined ? storedPlaces(path) : openPlaces(open, graph);
}

function openPlaces(document: OpenDocument, graph: CompiledGraph): Places {
  const positions: Record<string, Position> = {};
  for (const { id } of graph.nodes) {
    const item = idOf(document.projection, 'node', id);
    const place = item === undefined ? undefined : document.positions[item];
    if (place !== undefined) positions[id] = place;
  }
  return { positions, direction: document.direction };
}

async function storedPlaces(path: string): Promise<Places> {
  const text = (await layoutText(path)) ?? rememberedLayout(path);
  if (text === null) return unplaced;
  const { nodes, direction } = parseSidecar(text);
  return { positions: Object.fromEntries(nodes), direction };
}

async function layoutText(path: string): Promise<string | null> {
  try {
    return (await readLayout(path)).text;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return null; // a file that is gone has no layout to read; the browser may remember one
  }
}
