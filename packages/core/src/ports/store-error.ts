/** The kinds of store errors, for programs. */
export type StoreErrorCode =
  /** There is no such row. */
  | 'not_found'
  /** The job has a schedule of that variant already. */
  | 'schedule_exists'
  /** The row was changed by another writer since it was read. */
  | 'stale_version'
  /** The run to be cancelled has ended or is already being cancelled. */
  | 'run_ended'
  /** The database is not usable; see `reason`. */
  | 'store_unavailable'
  /** The tables are older or newer than this release needs. The message names the command to run. */
  | 'schema_mismatch';

/** Why the database is not usable, for programs. */
export type StoreErrorReason =
  | 'wrong-password'
  | 'no-such-user'
  | 'no-such-database'
  | 'no-access'
  | 'missing-rights'
  | 'missing-tables'
  | 'read-only'
  | 'disk-full'
  | 'too-many-clients'
  | 'out-of-resources'
  | 'unreachable'
  | 'restarting'
  | 'tls'
  | 'timeout'
  | 'busy'
  | 'io-error'
  | 'corrupt'
  | 'not-a-database'
  | 'cannot-open'
  | 'pooled';

/** Reasons that last until settings, accounts or rights are changed. */
const SETTINGS_REASONS: ReadonlySet<StoreErrorReason> = new Set([
  'wrong-password',
  'no-such-user',
  'no-such-database',
  'no-access',
  'missing-rights',
  'tls',
  'read-only',
  'not-a-database',
  'cannot-open',
  'pooled',
]);

/** An error of a store. The code is for programs, the message for people. */
export class StoreError extends Error {
  override readonly name = 'StoreError';

  /** Which refusal it is. */
  readonly code: StoreErrorCode;
  /** For `store_unavailable`: the cause, if the database or its driver reported one. */
  readonly reason: StoreErrorReason | undefined;

  constructor(
    code: StoreErrorCode,
    message: string,
    { reason, ...options }: ErrorOptions & { readonly reason?: StoreErrorReason } = {},
  ) {
    super(message, options);
    this.code = code;
    this.reason = reason;
  }
}

/**
 * True if the error of a database that never answered this process is a mistake in its settings, which retrying does
 * not fix. Once the database has answered, the same error is an outage, for example while a password is being changed.
 */
export function isSettingsProblem(error: unknown): boolean {
  return error instanceof StoreError && error.reason !== undefined && SETTINGS_REASONS.has(error.reason);
}

/**
 * The fields of a log line about an error: only the message where that is sufficient, otherwise the error with its
 * stack.
 */
export function errorFields(error: unknown): object {
  if (error instanceof StoreError && error.reason !== undefined) {
    return { reason: error.reason, problem: error.message };
  }
  const isOfSystem = error instanceof Error && 'syscall' in error && 'code' in error;
  return isOfSystem ? { problem: error.message } : { err: error };
}
