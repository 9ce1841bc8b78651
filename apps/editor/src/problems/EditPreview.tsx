// What text edits would change, line by line: removed lines and added lines with a line of context.
import type { TextEdit } from '@iterion/dsl';
import { useMemo } from 'react';
import classes from './EditPreview.module.css';
import { changedLines } from './changedLines.ts';

interface Props {
  readonly text: string;
  readonly edits: readonly TextEdit[];
  /** As much of the window as there is; otherwise a few lines that scroll. */
  readonly tall?: boolean;
}

export function EditPreview({ text, edits, tall = false }: Props) {
  const lines = useMemo(() => changedLines(text, edits), [text, edits]);
  return (
    <pre className={classes['preview']} data-tall={tall || undefined} tabIndex={0}>
      {lines.map((line, index) => (
        <div key={index} className={classes['line']} data-kind={line.kind}>
          <span className={classes['sign']} aria-hidden>
            {line.kind === 'added' ? '+' : line.kind === 'removed' ? '−' : ' '}
          </span>
          {line.kind === 'same' ? null : <span className="visually-hidden">{line.kind}: </span>}
          {line.text === '' ? ' ' : line.text}
        </div>
      ))}
    </pre>
  );
}
