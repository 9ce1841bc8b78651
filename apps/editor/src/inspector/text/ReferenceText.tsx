// A text with references (E-INSP-09, E-INSP-10): prompts, mapping values, expressions, commands. The text area is the browser's own; behind
// it the same text marks what refers to something, and below it what can be completed is listed. Fits its height to the text.
import { useId, useRef, useState } from 'react';
import type { KeyboardEvent, MouseEvent, RefObject } from 'react';
import { callAt, referencesFromText } from '@iterion/dsl';
import type { FieldText, QueryPlace } from '@iterion/dsl';
import type { FileId } from '../../document/model.ts';
import { useDocumentPart } from '../../document/store.ts';
import { goToDefinition } from '../references/definition.ts';
import { CompletionList } from './CompletionList.tsx';
import { drawnMarks } from './lineLooks.ts';
import { Marks } from './Marks.tsx';
import { ReferenceHover, type Hovered } from './ReferenceHover.tsx';
import type { Dialect } from './ink.ts';
import { type Completion, completionAt, type Suggestion } from './suggestions.ts';
import styles from './text.module.css';

export interface ReferenceTextProps {
  readonly fileId: FileId;
  readonly kind: FieldText;
  /** Where the text is used; none: nothing is completed or checked. */
  readonly places: readonly QueryPlace[];
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly onBlur: () => void;
  readonly label?: string;
  readonly id?: string;
  readonly describedBy?: string;
  readonly error?: string | null;
  /** What is shown is not in the text. */
  readonly isHeld: boolean;
  readonly invalid?: boolean;
  readonly placeholder?: string;
  readonly rows?: number;
  readonly mostRows?: number;
  /** Prose, or code in the fixed font. */
  readonly look?: 'prose' | 'code';
  readonly autoFocus?: boolean;
  /** Shows the words of a shell, or Markdown, in colour. */
  readonly dialect?: Dialect;
  /** Takes all the height there is, and scrolls in it. */
  readonly fills?: boolean;
  /** A name by which the text area is found on the screen. */
  readonly handle?: string;
  /** What is wrong is said elsewhere, with its fixes. */
  readonly quiet?: boolean;
}

export function ReferenceText(props: ReferenceTextProps) {
  const { fileId, kind, places, value, look = 'code' } = props;
  const document = useDocumentPart(fileId, (open) => open.document);
  const graph = useDocumentPart(fileId, (open) => open.graph);
  const area = useRef<HTMLTextAreaElement>(null);
  const marks = useRef<HTMLPreElement>(null);
  const listId = useId();
  const [list, setList] = useState<(Completion & { readonly at: number }) | null>(null);
  const [call, setCall] = useState<ReturnType<typeof callAt>>(undefined);
  const [hovered, setHovered] = useState<Hovered | null>(null);
  const found = document ? referencesFromText(value, kind, document, places) : null;
  const drawn = drawnMarks(found);

  const suggest = (text: string, caret: number, asked = false): void => {
    setCall(kind === 'expression' ? callAt(text, caret) : undefined);
    const completion = graph && places.length > 0 ? completionAt(text, caret, kind, graph, places, asked) : undefined;
    setList(completion ? { ...completion, at: 0 } : null);
  };
  const accept = (item: Suggestion): void => {
    const input = area.current;
    if (!input || !list) return;
    const closes = kind !== 'expression' && !/^\s*\}\}/u.test(value.slice(input.selectionStart));
    const inserted = `${item.insert}${closes ? '}}' : ''}`;
    const text = value.slice(0, list.from) + inserted + value.slice(input.selectionStart);
    const caret = list.from + inserted.length;
    setList(null);
    props.onChange(text);
    // The caret goes behind what was inserted once the text area has it.
    requestAnimationFrame(() => input.setSelectionRange(caret, caret));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.nativeEvent.isComposing) return;
    if ((event.ctrlKey || event.metaKey) && event.key === ' ') {
      event.preventDefault();
      suggest(value, event.currentTarget.selectionStart, true);
      return;
    }
    if (!list) return;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const item = list.items[list.at];
    if (step !== 0) setList({ ...list, at: (list.at + step + list.items.length) % list.items.length });
    else if ((event.key === 'Enter' || event.key === 'Tab') && item) accept(item);
    else if (event.key === 'Escape') setList(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const at = (event: MouseEvent): number => drawn[markAt(marks, event.clientX, event.clientY)]?.index ?? -1;
  const problems = found ? [...found.malformed, ...found.references.flatMap((each) => each.finding ?? [])] : [];
  const errorId = `${listId}-error`;
  return (
    <div className={styles.field} data-look={look} data-dialect={props.dialect} data-fills={props.fills || undefined}>
      <div
        className={styles.box}
        data-invalid={Boolean(props.error) || props.invalid || undefined}
        style={
          props.fills
            ? {}
            : {
                minHeight: `calc(${props.rows ?? 1} * var(--row) + 10px)`,
                maxHeight: `calc(${props.mostRows ?? 12} * var(--row) + 10px)`,
              }
        }
      >
        <div className={styles.page}>
          <Marks ref={marks} text={value} marks={drawn} dialect={props.dialect} />
          <textarea
            ref={area}
            id={props.id}
            className={styles.area}
            aria-label={props.label}
            aria-describedby={
              [props.describedBy, props.error ? errorId : undefined].filter(Boolean).join(' ') || undefined
            }
            aria-invalid={Boolean(props.error) || props.invalid || undefined}
            aria-autocomplete="list"
            aria-controls={list ? listId : undefined}
            aria-activedescendant={list ? `${listId}-${list.at}` : undefined}
            data-draft={props.isHeld || undefined}
            data-text={props.handle}
            data-autofocus={props.autoFocus || undefined}
            rows={1}
            spellCheck={look === 'prose'}
            value={value}
            placeholder={props.placeholder}
            onChange={(event) => {
              props.onChange(event.currentTarget.value);
              suggest(event.currentTarget.value, event.currentTarget.selectionStart);
            }}
            onBlur={() => {
              setList(null);
              setCall(undefined);
              props.onBlur();
            }}
            onKeyDown={onKeyDown}
            onMouseMove={(event) => setHovered(hoveredAt(at(event), event, hovered))}
            onMouseLeave={() => setHovered(null)}
            onClick={(event) => {
              const reference = found?.references[at(event)];
              if (reference && (event.ctrlKey || event.metaKey)) goToDefinition(fileId, reference, places);
            }}
          />
        </div>
      </div>
      {call && (
        <div className={styles.signature}>
          <code>{call.label}</code> {call.help}
        </div>
      )}
      {list && (
        <CompletionList
          id={listId}
          fileId={fileId}
          places={places}
          items={list.items}
          at={list.at}
          anchor={() => rectAt(marks.current, list.from)}
          onChoose={accept}
        />
      )}
      {hovered && found?.references[hovered.index] && (
        <ReferenceHover fileId={fileId} places={places} reference={found.references[hovered.index]} at={hovered} />
      )}
      {props.error ? (
        <div id={errorId} className={styles.error}>
          {props.error}
        </div>
      ) : (
        props.quiet !== true &&
        problems.slice(0, 3).map((problem) => (
          <div key={`${problem.code} ${problem.start}`} className={styles.finding}>
            {problem.message}
          </div>
        ))
      )}
    </div>
  );
}

/** Which of the marks is drawn at a point of the window; -1 when there is none. */
function markAt(marks: RefObject<HTMLPreElement | null>, x: number, y: number): number {
  return [...(marks.current?.querySelectorAll('mark') ?? [])].findIndex((mark) =>
    [...mark.getClientRects()].some((box) => x >= box.left && x <= box.right && y >= box.top && y <= box.bottom),
  );
}
/** The same object while the pointer stays on one reference. */
function hoveredAt(index: number, { clientX: x, clientY: y }: MouseEvent, before: Hovered | null): Hovered | null {
  if (index < 0) return null;
  return before?.index === index ? before : { index, x, y };
}
/** Where the letter at an offset is drawn. */
function rectAt(page: HTMLElement | null, offset: number): DOMRect | undefined {
  if (!page) return undefined;
  const walker = document.createTreeWalker(page, NodeFilter.SHOW_TEXT);
  let left = offset;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const { length } = node as Text;
    if (left > length) left -= length;
    else {
      const range = document.createRange();
      range.setStart(node, left);
      range.setEnd(node, Math.min(length, left + 1));
      return range.getBoundingClientRect();
    }
  }
  return undefined;
}
