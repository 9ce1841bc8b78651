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
  const remedy = typeof code === 'string' ? SYSTEM[code] : undefined;
  if (remedy !== undefined) return new Failure('EXECUTION_FAILED', thrown.message, { hint: remedy });
  return new Failure('EXECUTION_FAILED', thrown.message, {
    hint: 'this is a defect of iterion; --log-level debug shows where it happened',
  });
}

/** What the operating system refuses is no defect: what to do about it, by its code. */
const SYSTEM: { readonly [code: string]: string } = {
  EACCES: 'you may not do that there: look at owner and mode of the path',
  EPERM: 'you may not do that there: look at owner and mode of the path',
  EROFS: 'it lies on a file system that is read-only: choose another place',
  ENOENT: 'check the path',
  ENOTDIR: 'a part of the path is a file, not a folder: check it',
  EISDIR: 'the path is a folder, not a file: check it',
  ENOSPC: 'the disk is full: make room and try again',
  EDQUOT: 'your quota is used up: make room and try again',
  EMFILE: 'too many files are open: raise the limit (ulimit -n)',
  ENFILE: 'too many files are open on this machine: try again later',
  EIO: 'the disk reports an error: check it',
  ENAMETOOLONG: 'the path is too long: choose shorter names',
  ELOOP: 'the path leads in a circle of symbolic links: check it',
};
