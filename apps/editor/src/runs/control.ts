// What people do to a run, as requests whose refusals are told (E-RUN-50): cancel, kill, pause, rename.
import { ApiError } from '@iterion/protocol';
import { notify } from '../app/notifications.tsx';
import { api } from '../server/api.ts';
import { askChoice } from '../ui/askChoice.ts';

/** Tells why something was refused; anything else is passed on. */
export async function told<T>(title: string, act: () => Promise<T>): Promise<T | null> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    notify({ kind: 'error', title, message: [error.message, error.remedy].filter(Boolean).join(' ') });
    return null;
  }
}

export async function stopRun(runId: string, kill: boolean): Promise<void> {
  await told('The run was not cancelled', async () =>
    api.call('runs.cancel', { params: { id: runId }, body: kill ? { kill } : {} }),
  );
}

export async function askToCancel(runId: string): Promise<void> {
  const sure = await askChoice({
    title: 'Cancel this run?',
    message: 'Work in progress is stopped. What has finished is kept, and the run can be resumed later.',
    choices: [{ value: 'cancel', label: 'Cancel the run', look: 'danger' }],
  });
  if (sure === 'cancel') await stopRun(runId, false);
}

export async function pauseRun(runId: string): Promise<void> {
  const answer = await told('The run was not paused', async () =>
    api.call('runs.pause', { params: { id: runId }, body: {} }),
  );
  if (answer !== null && answer.waitingFor.length > 0)
    notify({
      kind: 'info',
      title: 'The run pauses',
      message: `It stops once ${[...new Set(answer.waitingFor)].join(', ')} ${answer.waitingFor.length === 1 ? 'has' : 'have'} finished.`,
      key: `pause ${runId}`,
    });
}

export async function renameRun(runId: string, name: string): Promise<void> {
  await told('The run was not renamed', async () =>
    api.call('runs.change', { params: { id: runId }, body: { name: name.trim() === '' ? null : name.trim() } }),
  );
}
