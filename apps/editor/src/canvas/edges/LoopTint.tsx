// What belongs to the selected loop edge or fan-out: the body of the loop tinted (E-EDGE-14), the branches outlined (E-EDGE-13).
import { boxAround, inflate } from '../kernels/geometry.ts';
import { useView } from '../view.ts';
import styles from './EdgesLayer.module.css';

const margin = 16;

export function LoopTint() {
  const marked = useView((state) => state.marked);
  const boxes = useView((state) => state.boxes);
  return marked.map((area) => {
    const around = boxAround(area.nodes.flatMap((id) => boxes.get(id) ?? []));
    if (!around) return null;
    const box = inflate(around, margin);
    return (
      <rect
        key={area.key}
        className={area.kind === 'loop' ? styles.tint : styles.branch}
        x={box.x}
        y={box.y}
        width={box.width}
        height={box.height}
        rx={12}
      />
    );
  });
}
