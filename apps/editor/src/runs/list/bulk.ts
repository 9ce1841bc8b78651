// What is done to several runs at once (E-RUN-60, E-RUN-61): each is asked for on its own, what was refused is counted and said.
import { ApiError, type RunHeader } from '@iterion/protocol';
import { notify } from '../../app/notifications.tsx';
import { api } from '../../server/api.ts';
import { askChoice } from '../../ui/askChoice.ts';
import { lazyQuestion } from '../../app/lazyDialog.tsx';
import { isOpen } from '../kernels/words.ts';

export const mayCancel = (run: RunHeader): boolean => isOpen(run.status) && !run.interrupted;
export const mayDelete = (run: RunHeader): boolean =>
  run.status === 'finished' ||
  run.status === 'failed' ||
  run.status === 'failed_resumable' ||
  run.status === 'cancelled';

const these = (runs: readonly RunHeader[]): string => (runs.length === 1 ? '1 run' : `${runs.length} runs`);

/** Does it to each; what the server refused is told once, with the first reason. */
async function each<T>(runs: readonly RunHeader[], act: (run: RunHeader) => Promise<T>): Promise<readonly T[]> {
  const done: T[] = [];
  const refused: ApiError[] = [];
  for (const run of runs) {
    try {
      done.push(await act(run));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      refused.push(error);
    }
  }
  const [first] = refused;
  if (first !== undefined)
    notify({
      kind: 'error',
      title: `Not done for ${refused.length} of ${these(runs)}`,
      message: [first.message, first.remedy].filter(Boolean).join(' '),
    });
  return done;
}

export async function cancelRuns(chosen: readonly RunHeader[]): Promise<void> {
  const runs = chosen.filter(mayCancel);
  const sure = await askChoice({
    title: `Cancel ${these(runs)}?`,
    message: 'Work in progress is stopped. What has finished is kept, and the runs can be resumed later.',
    choices: [{ value: true, label: `Cancel ${these(runs)}`, look: 'danger' }],
  });
  if (sure === true) await each(runs, async (run) => api.call('runs.cancel', { params: { id: run.id }, body: {} }));
}

/** Into the trash, from where the notification brings them back; resolves to whether it was done. */
export async function deleteRuns(chosen: readonly RunHeader[]): Promise<boolean> {
  const runs = chosen.filter(mayDelete);
  const left = chosen.length - runs.length;
  if (runs.length > 1) {
    const sure = await askChoice({
      title: `Delete ${these(runs)}?`,
      message: `They stay in the trash for 7 days.${left === 0 ? '' : ` ${left} of the selected are not over and stay.`}`,
      choices: [{ value: true, label: `Delete ${these(runs)}`, look: 'danger' }],
    });
    if (sure !== true) return false;
  }
  const trashed = await each(runs, async (run) => api.call('runs.delete', { params: { id: run.id } }));
  if (trashed.length > 0)
    notify({
      kind: 'success',
      title: `Deleted ${trashed.length === 1 ? '1 run' : `${trashed.length} runs`}`,
      message: 'In the trash for 7 days.',
      actions: [
        {
          label: 'Undo',
          run: () => {
            for (const { restoreId } of trashed) void api.call('runs.restore', { body: { restoreId } });
          },
        },
      ],
    });
  return true;
}

const ask = lazyQuestion<readonly string[], { readonly start: readonly string[]; readonly count: number }>(
  async () => ({
    default: (await import('./LabelDialog.tsx')).LabelDialog,
  }),
);

/** One run: exactly these labels. Several: the new ones are added to those that each has. */
export async function labelRuns(chosen: readonly RunHeader[]): Promise<void> {
  const only = chosen.length === 1 ? chosen[0] : undefined;
  const labels = await ask({ start: only?.labels ?? [], count: chosen.length });
  if (labels === null) return;
  await each(chosen, async (run) =>
    api.call('runs.change', {
      params: { id: run.id },
      body: { labels: only === undefined ? [...new Set([...run.labels, ...labels])] : [...labels] },
    }),
  );
}
