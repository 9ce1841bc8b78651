// `inspect --follow`: prints events as they come, until the run stops or the person leaves.
import { emptyView, viewAll, type RunEvent } from '@iterion/engine';
import type { Store } from '@iterion/runtime';
import type { CommandResult, Invocation } from '../args/spec.ts';
import { Failure } from '../failure.ts';
import { eventText } from './log.ts';

/** Statuses in which nothing more comes by itself. */
const STOPPED = ['finished', 'failed', 'failed_resumable', 'cancelled', 'paused_operator'];

export async function followRun(
  { terminal }: Invocation,
  store: Store,
  runId: string,
  chosen: (event: RunEvent) => boolean,
): Promise<CommandResult> {
  let view = emptyView();
  await new Promise<void>((resolve, reject) => {
    const leave = (): void => {
      follower.stop();
      clearInterval(alive);
      process.off('SIGINT', leave);
      resolve();
    };
    // The follower's own timers do not keep the process; this does.
    const alive = setInterval(() => {
      const { status } = view.run;
      const over = STOPPED.includes(status) || (status !== 'queued' && store.holder(runId) === undefined);
      if (over) leave();
    }, 500);
    process.on('SIGINT', leave);
    const follower = store.follow(runId, {
      onEvents: (events) => {
        view = viewAll(view, events);
        for (const event of events) {
          if (chosen(event)) terminal.out(`${eventText(terminal, event, view.run.started_at)}\n`);
        }
      },
      onCorrupt: (reason) => {
        clearInterval(alive);
        process.off('SIGINT', leave);
        reject(new Failure('STORE_CORRUPT', `the log of ${runId} is damaged: ${reason}`));
      },
    });
  });
  return { exitCode: 0, json: null };
}
