// What a refused call is thrown as. By itself, so that a browser need not load the schemas to tell errors apart.
import type { ErrorCode } from './errors.ts';

/** A refused call: the error of S-API-04 with its status. `network` stands for a server that did not answer. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly code: ErrorCode | 'network';
  readonly remedy: string | undefined;
  readonly field: string | undefined;
  readonly details: unknown;
  readonly requestId: string | undefined;

  constructor(
    status: number,
    error: {
      code: ErrorCode | 'network';
      message: string;
      remedy?: string;
      field?: string;
      details?: unknown;
      requestId?: string;
    },
    options?: ErrorOptions,
  ) {
    super(error.message, options);
    this.status = status;
    this.code = error.code;
    this.remedy = error.remedy;
    this.field = error.field;
    this.details = error.details;
    this.requestId = error.requestId;
  }
}
