// A run's status as a mark and words; shape, colour and text say the same (E-A11Y-09).
import type { RunStatus } from '@iterion/protocol';
import classes from './StatusMark.module.css';
import { isActive, statusWords } from './kernels/words.ts';

const glyphs = { info: '◔', success: '✓', warning: '?', error: '✕', neutral: '–' } as const;

export function StatusMark({
  status,
  interrupted = false,
  short = false,
}: {
  readonly status: RunStatus;
  readonly interrupted?: boolean;
  readonly short?: boolean;
}) {
  const { words, tone } = statusWords(status, interrupted);
  return (
    <span
      className={classes['mark']}
      data-tone={tone}
      data-moving={isActive(status) && !interrupted ? true : undefined}
    >
      <span className={classes['glyph']} aria-hidden>
        {glyphs[tone]}
      </span>
      <span className={short ? 'visually-hidden' : undefined}>{words}</span>
    </span>
  );
}

export function SimulatedChip() {
  return (
    <span className={classes['simulated']} title="Nothing of this is real: the results are simulated">
      SIMULATED
    </span>
  );
}
