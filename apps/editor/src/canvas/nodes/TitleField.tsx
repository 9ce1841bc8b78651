// The title of a card, and the field it becomes while the node is renamed (E-CANVAS-21). The field keeps its size on the screen, however far
// away the card is.
import { useStore } from '@xyflow/react';
import { Fragment, useCallback, useRef } from 'react';
import { NameField } from '../../ui/NameField.tsx';
import type { CardView } from '../cards.ts';
import { useCanvasHost, useView } from '../view.ts';
import styles from './NodeCard.module.css';

/** Pixels: of the field on the screen at least, and of a card beside its title. */
const narrowest = 168;
const besideTitle = 52;

export function TitleField({ card }: { readonly card: CardView }) {
  const editing = useView((state) => state.inPlace?.part === 'name' && state.inPlace.item === card.id);
  if (editing) return <TitleInput card={card} />;
  // From afar a title takes two lines, and breaks between its words.
  return (
    <span className={styles.titleText} title={card.name} data-title>
      {card.name.split(/(?<=_)/u).map((part, index) => (
        <Fragment key={index}>
          {part}
          <wbr />
        </Fragment>
      ))}
    </span>
  );
}

function TitleInput({ card }: { readonly card: CardView }) {
  const { view, renaming } = useCanvasHost();
  const zoom = useStore((state) => state.transform[2]);
  const place = useRef<HTMLSpanElement>(null);
  const close = useCallback(() => {
    view.setState({ inPlace: null });
    place.current?.closest<HTMLElement>('[data-zone~="canvas"]')?.focus({ preventScroll: true });
  }, [view]);
  if (!renaming) return null;
  const width = Math.max(narrowest, (card.size.width - besideTitle) * zoom);
  return (
    <span ref={place} className={styles.titleInput} style={{ transform: `scale(${1 / zoom})`, width }}>
      <NameField name={card.name} renaming={renaming(card.id)} onClose={close} />
    </span>
  );
}
