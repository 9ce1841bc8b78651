// The text once more, behind the text area: tinted where something is referred to, underlined where that is wrong; in a dialect its letters
// are the ones that are seen, in colour. Only colour and stroke: letters must stay where those of the text area are.
import { memo } from 'react';
import type { Ref } from 'react';
import { lineLooks } from './lineLooks.ts';
import type { DrawnMark, LineLook } from './lineLooks.ts';
import type { Dialect } from './ink.ts';
import styles from './text.module.css';

interface Props {
  readonly ref: Ref<HTMLPreElement>;
  readonly text: string;
  readonly marks: readonly DrawnMark[];
  readonly dialect: Dialect | undefined;
}

export function Marks({ ref, text, marks, dialect }: Props) {
  const seen = new Map<string, number>();
  return (
    <pre ref={ref} className={styles.marks} aria-hidden="true">
      {lineLooks(text, marks, dialect).map((line) => {
        // A line keeps its element when others come before it.
        const nth = seen.get(line.look) ?? 0;
        seen.set(line.look, nth + 1);
        return <Line key={`${line.look} ${nth}`} line={line} />;
      })}
    </pre>
  );
}

const Line = memo(
  function Line({ line }: { readonly line: LineLook }) {
    return (
      <div>
        {line.pieces.map(({ text, ink, mark, goesOn }, index) => {
          const key = `${index}`;
          if (mark !== '')
            // One `mark` for each reference: the rest of it is found by its look alone.
            return goesOn ? (
              <span key={key} className={styles.mark} data-kind={mark}>
                {text}
              </span>
            ) : (
              <mark key={key} className={styles.mark} data-kind={mark}>
                {text}
              </mark>
            );
          return ink === '' ? (
            text
          ) : (
            <span key={key} data-ink={ink}>
              {text}
            </span>
          );
        })}
        {'\n'}
      </div>
    );
  },
  (before, after) => before.line.look === after.line.look,
);
