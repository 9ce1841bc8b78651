// The title of a card, and the field it becomes while the node is renamed (E-CANVAS-21): validated live, applied on Enter.
import { Fragment, useLayoutEffect, useRef, useState } from 'react';
import type { CardView } from '../cards.ts';
import { useCanvasHost, useView } from '../view.ts';
import styles from './NodeCard.module.css';

export function TitleField({ card }: { readonly card: CardView }) {
  const editing = useView((state) => state.inPlace?.part === 'name' && state.inPlace.item === card.id);
  if (editing) return <NameInput card={card} />;
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

function NameInput({ card }: { readonly card: CardView }) {
  const host = useCanvasHost();
  const [draft, setDraft] = useState(card.name);
  const [reason, setReason] = useState<string | null>(null);
  const field = useRef<HTMLInputElement>(null);
  const finished = useRef(false);
  useLayoutEffect(() => {
    field.current?.focus({ preventScroll: true });
    field.current?.select();
  }, []);
  const close = (): void => {
    finished.current = true;
    host.view.setState({ inPlace: null });
    field.current?.closest<HTMLElement>('[data-zone~="canvas"]')?.focus({ preventScroll: true });
  };
  const apply = (): void => {
    if (finished.current) return;
    if (draft === card.name) {
      close();
      return;
    }
    const refused = host.rename?.(card.id, draft) ?? null;
    if (refused === null) close();
    else setReason(refused);
  };
  return (
    <>
      <input
        ref={field}
        className={`${styles.titleInput} nodrag`}
        data-draft
        value={draft}
        spellCheck={false}
        aria-label={`New name of ${card.name}`}
        aria-invalid={reason !== null}
        title={reason ?? undefined}
        onPointerDown={(event) => event.stopPropagation()}
        onDoubleClick={(event) => event.stopPropagation()}
        onChange={(event) => {
          setDraft(event.currentTarget.value);
          setReason(nameProblem(event.currentTarget.value));
        }}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === 'Enter') apply();
          if (event.key === 'Escape') close();
        }}
        onBlur={() => {
          if (reason === null) apply();
          if (!finished.current) close();
        }}
      />
      {reason !== null && (
        <span className={styles.titleProblem} role="alert">
          {reason}
        </span>
      )}
    </>
  );
}

/** What is wrong with a name as far as its letters go (L-LEX-14); whether it is taken is the language's to say. */
export function nameProblem(name: string): string | null {
  if (name === '') return 'A name is needed';
  if (!/^[\p{L}_]/u.test(name)) return 'A name starts with a letter or _';
  const wrong = /[^\p{L}\p{Nd}_]/u.exec(name)?.[0];
  return wrong === undefined ? null : `A name cannot contain ${wrong === ' ' ? 'spaces' : `“${wrong}”`}`;
}
