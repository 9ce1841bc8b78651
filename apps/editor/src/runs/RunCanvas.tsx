// The graph of the source that ran, on the canvas of the editor, read-only (E-RUN-11): the marks come from the fold, outside the render of
// the cards. Viewport and selection are those of the open file, in both directions (E-RUN-08).
import type { View } from '@iterion/engine';
import { useEffect, useMemo, useState } from 'react';
import { chooseViewport, isViewportChosen } from '../canvas/chosenViewports.ts';
import { type GraphItem, GraphView } from '../canvas/GraphView.tsx';
import { createRunStatus } from '../canvas/runStatus.ts';
import { usePreferences } from '../app/preferences.ts';
import { findByPath, setViewport } from '../document/store.ts';
import { overlayOf } from './kernels/overlay.ts';
import type { RunSource } from './runSource.ts';

interface Props {
  readonly runId: string;
  readonly source: RunSource;
  readonly view: View;
  /** See `overlayOf`. */
  readonly until: number | null;
  readonly node: string | null;
  readonly follow: string | null;
  readonly onSelect: (node: string | null) => void;
  readonly onOpen: () => void;
  readonly onMove: () => void;
}

export function RunCanvas({ runId, source, view, until, node, follow, onSelect, onOpen, onMove }: Props) {
  const density = usePreferences((state) => state.density);
  const [status] = useState(() => createRunStatus());
  const [viewport] = useState(() => {
    const open = source.path === null ? undefined : findByPath(source.path);
    return open !== undefined && isViewportChosen(open.id) ? open.viewport : null;
  });
  useEffect(() => {
    status.setState(overlayOf(source.graph, view, until, status.getState()), true);
  }, [status, source.graph, view, until]);
  const selected = useMemo((): GraphItem | null => (node === null ? null : { node }), [node]);
  return (
    <GraphView
      graphKey={`run:${runId}`}
      graph={source.graph}
      positions={source.positions}
      direction={source.direction}
      density={density}
      status={status}
      viewport={viewport}
      onViewport={(next) => {
        const open = source.path === null ? undefined : findByPath(source.path);
        if (open !== undefined && isViewportChosen(open.id)) setViewport(open.id, next);
      }}
      onMove={() => {
        const open = source.path === null ? undefined : findByPath(source.path);
        if (open !== undefined) chooseViewport(open.id);
        onMove();
      }}
      follow={follow}
      selected={selected}
      onSelect={(item) => onSelect(item !== null && 'node' in item ? item.node : null)}
      onOpen={onOpen}
      label="Graph of the run"
      zone="run"
    />
  );
}
