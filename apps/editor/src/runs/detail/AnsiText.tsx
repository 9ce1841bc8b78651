// The output of a command, in its colours.
import { useMemo } from 'react';
import { ansiSpans } from '../kernels/ansi.ts';
import classes from './Steps.module.css';

export function AnsiText({ text }: { readonly text: string }) {
  const spans = useMemo(() => ansiSpans(text), [text]);
  return (
    <pre className={classes['output']} tabIndex={0}>
      {spans.map((span, index) => (
        <span key={index} data-colour={span.colour} data-bold={span.bold} data-dim={span.dim}>
          {span.text}
        </span>
      ))}
    </pre>
  );
}
