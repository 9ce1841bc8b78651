// Why the thing under the pointer cannot be connected (E-EDGE-07), at the pointer and spoken; and, in port mode, the candidate in words.
import { useReactFlow } from '@xyflow/react';
import { useEffect } from 'react';
import { announce } from '../app/announce.tsx';
import { useView } from './view.ts';
import styles from './GraphSurface.module.css';

export function ConnectHint() {
  const connecting = useView((state) => state.connecting);
  const portMode = useView((state) => state.portMode);
  const cards = useView((state) => state.cards);
  const boxes = useView((state) => state.boxes);
  const { flowToScreenPosition } = useReactFlow();
  const reason = connecting?.reason ?? null;
  const over = connecting?.over ? (cards.get(connecting.over)?.name ?? '') : null;
  const chosen = portMode ? (cards.get(portMode.at)?.name ?? '') : null;
  useEffect(() => {
    if (over !== null) announce(reason ?? `Connect to ${over}`);
  }, [over, reason]);
  useEffect(() => {
    if (chosen !== null) announce(`Connect to ${chosen}? Enter connects, arrows choose another`);
  }, [chosen]);
  if (portMode) {
    const box = boxes.get(portMode.at);
    if (!box) return null;
    const at = flowToScreenPosition({ x: box.x, y: box.y });
    return (
      <div className={styles.reason} style={{ left: at.x, top: at.y - 32 }}>
        Enter connects to {chosen}
      </div>
    );
  }
  if (!connecting || reason === null) return null;
  const at = flowToScreenPosition(connecting.at);
  return (
    <div className={styles.reason} style={{ left: at.x + 14, top: at.y + 14 }}>
      {reason}
    </div>
  );
}
