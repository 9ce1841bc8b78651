// All edges below the cards, their chips above the lines, the handles of selected ones above all. Above 200 edges only those near the viewport are mounted (E-CANVAS-10);
// the area grows in steps, so that a small pan mounts nothing.
import { ViewportPortal, useStore } from '@xyflow/react';
import { useMemo } from 'react';
import type { Direction, ItemId } from '../../document/model.ts';
import { boxOfRoute } from '../kernels/edgePath.ts';
import type { Box } from '../kernels/geometry.ts';
import type { EdgeRoute } from '../kernels/layoutGraph.ts';
import { SpatialIndex } from '../kernels/spatialIndex.ts';
import type { LevelOfDetail } from '../levelOfDetail.ts';
import { useView } from '../view.ts';
import type { WireView } from '../wires.ts';
import { ConnectLine } from './ConnectLine.tsx';
import { GroupFrames } from './GroupFrames.tsx';
import { Guides } from './Guides.tsx';
import { LoopTint } from './LoopTint.tsx';
import { ReconnectHandles } from './ReconnectHandles.tsx';
import { Wire } from './Wire.tsx';
import { WireChips } from './WireChips.tsx';
import styles from './EdgesLayer.module.css';

const mountAll = 200;
const areaStep = 400;

export function EdgesLayer({ direction, level }: { readonly direction: Direction; readonly level: LevelOfDetail }) {
  const wires = useView((state) => state.wireList);
  const shown = useShownWires(wires, level);
  return (
    <>
      <ViewportPortal>
        <svg className={styles.layer} aria-label="Edges" role="group">
          <GroupFrames />
          <LoopTint />
          {shown.map((wire) => (
            <Wire key={wire.id} wire={wire} direction={direction} />
          ))}
          <Guides />
          <ConnectLine direction={direction} />
        </svg>
      </ViewportPortal>
      {level !== 'painted' && (
        <ViewportPortal>
          <div className={styles.chips}>
            {shown.map((wire) => (
              <WireChips key={wire.id} wire={wire} />
            ))}
          </div>
          <svg className={styles.ends} aria-hidden="true">
            {shown.map((wire) => (
              <ReconnectHandles key={wire.id} wire={wire} />
            ))}
          </svg>
        </ViewportPortal>
      )}
    </>
  );
}

function useShownWires(wires: readonly WireView[], level: LevelOfDetail): readonly WireView[] {
  const routes = useView((state) => state.routes);
  const selected = useView((state) => (level === 'painted' ? state.selected : none));
  const few = wires.length <= mountAll;
  const area = useVisibleArea(few || level === 'painted');
  const index = useMemo(() => (few ? null : indexOf(wires, routes)), [few, wires, routes]);
  return useMemo(() => {
    if (level === 'painted') return wires.filter((wire) => selected.has(wire.id));
    if (!index || !area) return wires;
    const inside = new Set(index.inside(area));
    return wires.filter((wire) => inside.has(wire.id));
  }, [wires, index, area, level, selected]);
}
const none: ReadonlySet<ItemId> = new Set();

function indexOf(wires: readonly WireView[], routes: ReadonlyMap<string, EdgeRoute>): SpatialIndex<ItemId> {
  const index = new SpatialIndex<ItemId>();
  for (const wire of wires) {
    const route = routes.get(wire.id);
    if (route && route.points.length > 0) index.add(wire.id, boxOfRoute(route.points, 80));
  }
  return index;
}

/** The visible part of the flow plane, widened to steps; null when nobody needs it. */
function useVisibleArea(off: boolean): Box | null {
  const key = useStore((state) => {
    if (off) return '';
    const [x, y, zoom] = state.transform;
    const step = areaStep / zoom;
    return [
      Math.floor(-x / zoom / step) * step - step / 2,
      Math.floor(-y / zoom / step) * step - step / 2,
      (Math.ceil(state.width / zoom / step) + 2) * step,
      (Math.ceil(state.height / zoom / step) + 2) * step,
    ].join(' ');
  });
  return useMemo(() => {
    if (key === '') return null;
    const [x = 0, y = 0, width = 0, height = 0] = key.split(' ').map(Number);
    return { x, y, width, height };
  }, [key]);
}
