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

/** `part`: models are simulated, commands and people are real (R-SIM-03). */
export function SimulatedChip({
  part = false,
  short = false,
}: {
  readonly part?: boolean;
  /** For rows of a list; the whole is said to screen readers and in the tooltip. */
  readonly short?: boolean;
}) {
  const words = part ? 'SIMULATED IN PART' : 'SIMULATED';
  return (
    <span
      className={classes['simulated']}
      title={
        part
          ? 'Models are simulated; commands really run and people are really asked'
          : 'Nothing of this is real: the results are simulated'
      }
    >
      {short ? (
        <>
          <span aria-hidden>{part ? 'SIM in part' : 'SIM'}</span>
          <span className="visually-hidden">{words}</span>
        </>
      ) : (
        words
      )}
    </span>
  );
}
