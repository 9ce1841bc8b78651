// Errors of the runtime in the words of the protocol. Messages of the runtime name what happened; paths outside the workspace are cut out of them.
import { RuntimeError } from '@iterion/runtime';
import { Failure } from '../failure.ts';

const CODES = {
  RUN_NOT_FOUND: 'not_found',
  RUN_EXISTS: 'exists',
  RUN_LOCKED: 'locked',
  RESUME_INVALID: 'not_resumable',
  STORE_CORRUPT: 'invalid_state',
  WORKFLOW_INVALID: 'workflow_invalid',
  USAGE: 'invalid_request',
  EXECUTION_FAILED: 'internal',
} as const;

/** The failure that stands for an error of the runtime; other errors stay what they are. */
export function asFailure(error: unknown): unknown {
  if (!(error instanceof RuntimeError)) return error;
  // A store path says nothing to a client and shows where things lie on this machine.
  const message = error.message.replaceAll(/(?:[A-Za-z]:)?[/\\][^\s:,;()'"]*/g, 'the store');
  return new Failure(CODES[error.code], message, error.hint === undefined ? {} : { remedy: error.hint }, {
    cause: error,
  });
}

/** Calls into the runtime. */
export function storeFailure<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw asFailure(error);
  }
}

export async function runtimeFailure<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw asFailure(error);
  }
}
