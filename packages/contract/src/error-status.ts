/** Maps each error code of the admin to its HTTP status. No other file names a status for an error. */
export const ERROR_STATUS = {
  invalid_json: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  cannot_put_back: 409,
  changed_since: 409,
  count_differs: 409,
  runner_in_use: 409,
  run_ended: 409,
  schedule_exists: 409,
  key_reused: 409,
  stale_version: 409,
  token_exists: 409,
  payload_too_large: 413,
  unsupported_media_type: 415,
  validation_failed: 422,
  too_many_runs: 429,
  internal: 500,
  authorize_timeout: 503,
  store_unavailable: 503,
  too_many_streams: 503,
  too_many_watches: 503,
  schema_mismatch: 503,
} as const;

export type ErrorCode = keyof typeof ERROR_STATUS;
