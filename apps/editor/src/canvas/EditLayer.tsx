// Everything that makes the surface an editor: it announces the mounted canvas to the commands, listens to clipboard, reveal and Space, and
// holds the popovers.
import { Button } from '@mantine/core';
import { useReactFlow } from '@xyflow/react';
import { Suspense, lazy, useEffect, useRef } from 'react';
import { isTextTarget } from '../app/keys.ts';
import { onReveal } from '../app/reveal.ts';
import type { FileId, ItemId } from '../document/model.ts';
import { useGraph } from '../document/store.ts';
import { tidyAll } from './actions/arrange.ts';
import { CanvasToolbar } from './CanvasToolbar.tsx';
import { ConnectHint } from './ConnectHint.tsx';
import type { Controller } from './controller.ts';
import { EmptyCanvas } from './EmptyCanvas.tsx';
import { listenToClipboard } from './interactions/clipboardEvents.ts';
import type { Point } from './kernels/geometry.ts';
import { canvasOf, mountCanvas } from './mounted.ts';
import { useOverlaid } from './runOverlay.ts';
import { SurfaceCommands } from './SurfaceCommands.tsx';
import { useCanvasHost, useView } from './view.ts';
import styles from './GraphSurface.module.css';

const RunOverlay = lazy(async () => ({ default: (await import('../runs/overlay/RunOverlay.tsx')).RunOverlay }));
const Popovers = lazy(async () => ({ default: (await import('./popovers/Popovers.tsx')).Popovers }));

export function EditLayer({ fileId, controller }: { readonly fileId: FileId; readonly controller: Controller }) {
  const projection = useGraph(fileId);
  useMounted(fileId, controller);
  const overlaid = useOverlaid((state) => state.byFile[fileId] !== undefined);
  return (
    <>
      <SurfaceCommands zone="canvas" />
      <CanvasToolbar />
      <EmptyCanvas />
      <Suspense fallback={null}>
        <Popovers fileId={fileId} projection={projection} />
      </Suspense>
      <ConnectHint />
      <TidyOffer fileId={fileId} />
      {overlaid ? (
        <Suspense fallback={null}>
          <RunOverlay fileId={fileId} />
        </Suspense>
      ) : null}
    </>
  );
}

function useMounted(fileId: FileId, controller: Controller): void {
  const { view } = useCanvasHost();
  const { screenToFlowPosition, flowToScreenPosition } = useReactFlow();
  const pointer = useRef<Point | null>(null);
  useEffect(() => {
    const element = (): HTMLElement | null => document.querySelector<HTMLElement>(`[data-canvas="${fileId}"]`);
    const unmount = mountCanvas(fileId, {
      view,
      controller,
      element,
      toFlow: (client) => screenToFlowPosition(client, { snapToGrid: false }),
      toClient: flowToScreenPosition,
    });
    const stopReveal = onReveal((request) => {
      if (request.fileId !== fileId || request.item === undefined) return;
      const item = visibleItem(request.item, fileId);
      view.setState({ goTo: { item } });
      if (request.focus === 'canvas') element()?.focus({ preventScroll: true });
    });
    const move = (event: PointerEvent): void => {
      const over = event.target instanceof Element && event.target.closest(`[data-canvas="${fileId}"]`) !== null;
      pointer.current = over ? { x: event.clientX, y: event.clientY } : null;
    };
    // Space held: the pan tool for as long as it is down (E-CANVAS-07).
    let before = view.getState().tool;
    const down = (event: KeyboardEvent): void => {
      const target = event.target instanceof Element ? event.target : null;
      if (
        event.code !== 'Space' ||
        isTextTarget(target) ||
        target?.closest('button, [role="menuitem"], [role="option"]')
      )
        return;
      if (!target?.closest(`[data-canvas="${fileId}"]`)) return;
      event.preventDefault();
      if (event.repeat) return;
      before = view.getState().tool;
      view.setState({ tool: 'pan' });
    };
    const up = (event: KeyboardEvent): void => {
      if (event.code === 'Space' && view.getState().tool === 'pan') view.setState({ tool: before });
    };
    window.addEventListener('pointermove', move);
    window.addEventListener('keydown', down);
    window.addEventListener('keyup', up);
    const stopClipboard = listenToClipboard(fileId, () => pointer.current);
    return () => {
      unmount();
      stopReveal();
      stopClipboard();
      window.removeEventListener('pointermove', move);
      window.removeEventListener('keydown', down);
      window.removeEventListener('keyup', up);
    };
  }, [fileId, controller, view, screenToFlowPosition, flowToScreenPosition]);
}

/** A declaration is not on the canvas; the first node that uses it is as near as one gets. */
function visibleItem(item: ItemId, fileId: FileId): ItemId {
  const state = canvasOf(fileId)?.view.getState();
  if (!state || state.boxes.has(item) || state.wires.has(item)) return item;
  const name = item.slice(item.indexOf(':') + 1);
  for (const card of state.cards.values())
    if (card.chips.some((chip) => chip.title.endsWith(` ${name}`))) return card.id;
  return item;
}

/** A layout that came too late to be taken unasked (E-LAYOUT-04). */
function TidyOffer({ fileId }: { readonly fileId: FileId }) {
  const offered = useView((state) => state.offerTidy);
  const { view } = useCanvasHost();
  if (!offered) return null;
  return (
    <div className={styles.offer} role="status">
      A tidier layout is ready.
      <Button onClick={() => void tidyAll(fileId)}>Tidy all</Button>
      <Button variant="subtle" color="gray" onClick={() => view.setState({ offerTidy: false })}>
        Keep this
      </Button>
    </div>
  );
}
