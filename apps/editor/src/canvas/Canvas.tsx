// The edit canvas of one open file (E-CANVAS): the surface, connected to the document store, with everything that edits.
import { useComputedColorScheme } from '@mantine/core';
import { ReactFlowProvider } from '@xyflow/react';
import { Suspense, lazy, useEffect, useMemo, useState } from 'react';
import { afterFirstGraph } from '../app/firstGraph.ts';
import { notify } from '../app/notifications.tsx';
import { usePreferences } from '../app/preferences.ts';
import { useWidth } from '../app/width.ts';
import type { FileId } from '../document/model.ts';
import { getDocument, setViewport } from '../document/store.ts';
import { canvasController } from './controller.ts';
import { documentSource } from './documentSource.ts';
import { editHost } from './editHost.ts';
import { GraphSurface } from './GraphSurface.tsx';
import { followLayouts, loadLayout } from './layout/sidecarSync.ts';
import { useOverlaid } from './runOverlay.ts';
import { type CanvasHost, CanvasHostProvider, createView } from './view.ts';

/** What makes the picture an editor comes right after the picture (E-PERF-02). */
const EditLayer = lazy(async () => {
  await afterFirstGraph();
  return { default: (await import('./EditLayer.tsx')).EditLayer };
});

async function loadCommands(): Promise<void> {
  await afterFirstGraph();
  const { registerCanvasCommands } = await import('./canvasCommands.ts');
  registerCanvasCommands();
}

export function Canvas({ fileId }: { readonly fileId: FileId }) {
  // A file is one canvas: its view store must not be carried over to another.
  return <FileCanvas key={fileId} fileId={fileId} />;
}

function FileCanvas({ fileId }: { readonly fileId: FileId }) {
  const [parts] = useState(() => {
    void loadCommands();
    const view = createView();
    const controller = canvasController(documentSource(fileId), view, undefined, (error) =>
      notify({ kind: 'warning', title: 'Placed the quick way', message: error.message, key: 'layout' }),
    );
    return { host: editHost(fileId, view), controller };
  });
  // Too narrow to edit: the same picture, to be looked at (E-SHELL-11).
  const narrow = useWidth() < 600;
  const status = useOverlaid((state) => state.byFile[fileId]?.status);
  const host = useMemo(() => {
    const own = narrow ? watched(parts.host) : parts.host;
    return status === undefined ? own : { ...own, status };
  }, [parts, narrow, status]);
  const density = usePreferences((state) => state.density);
  const scheme = useComputedColorScheme('light');
  useEffect(() => {
    // The first layout must know whether the file has one already (E-LAYOUT-04).
    let stop: (() => void) | undefined;
    let gone = false;
    followLayouts();
    void loadLayout(fileId).finally(() => {
      if (!gone) stop = parts.controller.start();
    });
    return () => {
      gone = true;
      stop?.();
    };
  }, [fileId, parts]);
  return (
    <CanvasHostProvider value={host}>
      <ReactFlowProvider>
        <GraphSurface
          density={density}
          viewport={getDocument(fileId)?.viewport ?? null}
          onViewport={(viewport) => setViewport(fileId, viewport)}
          colorMode={scheme}
          label="Workflow graph"
          zone="canvas"
          canvasId={fileId}
        >
          <Suspense fallback={null}>
            <EditLayer fileId={fileId} controller={parts.controller} />
          </Suspense>
        </GraphSurface>
      </ReactFlowProvider>
    </CanvasHostProvider>
  );
}

function watched({ view, select, open }: CanvasHost): CanvasHost {
  return { view, select, readOnly: true, ...(open ? { open } : {}) };
}
