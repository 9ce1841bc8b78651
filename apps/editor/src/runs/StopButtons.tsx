// Pause, cancel, kill, resume (E-RUN-50): what does not apply is not offered; without a connection nothing can be done (E-RUN-54).
import { Button } from '@mantine/core';
import type { View } from '@iterion/engine';
import { useEffect, useState } from 'react';
import { runCommand } from '../app/commands.ts';
import { useConnection } from '../server/connection.ts';
import { stopRun } from './control.ts';
import { isActive, isOpen } from './kernels/words.ts';

interface Props {
  readonly runId: string;
  readonly live: View;
  readonly interrupted: boolean;
}
/** A cancel that takes longer may need to be forced. */
const patienceMs = 10_000;

export function StopButtons({ runId, live, interrupted }: Props) {
  const { status, stopping } = live.run;
  const online = useConnection((state) => state.state === 'connected');
  const reason = online ? undefined : 'The server is gone';
  const late = useLate(stopping === 'cancel' && !interrupted);
  const shared = { disabled: !online, ...(reason === undefined ? {} : { title: reason }) };
  return (
    <>
      {canResume(live, interrupted) ? (
        <Button {...shared} onClick={() => runCommand('run.resume')}>
          Resume…
        </Button>
      ) : null}
      {isActive(status) && !interrupted && stopping === null ? (
        <Button variant="default" {...shared} onClick={() => runCommand('run.pause')}>
          Pause
        </Button>
      ) : null}
      {isOpen(status) && !interrupted ? (
        late ? (
          <Button variant="outline" color="red" {...shared} onClick={() => void stopRun(runId, true)}>
            Kill
          </Button>
        ) : (
          <Button
            variant="default"
            {...shared}
            disabled={!online || stopping === 'cancel'}
            onClick={() => runCommand('run.cancel')}
          >
            Cancel
          </Button>
        )
      ) : null}
    </>
  );
}

function useLate(stopping: boolean): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!stopping) return undefined;
    const timer = setTimeout(() => setLate(true), patienceMs);
    return () => {
      clearTimeout(timer);
      setLate(false);
    };
  }, [stopping]);
  return late;
}

export function canResume(view: View, interrupted: boolean): boolean {
  const { status } = view.run;
  return interrupted || status === 'failed_resumable' || status === 'cancelled' || status === 'paused_operator';
}
