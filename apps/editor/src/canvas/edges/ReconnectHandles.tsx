// The two ends of a selected edge, each to be dragged to another node (E-EDGE-11).
import { useReconnectGesture } from '../interactions/connectGesture.ts';
import type { Point } from '../kernels/geometry.ts';
import type { WireView } from '../wires.ts';
import styles from './Wire.module.css';

export function ReconnectHandles({
  wire,
  start,
  end,
}: {
  readonly wire: WireView;
  readonly start: Point;
  readonly end: Point;
}) {
  const source = useReconnectGesture(wire.id, 'source');
  const target = useReconnectGesture(wire.id, 'target');
  if (wire.id === 'edge:') return null; // the start pill's edge is the workflow's entry
  return (
    <>
      <circle className={`${styles.end} nopan`} cx={start.x} cy={start.y} r={5} {...source} />
      <circle className={`${styles.end} nopan`} cx={end.x} cy={end.y} r={5} {...target} />
    </>
  );
}
