// Starting runs from the editor (E-RUN-05, E-RUN-06, E-RUN-08): simulate sends the buffer's text and needs nothing; run saves first.
import { ApiError, type LaunchRequest } from '@iterion/protocol';
import { goTo, runAddress } from '../../app/navigation.ts';
import { notify } from '../../app/notifications.tsx';
import { preferences } from '../../app/preferences.ts';
import type { OpenDocument } from '../../document/model.ts';
import { api } from '../../server/api.ts';

/** How long each simulated result takes, so that people can watch the way it goes. Milliseconds. */
const pacesMs = { slow: 1500, watch: 350, fast: 0 } as const;
export function simulationPaceMs(): number {
  return pacesMs[preferences().simulationPace];
}

/** Problems that keep a file from running; null when there are none. */
export function obstacle(document: OpenDocument | undefined): string | null {
  if (document === undefined) return 'Open a workflow first';
  const errors = document.diagnostics.filter((diagnostic) => diagnostic.severity === 'error').length;
  return errors === 0 ? null : `Mend the ${errors === 1 ? 'error' : `${errors} errors`} first: see Problems`;
}

export async function simulate(document: OpenDocument): Promise<void> {
  await launch({
    ...(document.path === null ? {} : { path: document.path }),
    text: document.text,
    simulate: { seed: '1', delayMs: simulationPaceMs() },
  });
}

/** Starts a run and shows it; says why when it was refused. Returns whether it started. */
export async function launch(request: LaunchRequest): Promise<boolean> {
  try {
    const { runId } = await api.call('runs.start', { body: request, idempotencyKey: crypto.randomUUID() });
    goTo(runAddress(runId));
    return true;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    notify({
      kind: 'error',
      title: 'The run was not started',
      message: [error.message, error.remedy].filter(Boolean).join(' '),
    });
    return false;
  }
}
