/** What a store refuses, for programs. */
export type StoreErrorCode =
  /** There is no such row. */
  | 'not_found'
  /** The job has a schedule of that variant already. */
  | 'schedule_exists'
  /** Somebody else has changed the row since it was read. */
  | 'stale_version'
  /** The run that is to be cancelled has ended, or was told to. */
  | 'run_ended'
  /** The database does not serve, for the `reason`. */
  | 'store_unavailable'
  /** The tables are older, or newer, than this release needs. The message names the command to run. */
  | 'schema_mismatch';

/** Why a database does not serve, for programs. */
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

/** What only a change of settings, accounts or rights ends. */
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

/** What a store refuses, or that it cannot be reached. The code is for programs, the message for people. */
export class StoreError extends Error {
  override readonly name = 'StoreError';

  /** Which refusal it is. */
  readonly code: StoreErrorCode;
  /** Of `store_unavailable`: why, where the database or its driver said it. */
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
 * Whether an error of a database that never served this process is one of its settings: waiting does not help. Once it has
 * served, the same error is an outage, such as a password that is being changed.
 */
export function isSettingsProblem(error: unknown): boolean {
  return error instanceof StoreError && error.reason !== undefined && SETTINGS_REASONS.has(error.reason);
}

/** The fields of a log line about an error: the sentence alone where it says all, and else the error with its stack. */
export function errorFields(error: unknown): object {
  if (error instanceof StoreError && error.reason !== undefined) {
    return { reason: error.reason, problem: error.message };
  }
  const isOfSystem = error instanceof Error && 'syscall' in error && 'code' in error;
  return isOfSystem ? { problem: error.message } : { err: error };
}
