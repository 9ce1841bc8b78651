// Commands that every canvas has, editable or not: zoom, fit, walking by keys, search, minimap (E-CANVAS-07, E-A11Y-03). Registered while
// the canvas is mounted.
import { useReactFlow, useStoreApi } from '@xyflow/react';
import { useEffect } from 'react';
import { registerCommands } from '../app/commands.ts';
import type { CommandHandler, Zone } from '../app/commands.ts';
import { preferences, setPreferences } from '../app/preferences.ts';
import { isStill } from '../app/still.ts';
import type { ItemId } from '../document/model.ts';
import { startId } from './cards.ts';
import { boxOfRoute } from './kernels/edgePath.ts';
import { boxAround } from './kernels/geometry.ts';
import type { Box } from './kernels/geometry.ts';
import { bringIntoView, fitBox, wholeView, zoomAtCentre } from './kernels/viewport.ts';
import type { ViewportState } from './kernels/viewport.ts';
import { readingOrder, walk } from './kernels/walk.ts';
import type { Way } from './kernels/walk.ts';
import { pictureBox } from './pictureBox.ts';
import { searchStep } from './search/searchStep.ts';
import { useCanvasHost } from './view.ts';
import type { CanvasHost, ViewState } from './view.ts';

const zoomStep = 1.25;

export function SurfaceCommands({ zone }: { readonly zone: Zone | null }) {
  const host = useCanvasHost();
  const { getViewport, setViewport } = useReactFlow();
  const flow = useStoreApi();
  useEffect(() => {
    const pane = (): { readonly width: number; readonly height: number } => flow.getState();
    const go = (viewport: ViewportState): void => {
      host.view.setState({ touched: true, looked: true });
      void setViewport(viewport, { duration: isStill() ? 0 : 200 });
    };
    const goByHand = (viewport: ViewportState): void => {
      host.moved?.();
      go(viewport);
    };
    const fit = (items: Iterable<ItemId> | null): void => {
      const state = host.view.getState();
      const box = items === null ? pictureBox(state) : boxOfItems(items, state);
      if (!box) return;
      const start = items === null ? state.boxes.get(startId) : undefined;
      goByHand(items === null ? wholeView(box, start ?? box, pane(), state.direction) : fitBox(box, pane()));
      if (items === null) host.view.setState({ looked: false });
    };
    const stopGoTo = host.view.subscribe((state, before) => {
      if (state.goTo === null || state.goTo === before.goTo) return;
      const box = boxOfItems([state.goTo.item], state);
      if (box) {
        const now = getViewport();
        const next = bringIntoView(box, pane(), now);
        if (next !== now) go(next);
      }
    });
    const stopCommands = registerCommands(
      {
        'canvas.zoomIn': { run: () => goByHand(zoomAtCentre(getViewport(), pane(), getViewport().zoom * zoomStep)) },
        'canvas.zoomOut': { run: () => goByHand(zoomAtCentre(getViewport(), pane(), getViewport().zoom / zoomStep)) },
        'canvas.zoom100': { run: () => goByHand(zoomAtCentre(getViewport(), pane(), 1)) },
        'canvas.fit': { run: () => fit(null) },
        'canvas.fitSelection': {
          run: () => fit(host.view.getState().selected),
          enabled: () => host.view.getState().selected.size > 0 || 'Nothing is selected',
        },
        'canvas.minimap': {
          run: () => setPreferences({ minimap: !preferences().minimap }),
        },
        'canvas.search': {
          run: () => host.view.setState((state) => ({ search: state.search ?? { query: '', matches: [], at: 0 } })),
        },
        'canvas.searchNext': { run: () => searchStep(host, 1) },
        'canvas.searchPrev': { run: () => searchStep(host, -1) },
        ...walking(host),
      },
      zone,
    );
    return () => {
      stopGoTo();
      stopCommands();
    };
  }, [host, flow, zone, getViewport, setViewport]);
  return null;
}

type Walking =
  | 'canvas.successor'
  | 'canvas.predecessor'
  | 'canvas.siblingNext'
  | 'canvas.siblingPrev'
  | 'canvas.edgeNext'
  | 'canvas.extend';
function walking(host: CanvasHost): { readonly [Id in Walking]: CommandHandler } {
  const { view } = host;
  const to = (way: Way) => (): void => {
    const state = view.getState();
    if (state.portMode) {
      const candidates = readingOrder(state, state.direction).filter((id) => id !== 'node:');
      const step = way === 'back' || way === 'previous' ? -1 : 1;
      const at = candidates[(candidates.indexOf(state.portMode.at) + step + candidates.length) % candidates.length];
      if (at) view.setState({ portMode: { ...state.portMode, at }, goTo: { item: at }, hovered: at });
      return;
    }
    const next = walk(state, state.focused ?? state.primary, way, state.direction);
    if (next === null) return;
    view.setState({ focused: next, goTo: { item: next } });
    host.select([next], next);
  };
  return {
    'canvas.successor': { run: to('forward') },
    'canvas.predecessor': { run: to('back') },
    'canvas.siblingNext': { run: to('next') },
    'canvas.siblingPrev': { run: to('previous') },
    'canvas.edgeNext': { run: to('edge') },
    'canvas.extend': {
      run: () => {
        const { focused, selected } = view.getState();
        if (focused !== null) host.select([...selected, focused], focused);
      },
    },
  };
}

function boxOfItems(items: Iterable<ItemId>, state: ViewState): Box | null {
  return boxAround(
    [...items].flatMap((item) => {
      const box = state.boxes.get(item);
      if (box) return [box];
      const route = state.routes.get(item);
      return route && route.points.length > 0 ? [boxOfRoute(route.points)] : [];
    }),
  );
}
