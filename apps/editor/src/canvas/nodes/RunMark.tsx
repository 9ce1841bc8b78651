// The status of a run on a card (E-VIS-11): badge, note and pips. The outline and the tint change with the `data-status` of the card, so
// shape, line and colour always change together.
import IconBan from '@tabler/icons-react/dist/esm/icons/IconBan.mjs';
import IconCheck from '@tabler/icons-react/dist/esm/icons/IconCheck.mjs';
import IconCircleDotted from '@tabler/icons-react/dist/esm/icons/IconCircleDotted.mjs';
import IconHandStop from '@tabler/icons-react/dist/esm/icons/IconHandStop.mjs';
import IconLock from '@tabler/icons-react/dist/esm/icons/IconLock.mjs';
import IconMinus from '@tabler/icons-react/dist/esm/icons/IconMinus.mjs';
import IconPencil from '@tabler/icons-react/dist/esm/icons/IconPencil.mjs';
import IconPlayerPause from '@tabler/icons-react/dist/esm/icons/IconPlayerPause.mjs';
import IconProgress from '@tabler/icons-react/dist/esm/icons/IconProgress.mjs';
import IconReload from '@tabler/icons-react/dist/esm/icons/IconReload.mjs';
import IconX from '@tabler/icons-react/dist/esm/icons/IconX.mjs';
import type { Icon } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { CardView } from '../cards.ts';
import { statusLooks, useNodeRun } from '../runStatus.ts';
import type { NodeStatus } from '../runStatus.ts';
import { useCanvasHost } from '../view.ts';
import styles from './RunMark.module.css';

const statusIcons: { readonly [S in NodeStatus]: Icon } = {
  ready: IconCircleDotted,
  locked: IconLock,
  running: IconProgress,
  retrying: IconReload,
  waiting: IconHandStop,
  paused: IconPlayerPause,
  finished: IconCheck,
  failed: IconX,
  changed: IconPencil,
  skipped: IconMinus,
  cancelled: IconBan,
};
const shownPips = 6;

export function RunMark({ card }: { readonly card: CardView }) {
  const host = useCanvasHost();
  const run = useNodeRun(host.status, card.name);
  if (!run) return null;
  const { words, tone } = statusLooks[run.status];
  const StatusIcon = statusIcons[run.status];
  const pips = run.iterations ?? [];
  return (
    <div className={styles.mark}>
      {pips.length > 1 && (
        <span className={styles.pips} title={`${pips.length} executions`}>
          {pips.length > shownPips && <span className={styles.more}>+{pips.length - shownPips}</span>}
          {pips.slice(-shownPips).map((status, index) => (
            <span key={index} className={styles.pip} data-tone={statusLooks[status].tone} data-status={status} />
          ))}
        </span>
      )}
      {run.simulated && <span className={styles.simulated}>SIM</span>}
      {run.status === 'running' && run.since !== undefined ? (
        <Elapsed since={run.since} />
      ) : (
        run.note !== undefined && (
          <span className={styles.note} title={run.note}>
            {run.note}
          </span>
        )
      )}
      <span className={styles.badge} data-tone={tone} role="img" aria-label={words} title={words}>
        <StatusIcon size={14} stroke={2.25} />
      </span>
    </div>
  );
}

/** Counts seconds while a node runs. */
function Elapsed({ since }: { readonly since: number }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return <span className={styles.note}>{elapsedText(Math.max(0, now - since))}</span>;
}
function elapsedText(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  if (seconds < 60) return `${seconds} s`;
  return `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`;
}
