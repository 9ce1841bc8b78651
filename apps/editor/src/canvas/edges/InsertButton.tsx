// The plus on an edge under the pointer (E-EDGE-10): opens the creator for a node between the two ends. Beside the chips, never on them.
import { pointAlong } from '../kernels/edgePath.ts';
import { pointInBox } from '../kernels/geometry.ts';
import type { EdgeRoute } from '../kernels/layoutGraph.ts';
import { useCanvasHost } from '../view.ts';
import type { WireView } from '../wires.ts';
import styles from './Wire.module.css';

const radius = 9;
/** Shares of the route that are tried in turn. */
const places = [0.5, 0.7, 0.3, 0.85];

export function InsertButton({ wire, route }: { readonly wire: WireView; readonly route: EdgeRoute }) {
  const { view } = useCanvasHost();
  if (wire.name === '') return null; // the start pill's edge is the workflow's entry
  const chips = route.label && wire.label ? { ...route.label, ...wire.label } : null;
  const points = places.map((share) => pointAlong(route.points, share));
  const at = points.find((point) => !chips || !pointInBox(point, chips, radius + 2));
  if (!at) return null;
  return (
    <g
      className={`${styles.insert} nopan`}
      role="button"
      aria-label="Insert a node on this edge"
      transform={`translate(${at.x} ${at.y})`}
      onPointerEnter={() => view.setState({ hovered: wire.id })}
      onPointerLeave={() => view.setState({ hovered: null })}
      onPointerDown={(event) => event.stopPropagation()}
      onClick={(event) => {
        event.stopPropagation();
        view.setState({ creator: { anchor: { x: event.clientX, y: event.clientY }, at, onEdge: wire.id } });
      }}
    >
      <circle r={radius} />
      <path d="M-4 0H4M0 -4V4" />
    </g>
  );
}
