// The two ends of a selected edge, each to be dragged to another node (E-EDGE-11). They lie above the cards, whose border they sit on, and
// are drawn 10 px, 24 px to aim at.
import { memo } from 'react';
import { useReconnectGesture } from '../interactions/connectGesture.ts';
import type { PortGesture } from '../interactions/connectGesture.ts';
import type { Point } from '../kernels/geometry.ts';
import { useCanvasHost, useView } from '../view.ts';
import type { WireView } from '../wires.ts';
import styles from './Wire.module.css';

export const ReconnectHandles = memo(function ReconnectHandles({ wire }: { readonly wire: WireView }) {
  const host = useCanvasHost();
  const route = useView((state) => state.draftRoutes?.get(wire.id) ?? state.routes.get(wire.id));
  const selected = useView((state) => state.selected.has(wire.id));
  const source = useReconnectGesture(wire.id, 'source');
  const target = useReconnectGesture(wire.id, 'target');
  const start = route?.points[0];
  const end = route?.points.at(-1);
  // The start pill's edge is the workflow's entry.
  if (!selected || host.readOnly || wire.id === 'edge:' || !start || !end) return null;
  return (
    <>
      <Handle end="source" at={start} gesture={source} />
      <Handle end="target" at={end} gesture={target} />
    </>
  );
});

function Handle(props: { readonly end: 'source' | 'target'; readonly at: Point; readonly gesture: PortGesture }) {
  const { end, at, gesture } = props;
  return (
    <g className={`${styles.end} nodrag nopan`} data-end={end} {...gesture}>
      <title>Drag to change the {end} of this edge</title>
      <circle className={styles.aim} cx={at.x} cy={at.y} r={12} />
      <circle cx={at.x} cy={at.y} r={5} />
    </g>
  );
}
