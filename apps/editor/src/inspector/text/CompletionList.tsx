// What can be completed: name, type, `maybe` where it can be missing, and the value of the last run (E-INSP-09).
import type { QueryPlace } from '@iterion/dsl';
import { useEffect, useLayoutEffect, useRef } from 'react';
import type { FileId } from '../../document/model.ts';
import { shortJson, useLastValue } from '../values/lastValue.ts';
import type { Suggestion } from './suggestions.ts';
import styles from './text.module.css';

interface Props {
  readonly id: string;
  readonly fileId: FileId;
  readonly places: readonly QueryPlace[];
  readonly items: readonly Suggestion[];
  readonly at: number;
  /** Where the name begins that is completed. */
  readonly anchor: () => DOMRect | undefined;
  readonly onChoose: (item: Suggestion) => void;
}

/** Pixels. */
const mostWidth = 420;
const leastWidth = 260;
const roomNeeded = 260;

export function CompletionList({ id, fileId, places, items, at, anchor, onChoose }: Props) {
  const list = useRef<HTMLUListElement>(null);
  const popup = useRef<HTMLDivElement>(null);
  // On top of everything, beside the line that is typed in: the text may stand in a panel or popover that clips what leaves it.
  const find = useRef(anchor);
  useLayoutEffect(() => {
    const box = popup.current?.parentElement?.getBoundingClientRect();
    if (!box || !popup.current) return;
    const line = find.current() ?? box;
    const width = Math.min(mostWidth, Math.max(box.width, leastWidth));
    const left = box.width > mostWidth ? Math.min(line.left, box.right - width) : box.left;
    const below = window.innerHeight - line.bottom > roomNeeded || line.top < roomNeeded;
    Object.assign(popup.current.style, {
      left: `${left}px`,
      width: `${width}px`,
      top: below ? `${line.bottom + 4}px` : 'auto',
      bottom: below ? 'auto' : `${window.innerHeight - line.top + 4}px`,
    });
    popup.current.showPopover?.();
  }, []);
  const lastValue = useLastValue(fileId, places);
  useEffect(() => {
    list.current?.children[at]?.scrollIntoView({ block: 'nearest' });
  }, [at]);
  const chosen = items[at];
  return (
    <div ref={popup} className={styles.popup} popover="manual">
      <ul ref={list} id={id} role="listbox" aria-label="Completions" className={styles.list}>
        {items.map((item, index) => {
          const value = item.refers && lastValue(item.refers);
          return (
            <li
              key={item.label}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === at}
              className={styles.option}
              // Before the text area loses the focus.
              onMouseDown={(event) => {
                event.preventDefault();
                onChoose(item);
              }}
            >
              <code>{item.label}</code>
              <span className={styles.detail}>
                {item.maybe && <em>maybe</em>} {item.detail}
                {value !== undefined && <span className={styles.last}> {shortJson(value)}</span>}
              </span>
            </li>
          );
        })}
      </ul>
      {chosen?.description !== undefined && <div className={styles.about}>{chosen.description}</div>}
    </div>
  );
}
