export type StoreErrorCode =
  | 'not_found'
  | 'schedule_exists'
  | 'stale_version'
  /** The run that is to be cancelled has ended, or was told to. */
  | 'run_ended'
  | 'store_unavailable'
  /** The tables are older, or newer, than this release needs. The message names the command to run. */
  | 'schema_mismatch';

/** What a store refuses, or that it cannot be reached. The code is for programs, the message for people. */
export class StoreError extends Error {
  override readonly name = 'StoreError';

  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
