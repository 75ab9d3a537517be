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
  /** The database does not answer. */
  | 'store_unavailable'
  /** The tables are older, or newer, than this release needs. The message names the command to run. */
  | 'schema_mismatch';

/** What a store refuses, or that it cannot be reached. The code is for programs, the message for people. */
export class StoreError extends Error {
  override readonly name = 'StoreError';

  /** Which refusal it is. */
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
