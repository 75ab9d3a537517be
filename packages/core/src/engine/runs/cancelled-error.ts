/** The signal's reason for a cancelled job: libraries recognise an abort by this name. */
export class CancelledError extends Error {
  override readonly name = 'AbortError';

  constructor() {
    super('the run was cancelled');
    this.stack = `${this.name}: ${this.message}`; // the place where it was created is not part of the job
  }
}
