// The ports of a card (E-EDGE-02): the entry dot, and the free exit, which shows a plus, starts a connection when dragged and opens the
// creator when clicked. Drawn 10 px, 24 px to aim at; seen on hover, selection, focus and while connecting.
import type { Direction } from '../../document/model.ts';
import type { CardView } from '../cards.ts';
import { useExitGesture } from '../interactions/connectGesture.ts';
import { entryOffset } from '../kernels/ports.ts';
import { useCanvasHost } from '../view.ts';
import styles from './ExitPort.module.css';

export function ExitPort({ card, direction }: { readonly card: CardView; readonly direction: Direction }) {
  const gesture = useExitGesture(card.id);
  const { menu, select } = useCanvasHost();
  const entry = entryOffset(card.size, direction);
  const exit =
    direction === 'down'
      ? { x: card.size.width / 2, y: card.size.height }
      : { x: card.size.width, y: card.size.height / 2 };
  return (
    <>
      {card.kind !== 'start' && (
        <span className={styles.entry} style={{ left: entry.x, top: entry.y }} aria-hidden="true" />
      )}
      {card.kind !== 'start' && (
        <button
          type="button"
          tabIndex={-1}
          className={`${styles.exit} nodrag nopan`}
          style={{ left: exit.x, top: exit.y }}
          aria-label={`Add after ${card.name}, or drag to connect`}
          title="Click to add what comes next, drag to connect"
          onContextMenu={(event) => {
            event.preventDefault();
            event.stopPropagation();
            select([card.id], card.id);
            menu?.({ anchor: { x: event.clientX, y: event.clientY }, item: card.id, port: true });
          }}
          {...gesture}
        >
          <span className={styles.dot} aria-hidden="true" />
        </button>
      )}
    </>
  );
}
