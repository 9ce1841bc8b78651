// *Try a simulated run* (E-SHELL-14): the first example, on the simulate backend, in the run view. Needs no key and no network.
import type { ExampleItem } from '@iterion/protocol';
import { simulationPaceMs } from '../runs/launch/launch.ts';
import { ApiError, api } from '../server/api.ts';
import { goTo, runAddress } from './navigation.ts';
import { notify } from './notifications.tsx';

export async function trySimulatedRun(items: readonly ExampleItem[]): Promise<void> {
  const first = items.find((item) => item.level === 'easy') ?? items[0];
  if (!first) return;
  try {
    const { text } = await api.call('examples.read', { params: { id: first.id } });
    const { runId } = await api.call('runs.start', {
      body: { text, vars: {}, simulate: { seed: '1', delayMs: simulationPaceMs() } },
    });
    goTo(runAddress(runId));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    notify({ kind: 'error', title: 'The simulated run did not start', message: error.message });
  }
}
