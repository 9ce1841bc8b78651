// The automatic movements of the viewport, and there are two (E-DOC-10): the first fit once sizes are known, and keeping the centre when
// the pane changes its size (a fit again when the user has not moved since the last one, E-SHELL-06).
import { useReactFlow, useStoreApi } from '@xyflow/react';
import { useEffect, useState } from 'react';
import { startId } from './cards.ts';
import { keepCentre, wholeView } from './kernels/viewport.ts';
import { pictureBox } from './pictureBox.ts';
import { useCanvasHost, useView } from './view.ts';

export function ViewportKeeper({ hasViewport }: { readonly hasViewport: boolean }) {
  const ready = useView((state) => state.ready && state.boxes.size > 0);
  const { view } = useCanvasHost();
  const flow = useStoreApi();
  const { setViewport, getViewport } = useReactFlow();
  // The first fit belongs to the mount, whatever the document remembers afterwards.
  const [fitsFirst] = useState(!hasViewport);
  useEffect(() => {
    if (!ready) return;
    // A view that is remembered was chosen.
    if (!fitsFirst) view.setState({ looked: true });
    const fit = (): void => {
      const { width, height } = flow.getState();
      const state = view.getState();
      const { boxes, direction } = state;
      const all = pictureBox(state);
      if (all && width > 0) void setViewport(wholeView(all, boxes.get(startId) ?? all, { width, height }, direction));
    };
    let { width, height } = flow.getState();
    if (fitsFirst) fit();
    const stopLayouts = view.subscribe((state, before) => {
      if (state.fits !== before.fits && !state.looked) fit();
    });
    const stopSizes = flow.subscribe((state) => {
      if (state.width === width && state.height === height) return;
      const before = { width, height };
      ({ width, height } = state);
      if (width === 0 || height === 0) return;
      if (before.width === 0 || !view.getState().looked) fit();
      else void setViewport(keepCentre(getViewport(), before, { width, height }));
    });
    return () => {
      stopLayouts();
      stopSizes();
    };
  }, [ready, fitsFirst, flow, view, setViewport, getViewport]);
  return null;
}
