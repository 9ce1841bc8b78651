// What text edits would change, line by line: removed lines and added lines with a line of context.
import type { TextEdit } from '@iterion/dsl';
import { useMemo } from 'react';
import classes from './EditPreview.module.css';
import { changedLines } from './changedLines.ts';

export function EditPreview({ text, edits }: { readonly text: string; readonly edits: readonly TextEdit[] }) {
  const lines = useMemo(() => changedLines(text, edits), [text, edits]);
  return (
    <pre className={classes['preview']}>
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
