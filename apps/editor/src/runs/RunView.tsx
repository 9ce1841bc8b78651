// The run view (E-SHELL-20): header, the graph with the run's marks, a timeline and log below, the detail of an execution at the right.
// Everything shown is one fold of events; with a moment chosen, the fold up to it (E-RUN-17).
import { Loader } from '@mantine/core';
import type { View } from '@iterion/engine';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { Group, Panel } from 'react-resizable-panels';
import { useSearchParams } from 'wouter';
import { type CompiledGraph, compile, parse } from '@iterion/dsl';
import { type GraphItem, GraphView } from '../canvas/GraphView.tsx';
import { createRunStatus } from '../canvas/runStatus.ts';
import { usePreferences } from '../app/preferences.ts';
import type { Position } from '../document/model.ts';
import { idOf } from '../document/projection.ts';
import { findByPath } from '../document/store.ts';
import { api } from '../server/api.ts';
import { Divider } from '../ui/Divider.tsx';
import { EmptyNote } from '../ui/EmptyNote.tsx';
import { PanelBoundary } from '../ui/PanelBoundary.tsx';
import { ExecutionDetail } from './detail/ExecutionDetail.tsx';
import { overlayOf } from './kernels/overlay.ts';
import { RunHeaderBar } from './RunHeaderBar.tsx';
import { RunPanels } from './RunPanels.tsx';
import { useFollowRuns, useRuns } from './runsChannel.ts';
import { useRun, useRunStore } from './runStore.ts';
import { useRunCommands } from './runCommands.ts';
import { useMoment } from './timeline/moment.ts';
import { TimeBar } from './timeline/TimeBar.tsx';
import classes from './RunView.module.css';

export function RunView({ runId }: { readonly runId: string }) {
  return <OneRun key={runId} runId={runId} />;
}

type Source =
  | { readonly state: 'loading' }
  | { readonly state: 'failed'; readonly message: string }
  | {
      readonly state: 'ready';
      readonly path: string | null;
      readonly onDisk: 'same' | 'changed' | 'missing';
      readonly graph: CompiledGraph;
    };

function OneRun({ runId }: { readonly runId: string }) {
  useFollowRuns();
  const store = useRunStore(runId);
  const live = useRun(store, (run) => run.view);
  const loaded = useRun(store, (run) => run.loaded);
  const gone = useRun(store, (run) => run.gone);
  const header = useRuns((state) => state.headers.get(runId));
  const source = useSource(runId);
  const [search, setSearch] = useSearchParams();
  const moment = useMoment(runId, live);
  const view = moment.view;
  const node = search.get('node');
  const setNode = useCallback(
    (next: string | null) =>
      setSearch(
        (before) => {
          const query = new URLSearchParams(before);
          query.delete('exec');
          if (next === null) query.delete('node');
          else query.set('node', next);
          return query;
        },
        { replace: true },
      ),
    [setSearch],
  );
  useRunCommands(runId, live, header, moment, setNode);

  if (gone !== null) return <EmptyNote>This run cannot be shown: {gone}</EmptyNote>;
  if (!loaded) return <Waiting />;
  return (
    <div className={classes['run']} data-zone="run">
      <RunHeaderBar
        runId={runId}
        view={live}
        header={header}
        path={source.state === 'ready' ? source.path : null}
        onDisk={source.state === 'ready' ? source.onDisk : 'same'}
      />
      <Group orientation="horizontal" className={classes['rows']}>
        <Panel id="run-main" minSize={320}>
          <Group orientation="vertical" className={classes['rows']}>
            <Panel id="run-canvas" minSize={160}>
              <section className={classes['canvas']} aria-label="Graph of the run" data-region="canvas">
                <PanelBoundary name="The canvas">
                  {source.state === 'ready' ? (
                    <Overlaid runId={runId} source={source} view={view} node={node} onSelect={setNode} />
                  ) : null}
                  {source.state === 'failed' ? (
                    <EmptyNote>The source of this run cannot be shown: {source.message}</EmptyNote>
                  ) : null}
                </PanelBoundary>
              </section>
            </Panel>
            <Divider label="Height of timeline and log" horizontal />
            <Panel id="run-panels" defaultSize={230} minSize={120} groupResizeBehavior="preserve-pixel-size">
              <div className={classes['below']}>
                <TimeBar live={live} moment={moment} />
                <RunPanels runId={runId} view={view} selected={node} onSelect={setNode} />
              </div>
            </Panel>
          </Group>
        </Panel>
        <Divider label="Width of the detail" />
        <Panel id="run-detail" defaultSize={380} minSize={280} maxSize={640} groupResizeBehavior="preserve-pixel-size">
          <aside className={classes['detail']} aria-label="Detail" data-region="inspector">
            <PanelBoundary name="The detail">
              <ExecutionDetail runId={runId} view={view} node={node} />
            </PanelBoundary>
          </aside>
        </Panel>
      </Group>
    </div>
  );
}

interface OverlaidProps {
  readonly runId: string;
  readonly source: Extract<Source, { state: 'ready' }>;
  readonly view: View;
  readonly node: string | null;
  readonly onSelect: (node: string | null) => void;
}

/**
 * The graph of the source that ran, on the canvas of the editor, read-only (E-RUN-11). Places come from the open file by name, else from
 * a layout of its own; the marks come from the fold, outside the render of the cards.
 */
function Overlaid({ runId, source, view, node, onSelect }: OverlaidProps) {
  const density = usePreferences((state) => state.density);
  const [status] = useState(() => createRunStatus());
  const [places] = useState(() => placesOf(source.path, source.graph));
  useEffect(() => {
    status.setState(overlayOf(source.graph, view, status.getState()), true);
  }, [status, source.graph, view]);
  const selected = useMemo((): GraphItem | null => (node === null ? null : { node }), [node]);
  return (
    <GraphView
      graphKey={`run:${runId}`}
      graph={source.graph}
      positions={places.positions}
      direction={places.direction}
      density={density}
      status={status}
      selected={selected}
      onSelect={(item) => onSelect(item !== null && 'node' in item ? item.node : null)}
      label="Graph of the run"
      zone="run"
    />
  );
}

/** Where the nodes stand in the open file, by name. */
function placesOf(path: string | null, graph: CompiledGraph) {
  const document = path === null ? undefined : findByPath(path);
  const positions: Record<string, Position> = {};
  if (document !== undefined)
    for (const { id } of graph.nodes) {
      const item = idOf(document.projection, 'node', id);
      const place = item === undefined ? undefined : document.positions[item];
      if (place !== undefined) positions[id] = place;
    }
  return { positions, direction: document?.direction ?? ('down' as const) };
}

function useSource(runId: string): Source {
  const [source, setSource] = useState<Source>({ state: 'loading' });
  useEffect(() => {
    const abort = new AbortController();
    api.call('runs.source', { params: { id: runId }, signal: abort.signal }).then(
      ({ text, path, onDisk }) => setSource({ state: 'ready', path, onDisk, graph: compile(parse(text)) }),
      (error: unknown) => {
        if (!abort.signal.aborted)
          setSource({ state: 'failed', message: error instanceof Error ? error.message : String(error) });
      },
    );
    return () => abort.abort();
  }, [runId]);
  return source;
}

/** Nothing for the first moment, so that a quick answer does not flash (E-VIS-16). */
function Waiting() {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 150);
    return () => clearTimeout(timer);
  }, []);
  return late ? (
    <div className={classes['waiting']}>
      <Loader size="sm" aria-label="Loading the run" />
    </div>
  ) : null;
}
