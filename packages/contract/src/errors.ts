import { z } from 'zod';

/** Every error the admin answers with, and its HTTP status. The only place where the two meet. */
export const ERROR_STATUS = {
  invalid_json: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  runner_in_use: 409,
  run_ended: 409,
  schedule_exists: 409,
  stale_version: 409,
  payload_too_large: 413,
  unsupported_media_type: 415,
  validation_failed: 422,
  internal: 500,
  store_unavailable: 503,
  schema_mismatch: 503,
} as const;

export type ErrorCode = keyof typeof ERROR_STATUS;

const codes = Object.keys(ERROR_STATUS) as [ErrorCode, ...ErrorCode[]];

/** The body of every error. `issues` names each field that was refused. */
export const errorBody = z.object({
  error: z.object({
    code: z.enum(codes),
    message: z.string(),
    issues: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  }),
});

export type ErrorBody = z.output<typeof errorBody>;
