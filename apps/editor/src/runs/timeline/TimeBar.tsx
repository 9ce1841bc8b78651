// Time travel (E-RUN-17): a slider over the log's sequence numbers with its marks, steps by event and by mark, replay, and the way back to live.
import { ActionIcon, Slider } from '@mantine/core';
import IconChevronLeft from '@tabler/icons-react/dist/esm/icons/IconChevronLeft.mjs';
import IconChevronRight from '@tabler/icons-react/dist/esm/icons/IconChevronRight.mjs';
import IconPlayerPause from '@tabler/icons-react/dist/esm/icons/IconPlayerPause.mjs';
import IconPlayerPlay from '@tabler/icons-react/dist/esm/icons/IconPlayerPlay.mjs';
import IconPlayerSkipBack from '@tabler/icons-react/dist/esm/icons/IconPlayerSkipBack.mjs';
import IconPlayerSkipForward from '@tabler/icons-react/dist/esm/icons/IconPlayerSkipForward.mjs';
import type { Icon } from '@tabler/icons-react';
import type { View } from '@iterion/engine';
import { useMemo } from 'react';
import { type CommandId, runCommand, useCommandState } from '../../app/commands.ts';
import { isActive } from '../kernels/words.ts';
import { type Mark, drawnMarks } from './marks.ts';
import type { Moment } from './moment.ts';
import classes from './TimeBar.module.css';

interface Props {
  readonly live: View;
  readonly moment: Moment;
  readonly marks: readonly Mark[];
}

export function TimeBar({ live, moment, marks }: Props) {
  const last = Math.max(0, live.last_seq);
  const at = moment.seq ?? last;
  const drawn = useMemo(() => drawnMarks(marks, last, 240), [marks, last]);
  const moves = isActive(live.run.status);
  return (
    <div className={classes['bar']} role="toolbar" aria-label="Moment shown" data-tour-target="moment">
      <Step id="time.prevMark" icon={IconPlayerSkipBack} />
      <Step id="time.back" icon={IconChevronLeft} label="One event back" />
      <Step id="time.forward" icon={IconChevronRight} label="One event forward" />
      <Step id="time.nextMark" icon={IconPlayerSkipForward} />
      <Step
        id="time.play"
        icon={moment.playing ? IconPlayerPause : IconPlayerPlay}
        label={moment.playing ? 'Stop the replay' : 'Replay'}
      />
      <button
        type="button"
        className={classes['speed']}
        aria-label={`Replay speed ${moment.speed}×`}
        data-hint="Next replay speed"
        onClick={moment.faster}
      >
        {moment.speed}×
      </button>
      <div className={classes['track']}>
        <div className={classes['marks']} aria-hidden>
          {drawn.map((mark) => (
            <span
              key={mark.seq}
              className={classes['mark']}
              data-kind={mark.kind}
              style={{ left: `${mark.place * 100}%` }}
              title={`${mark.seq}: ${mark.words}`}
            />
          ))}
        </div>
        <Slider
          className={classes['slider'] ?? ''}
          size={4}
          min={0}
          max={Math.max(1, last)}
          value={at}
          label={null}
          thumbLabel="Event shown"
          onChange={(value) => moment.go(value >= last ? null : value)}
        />
      </div>
      <span className={classes['figure']} data-loading={moment.loading || undefined}>
        seq {at} of {last}
      </span>
      <button
        type="button"
        className={classes['live']}
        aria-pressed={moment.seq === null}
        data-moving={moves || undefined}
        onClick={() => runCommand('time.live')}
      >
        <span aria-hidden>●</span> {moves ? 'Live' : 'End'}
      </button>
    </div>
  );
}

function Step({ id, icon: Glyph, label }: { readonly id: CommandId; readonly icon: Icon; readonly label?: string }) {
  const { command, keys, enabled } = useCommandState(id);
  return (
    <ActionIcon
      aria-label={label ?? command.title}
      data-hint={label ?? command.title}
      {...(keys[0] === undefined ? {} : { 'data-hint-keys': keys[0] })}
      disabled={enabled !== true}
      onClick={() => runCommand(id)}
    >
      <Glyph size={16} stroke={1.75} aria-hidden />
    </ActionIcon>
  );
}
