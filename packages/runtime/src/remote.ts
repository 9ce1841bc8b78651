// Asking the process that holds a run (R-STORE-23), and doing it here when nobody does.
import { setTimeout as delay } from 'node:timers/promises';
import type { RunState } from '@iterion/engine';
import { loadEnvironment } from './environment.ts';
import { RuntimeError } from './errors.ts';
import { HOLDER_GONE } from './mailbox.ts';
import { createRedactor, secretsOf } from './redact.ts';
import { type ControlRequest, type ControlResult, postRequest, takeResult, withdrawRequest } from './store/control.ts';
import type { Store } from './store/store.ts';

/** How long a holder may take to answer (R-CLI-17). */
export const HOLDER_PATIENCE_MS = 30_000;
const POLL_MS = 25;

/**
 * Passes a request to the live holder of a run and waits until its events are durable. Undefined if nobody holds the run. RUN_LOCKED if
 * the holder does not answer in time; its refusal as the error it gave.
 */
export async function askHolder(
  store: Store,
  runId: string,
  request: Omit<ControlRequest, 'id' | 'created_at'>,
  patienceMs = HOLDER_PATIENCE_MS,
): Promise<ControlResult | undefined> {
  const until = Date.now() + patienceMs;
  const folder = store.paths(runId).control;
  // A request is a file, too: no secret of this process goes into it (R-STORE-31).
  const { env } = loadEnvironment({ cwd: process.cwd(), envFile: false });
  const clean = createRedactor(secretsOf(env)).json(request);
  while (store.holder(runId) !== undefined) {
    const id = postRequest(store.disk, folder, clean);
    let result: ControlResult | undefined;
    while (result === undefined) {
      await delay(POLL_MS);
      result = takeResult(store.disk, folder, id);
      if (result !== undefined) break;
      const gone = store.holder(runId) === undefined;
      if (!gone && Date.now() < until) continue;
      if (!withdrawRequest(store.disk, folder, id)) continue; // answered in this moment: read it
      if (gone) return undefined;
      throw new RuntimeError(
        'RUN_LOCKED',
        `the process that holds ${runId} did not answer within ${patienceMs / 1000} s`,
        {
          hint: 'end that process, then try again',
        },
      );
    }
    if (result.ok) return result;
    if (result.error?.message === HOLDER_GONE.error?.message && Date.now() < until) continue;
    throw new RuntimeError(
      (result.error?.code ?? 'EXECUTION_FAILED') as RuntimeError['code'],
      result.error?.message ?? 'refused',
      {
        ...(result.error?.hint === undefined ? {} : { hint: result.error.hint }),
        ...(result.error?.details === undefined ? {} : { details: result.error.details }),
      },
    );
  }
  return undefined;
}

/** Waits until a run has stopped, by its header. Resolves with the status at the end of the time at the latest. */
export async function waitForStop(
  store: Store,
  runId: string,
  patienceMs = HOLDER_PATIENCE_MS,
): Promise<RunState['status']> {
  for (const until = Date.now() + patienceMs; ;) {
    const { status } = store.header(runId);
    if (status !== 'running' || Date.now() >= until) return status;
    await delay(POLL_MS);
  }
}
