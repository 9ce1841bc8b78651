// The strip above the graph of a run (E-SHELL-20): how many executions stand how, following, and the way back to editing.
import type { View } from '@iterion/engine';
import { runCommand, useCommandState } from '../app/commands.ts';
import { type StatusCounts, statusCounts } from './kernels/counts.ts';
import classes from './RunStrip.module.css';

const SHOWN: readonly { readonly of: keyof StatusCounts; readonly glyph: string }[] = [
  { of: 'finished', glyph: '✓' },
  { of: 'running', glyph: '◔' },
  { of: 'waiting', glyph: '?' },
  { of: 'failed', glyph: '✕' },
];

interface Props {
  readonly view: View;
  readonly follow: boolean;
  readonly canEdit: boolean;
}

export function RunStrip({ view, follow, canEdit }: Props) {
  const counts = statusCounts(view);
  const keys = useCommandState('run.follow').keys[0];
  return (
    <div className={classes['strip']}>
      <span className={classes['counts']} role="group" aria-label="Executions by status">
        {SHOWN.map(({ of, glyph }) => (
          <span
            key={of}
            role="img"
            aria-label={`${counts[of]} ${of}`}
            title={`${counts[of]} ${of}`}
            data-status={of}
            data-none={counts[of] === 0 || undefined}
          >
            <span>{glyph}</span> {counts[of]}
          </span>
        ))}
      </span>
      <button
        type="button"
        className={classes['button']}
        aria-pressed={follow}
        data-hint="Keep what runs in view"
        {...(keys === undefined ? {} : { 'data-hint-keys': keys })}
        onClick={() => runCommand('run.follow')}
      >
        <span aria-hidden>{follow ? '◉' : '○'}</span> Follow
      </button>
      {canEdit ? (
        <button type="button" className={classes['button']} onClick={() => runCommand('run.editFile')}>
          Edit file
        </button>
      ) : null}
    </div>
  );
}
