// The lines that what is dragged is in line with (E-CANVAS-31).
import { useView } from '../view.ts';
import styles from './EdgesLayer.module.css';

export function Guides() {
  const guides = useView((state) => state.guides);
  return guides.map(({ from, to }) => (
    <line
      key={`${from.x} ${from.y} ${to.x} ${to.y}`}
      className={styles.guide}
      x1={from.x}
      y1={from.y}
      x2={to.x}
      y2={to.y}
      data-guide
    />
  ));
}
