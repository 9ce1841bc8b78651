// The line of a connection that is being dragged, from the fixed end to the pointer.
import type { Direction } from '../../document/model.ts';
import { roundedPath } from '../kernels/edgePath.ts';
import { quickRoute } from '../kernels/edgeRouting.ts';
import { entryPort } from '../kernels/ports.ts';
import { useView } from '../view.ts';
import styles from './EdgesLayer.module.css';

export function ConnectLine({ direction }: { readonly direction: Direction }) {
  const connecting = useView((state) => state.connecting);
  const boxes = useView((state) => state.boxes);
  if (!connecting) return null;
  const over = connecting.over !== null && connecting.reason === null ? boxes.get(connecting.over) : undefined;
  const backwards = connecting.reconnect?.end === 'source';
  const fixedBox = boxes.get(connecting.from);
  const free = over && !backwards ? entryPort(over, direction) : connecting.at;
  const fixed =
    backwards && fixedBox
      ? entryPort(fixedBox, direction)
      : leaving(connecting.from, boxes, direction, connecting.start);
  const points = backwards ? quickRoute(free, fixed, direction) : quickRoute(fixed, free, direction);
  return <path className={styles.connect} d={roundedPath(points)} />;
}

function leaving(
  id: string,
  boxes: ReadonlyMap<string, { x: number; y: number; width: number; height: number }>,
  direction: Direction,
  fallback: { x: number; y: number },
): { x: number; y: number } {
  const box = boxes.get(id);
  if (!box) return fallback;
  return direction === 'down'
    ? { x: box.x + box.width / 2, y: box.y + box.height }
    : { x: box.x + box.width, y: box.y + box.height / 2 };
}
