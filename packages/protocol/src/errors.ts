// The one error shape of the API and the closed list of its codes (S-API-04, S-API-05). A code has exactly one HTTP status.
import { z } from 'zod';

/** HTTP status of every error code (S-API-05). */
export const ERROR_STATUS = {
  invalid_request: 400,
  unauthenticated: 401,
  code_invalid: 401,
  host_forbidden: 403,
  origin_forbidden: 403,
  path_forbidden: 403,
  untrusted: 403,
  read_only: 403,
  not_found: 404,
  method_not_allowed: 405,
  exists: 409,
  not_empty: 409,
  source_changed: 409,
  already_answered: 409,
  facts_changed: 409,
  invalid_state: 409,
  not_resumable: 409,
  precondition_failed: 412,
  too_large: 413,
  unsupported_media_type: 415,
  not_text: 415,
  workflow_invalid: 422,
  vars_invalid: 422,
  answers_invalid: 422,
  locked: 423,
  protocol_unsupported: 426,
  precondition_required: 428,
  rate_limited: 429,
  internal: 500,
  draining: 503,
  owner_unresponsive: 504,
  storage_full: 507,
} as const;

export type ErrorCode = keyof typeof ERROR_STATUS;
export const ERROR_CODES = Object.keys(ERROR_STATUS) as readonly ErrorCode[];

/** Codes that any route may answer with; rows of the table do not repeat them (S-API-05). */
export const CLASS_ERRORS = [
  'invalid_request',
  'unauthenticated',
  'host_forbidden',
  'origin_forbidden',
  'method_not_allowed',
  'too_large',
  'unsupported_media_type',
  'protocol_unsupported',
  'rate_limited',
  'internal',
] as const satisfies readonly ErrorCode[];

export const errorBody = z.object({
  error: z.object({
    code: z.enum(ERROR_CODES as [ErrorCode, ...ErrorCode[]]),
    message: z.string(),
    remedy: z.string().exactOptional(),
    field: z.string().exactOptional(),
    details: z.unknown().exactOptional(),
    requestId: z.string(),
  }),
});
export type ErrorBody = z.infer<typeof errorBody>;
