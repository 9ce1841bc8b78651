// The one error of this package: a code of R-REC-02, what happened, and what to do about it.

/** Command-level codes (R-REC-02, last row); they never stand in a log. */
export type CommandCode =
  | 'RESUME_INVALID'
  | 'RUN_LOCKED'
  | 'RUN_NOT_FOUND'
  | 'RUN_EXISTS'
  | 'STORE_CORRUPT'
  | 'WORKFLOW_INVALID'
  | 'USAGE'
  | 'EXECUTION_FAILED';

/** An error that a command reports (R-CLI-02): `error [CODE]: message`, then the hint. */
export class RuntimeError extends Error {
  override readonly name = 'RuntimeError';
  readonly code: CommandCode;
  readonly hint: string | undefined;
  readonly details: unknown;

  constructor(code: CommandCode, message: string, options: { hint?: string; details?: unknown; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.hint = options.hint;
    this.details = options.details;
  }
}

/** The system code of a file or process error (`ENOENT`), if it has one. */
export function systemCode(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
