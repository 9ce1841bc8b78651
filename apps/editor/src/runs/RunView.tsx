// The run view (E-SHELL-20): header, the graph with the run's marks, time bar, timeline, log, artifacts and report below, the detail of an
// execution at the right. Everything shown is one fold of events; with a moment chosen, the fold up to it (E-RUN-17).
import { useCallback, useEffect, useState } from 'react';
import { Group, Panel } from 'react-resizable-panels';
import { focusRegion } from '../app/regions.ts';
import { showRunOf } from '../app/shownRun.ts';
import { itemNamed, findByPath, select } from '../document/store.ts';
import { useConnection } from '../server/connection.ts';
import { Divider } from '../ui/Divider.tsx';
import { EmptyNote } from '../ui/EmptyNote.tsx';
import { PanelBoundary } from '../ui/PanelBoundary.tsx';
import { ExecutionDetail } from './detail/ExecutionDetail.tsx';
import { newestNode } from './kernels/counts.ts';
import { isActive } from './kernels/words.ts';
import { RunCanvas } from './RunCanvas.tsx';
import { RunHeaderBar } from './RunHeaderBar.tsx';
import { RunPanels } from './RunPanels.tsx';
import { useFollowRuns, useRuns } from './runsChannel.ts';
import { type SourceState, useRunSource } from './runSource.ts';
import { useRun, useRunStore } from './runStore.ts';
import { useSpokenRun } from './useSpokenRun.ts';
import { useRunCommands } from './runCommands.ts';
import { RunStrip } from './RunStrip.tsx';
import { useMoment } from './timeline/moment.ts';
import { TimeBar } from './timeline/TimeBar.tsx';
import { useMarks } from './timeline/useMarks.ts';
import { useRunPlace } from './useRunPlace.ts';
import classes from './RunView.module.css';
import { Skeleton } from '../ui/Skeleton.tsx';

export function RunView({ runId }: { readonly runId: string }) {
  return <OneRun key={runId} runId={runId} />;
}

function OneRun({ runId }: { readonly runId: string }) {
  useFollowRuns();
  const store = useRunStore(runId);
  useSpokenRun(store);
  const live = useRun(store, (run) => run.view);
  const loaded = useRun(store, (run) => run.loaded);
  const gone = useRun(store, (run) => run.gone);
  const header = useRuns((state) => state.headers.get(runId));
  const state = useRunSource(runId, live.run.graph_hash);
  const source = state.state === 'ready' ? state.source : null;
  const [follow, setFollow] = useState(false);
  const stopFollowing = useCallback(() => setFollow(false), []);
  const moment = useMoment(runId, live, stopFollowing);
  const marks = useMarks(runId, live.last_seq);
  const { place, setNode, setExecution, setTab } = useRunPlace();
  const online = useConnection((connection) => connection.state === 'connected');
  const { view } = moment;
  const path = source?.path ?? null;

  const choose = useCallback(
    (node: string | null) => {
      setFollow(false);
      setNode(node);
      // The open file shows the same when it comes back (E-RUN-08).
      const open = path === null ? undefined : findByPath(path);
      const item = open === undefined || node === null ? undefined : itemNamed(open.id, 'node', node);
      if (open !== undefined) select(open.id, item === undefined ? [] : [item]);
    },
    [setNode, path],
  );
  useEffect(() => showRunOf(path), [path]);
  useRunCommands({
    runId,
    live,
    view,
    header,
    moment,
    marks,
    place,
    choose,
    setExecution,
    setTab,
    source,
    setFollow,
    online,
  });

  // What no process and no server moves any more stands still; so does the past.
  const moves = moment.seq === null && online && header?.interrupted !== true && isActive(view.run.status);
  const until = moves || view.run.updated_at === null ? null : Date.parse(view.run.updated_at);

  if (gone !== null) return <EmptyNote>This run cannot be shown: {gone}</EmptyNote>;
  if (!loaded) return <Skeleton label="Loading the run" />;
  return (
    <div className={classes['run']} data-zone="run" data-moment={moment.seq ?? 'live'}>
      <RunHeaderBar
        runId={runId}
        view={view}
        live={live}
        moment={moment}
        header={header}
        path={path}
        onDisk={source?.onDisk ?? 'same'}
      />
      <Group orientation="horizontal" className={classes['rows']}>
        <Panel id="run-main" minSize={320}>
          <Group orientation="vertical" className={classes['rows']}>
            <Panel id="run-canvas" minSize={160}>
              <section className={classes['canvas']} aria-label="Graph of the run" data-region="canvas">
                <PanelBoundary name="The canvas">
                  <RunStrip view={view} follow={follow} canEdit={path !== null} />
                  <Graph
                    state={state}
                    runId={runId}
                    view={view}
                    until={until}
                    node={place.node}
                    follow={follow ? newestNode(live) : null}
                    onSelect={choose}
                    onOpen={() => focusRegion('inspector')}
                    onMove={stopFollowing}
                  />
                </PanelBoundary>
              </section>
            </Panel>
            <Divider label="Height of timeline and log" horizontal />
            <Panel id="run-panels" defaultSize={230} minSize={120} groupResizeBehavior="preserve-pixel-size">
              <div className={classes['below']}>
                <TimeBar live={live} moment={moment} marks={marks} />
                <RunPanels
                  runId={runId}
                  view={view}
                  until={until}
                  tab={place.tab}
                  onTab={setTab}
                  selected={place.node}
                  execution={place.execution}
                  onExecution={setExecution}
                  onMoment={moment.go}
                />
              </div>
            </Panel>
          </Group>
        </Panel>
        <Divider label="Width of the detail" />
        <Panel id="run-detail" defaultSize={400} minSize={280} maxSize={640} groupResizeBehavior="preserve-pixel-size">
          <aside className={classes['detail']} aria-label="Detail" data-region="inspector">
            <PanelBoundary name="The detail">
              <ExecutionDetail
                runId={runId}
                view={view}
                isLive={moment.seq === null}
                source={source}
                node={place.node}
                wanted={place.execution}
                onNode={choose}
                onExecution={setExecution}
                until={until}
              />
            </PanelBoundary>
          </aside>
        </Panel>
      </Group>
    </div>
  );
}

type GraphProps = Omit<Parameters<typeof RunCanvas>[0], 'source'> & { readonly state: SourceState };

function Graph({ state, ...rest }: GraphProps) {
  if (state.state === 'ready') return <RunCanvas source={state.source} {...rest} />;
  if (state.state === 'loading') return null;
  return <EmptyNote>The source of this run cannot be shown: {state.message}</EmptyNote>;
}
