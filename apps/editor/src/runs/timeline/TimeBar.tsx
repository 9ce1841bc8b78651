// Time travel (E-RUN-17): a slider over the log's sequence numbers with steps by event and a way back to live.
import { ActionIcon, Button, Slider } from '@mantine/core';
import IconChevronLeft from '@tabler/icons-react/dist/esm/icons/IconChevronLeft.mjs';
import IconChevronRight from '@tabler/icons-react/dist/esm/icons/IconChevronRight.mjs';
import type { View } from '@iterion/engine';
import type { Moment } from './moment.ts';
import classes from './TimeBar.module.css';

export function TimeBar({ live, moment }: { readonly live: View; readonly moment: Moment }) {
  const last = Math.max(0, live.last_seq);
  const at = moment.seq ?? last;
  return (
    <div className={classes['bar']} role="toolbar" aria-label="Moment shown" data-tour-target="moment">
      <ActionIcon aria-label="One event back" disabled={at <= 0} onClick={() => moment.go(at - 1)}>
        <IconChevronLeft size={16} stroke={1.75} aria-hidden />
      </ActionIcon>
      <ActionIcon
        aria-label="One event forward"
        disabled={at >= last}
        onClick={() => moment.go(at + 1 >= last ? null : at + 1)}
      >
        <IconChevronRight size={16} stroke={1.75} aria-hidden />
      </ActionIcon>
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
      <span className={classes['figure']}>
        {at} of {last}
      </span>
      <Button
        size="compact-xs"
        flex="none"
        mih={24}
        variant={moment.seq === null ? 'filled' : 'default'}
        aria-pressed={moment.seq === null}
        onClick={() => moment.go(null)}
      >
        Live
      </Button>
    </div>
  );
}
