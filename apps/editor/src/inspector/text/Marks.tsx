// The text once more, behind the text area: transparent letters, tinted where something is referred to, underlined where that is wrong.
import type { FieldReferences } from '@iterion/dsl';
import { memo } from 'react';
import type { ReactNode, Ref } from 'react';
import { shellMarks } from './shellWords.ts';
import styles from './text.module.css';

interface Props {
  readonly ref: Ref<HTMLPreElement>;
  readonly text: string;
  readonly found: FieldReferences | null;
  /** In colour behind letters that are not painted themselves. */
  readonly shell: boolean;
}
interface Mark {
  readonly start: number;
  readonly end: number;
  readonly kind: 'reference' | 'environment' | 'wrong';
  readonly index?: number;
}

export const Marks = memo(function Marks({ ref, text, found, shell }: Props) {
  const marks: Mark[] = found
    ? [
        ...found.references.map(({ start, end, finding }, index): Mark => ({
          start,
          end,
          index,
          kind: finding ? 'wrong' : 'reference',
        })),
        ...found.environment.map(({ start, end }): Mark => ({ start, end, kind: 'environment' })),
        ...found.malformed.map(({ start, end }): Mark => ({ start, end, kind: 'wrong' })),
      ].sort((a, b) => a.start - b.start)
    : [];
  let at = 0;
  const parts = marks.flatMap((mark) => {
    // Of references that hold others only the outer one is drawn.
    if (mark.start < at) return [];
    const before = text.slice(at, mark.start);
    at = mark.end;
    return [
      ...(shell ? coloured(before, mark.start - before.length) : [before]),
      <mark key={mark.start} className={styles.mark} data-kind={mark.kind} data-index={mark.index}>
        {text.slice(mark.start, mark.end)}
      </mark>,
    ];
  });
  return (
    <pre ref={ref} className={styles.marks} aria-hidden="true">
      {parts}
      {shell ? coloured(text.slice(at), at) : text.slice(at)}
      {'\n'}
    </pre>
  );
});

function coloured(text: string, offset: number): ReactNode[] {
  let at = 0;
  const parts = shellMarks(text).flatMap(({ start, end, kind }) => {
    const before = text.slice(at, start);
    at = end;
    return [
      before,
      <span key={offset + start} data-shell={kind}>
        {text.slice(start, end)}
      </span>,
    ];
  });
  return [...parts, text.slice(at)];
}
