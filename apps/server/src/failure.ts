// The one way a handler refuses (S-API-04): throw a Failure. Messages and remedies are written for people and hold no stack, no secret and no
// path outside the workspace; `details` is data for clients.
import { ERROR_STATUS, type ErrorBody, type ErrorCode } from '@iterion/protocol';

export interface FailureParts {
  readonly remedy?: string;
  readonly field?: string;
  readonly details?: unknown;
  /** Seconds for `Retry-After` (429, 503). */
  readonly retryAfter?: number;
}

export class Failure extends Error {
  override readonly name = 'Failure';
  readonly code: ErrorCode;
  readonly parts: FailureParts;

  constructor(code: ErrorCode, message: string, parts: FailureParts = {}, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.parts = parts;
  }

  get status(): number {
    return ERROR_STATUS[this.code];
  }

  body(requestId: string): ErrorBody {
    const { remedy, field, details } = this.parts;
    return {
      error: {
        code: this.code,
        message: this.message,
        ...(remedy === undefined ? {} : { remedy }),
        ...(field === undefined ? {} : { field }),
        ...(details === undefined ? {} : { details }),
        requestId,
      },
    };
  }
}

export function notFound(what: string): Failure {
  return new Failure('not_found', `${what} was not found.`);
}
