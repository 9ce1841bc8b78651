// Commands of the run view (E-CMD-08): control, navigation among executions, time. They live while the view is mounted.
import type { View } from '@iterion/engine';
import { ApiError, type RunHeader } from '@iterion/protocol';
import { createElement, useEffect } from 'react';
import { registerCommands } from '../app/commands.ts';
import { goTo } from '../app/navigation.ts';
import { notify } from '../app/notifications.tsx';
import { showOverlay } from '../app/overlays.tsx';
import { api } from '../server/api.ts';
import { askChoice } from '../ui/askChoice.ts';
import { isOpen } from './kernels/words.ts';
import { ResumeDialog } from './ResumeDialog.tsx';
import type { Moment } from './timeline/moment.ts';

export function useRunCommands(
  runId: string,
  view: View,
  header: RunHeader | undefined,
  moment: Moment,
  setNode: (node: string | null) => void,
): void {
  useEffect(() => {
    const { status } = view.run;
    const nodeWith = (wanted: readonly string[]): (() => void) | null => {
      const found = view.executions.find((execution) => wanted.includes(execution.status));
      return found === undefined ? null : () => setNode(found.ir_node_id);
    };
    const goToNode = (wanted: readonly string[], none: string) => ({
      run: () => nodeWith(wanted)?.(),
      enabled: (): true | string => (nodeWith(wanted) === null ? none : true),
    });
    const last = view.last_seq;
    const at = moment.seq ?? last;
    return registerCommands({
      'run.cancel': { run: () => cancelRun(runId), enabled: () => (isOpen(status) ? true : 'This run has ended') },
      'run.resume': {
        run: () => showOverlay((close) => createElement(ResumeDialog, { runId, view, close })),
        enabled: () =>
          isOpen(status) && header?.interrupted !== true && status !== 'paused_operator'
            ? 'This run has not stopped'
            : status === 'finished' || status === 'failed'
              ? 'This run is over for good'
              : true,
      },
      'run.editFile': {
        run: () => (header?.path == null ? undefined : goTo(`/edit/${header.path}`)),
        enabled: () => (header?.path == null ? 'The source of this run is no file of the workspace' : true),
      },
      'run.firstFailed': goToNode(['failed'], 'Nothing has failed'),
      'run.nextRunning': goToNode(['running', 'retrying'], 'Nothing is running'),
      'run.nextWaiting': goToNode(['paused_waiting_human'], 'Nobody is asked'),
      'run.answer': goToNode(['paused_waiting_human'], 'No question is open'),
      'time.back': { run: () => moment.go(at - 1), enabled: () => (at > 0 ? true : 'This is the beginning') },
      'time.forward': {
        run: () => moment.go(at + 1 >= last ? null : at + 1),
        enabled: () => (at < last ? true : 'This is the end'),
      },
      'time.start': { run: () => moment.go(0) },
      'time.live': { run: () => moment.go(null) },
      'run.copyLink': { run: async () => navigator.clipboard.writeText(location.href) },
    });
  }, [runId, view, header, moment, setNode]);
}

async function cancelRun(runId: string): Promise<void> {
  const sure = await askChoice({
    title: 'Cancel this run?',
    message: 'Work in progress is stopped. What has finished is kept, and the run can be resumed later.',
    choices: [{ value: 'cancel', label: 'Cancel the run', look: 'danger' }],
  });
  if (sure !== 'cancel') return;
  try {
    await api.call('runs.cancel', { params: { id: runId }, body: {} });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    notify({
      kind: 'error',
      title: 'The run was not cancelled',
      message: [error.message, error.remedy].filter(Boolean).join(' '),
    });
  }
}
