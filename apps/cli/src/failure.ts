// The one error of the command line (R-CLI-02): `error [CODE]: message`, `node:`, `hint:`; with --json `{"error": {…}, …}`.
import type { Json, JsonMap } from '@iterion/engine';

export interface FailureParts {
  readonly node?: string;
  readonly hint?: string;
  readonly details?: Json;
  /** Other keys of the command's document that are known. */
  readonly known?: JsonMap;
  readonly exitCode?: number;
}

export class Failure extends Error {
  override readonly name = 'Failure';
  readonly code: string;
  readonly parts: FailureParts;

  constructor(code: string, message: string, parts: FailureParts = {}) {
    super(message);
    this.code = code;
    this.parts = parts;
  }

  /** 2 for usage, 4 for the budget, else 1, unless it says otherwise (R-CLI-03). */
  get exitCode(): number {
    return this.parts.exitCode ?? (this.code === 'USAGE' ? 2 : this.code === 'BUDGET_EXCEEDED' ? 4 : 1);
  }

  get error(): JsonMap {
    const { node, hint, details } = this.parts;
    return {
      code: this.code,
      message: this.message,
      ...(node === undefined ? {} : { node_id: node }),
      ...(hint === undefined ? {} : { hint }),
      ...(details === undefined ? {} : { details }),
    };
  }
}

export function usage(message: string, hint?: string): Failure {
  return new Failure('USAGE', message, hint === undefined ? {} : { hint });
}

/** Whatever was thrown, as what is reported. Errors of the runtime carry a code and a hint of their own. */
export function failureOf(thrown: unknown): Failure {
  if (thrown instanceof Failure) return thrown;
  if (!(thrown instanceof Error)) return new Failure('EXECUTION_FAILED', String(thrown));
  const { code, hint, details } = thrown as Error & { code?: unknown; hint?: unknown; details?: unknown };
  if (thrown.name === 'RuntimeError' && typeof code === 'string') {
    return new Failure(code, thrown.message, {
      ...(typeof hint === 'string' ? { hint } : {}),
      ...(details === undefined ? {} : { details: details as Json }),
    });
  }
  return new Failure('EXECUTION_FAILED', thrown.message, {
    hint: 'this is a defect of iterion; --log-level debug shows where it happened',
  });
}
