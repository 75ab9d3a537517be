import { EXIT_FAILURE, EXIT_USAGE } from './exit-codes.ts';

/** Ends a command with one line for people, or none if it is empty, and an exit code. */
export class CommandError extends Error {
  override readonly name = 'CommandError';

  readonly exitCode: number;

  constructor(message: string, exitCode: number, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode;
  }
}

/** For input that cannot be used. The message names the flag and what was expected. */
export function usageError(message: string): CommandError {
  return new CommandError(message, EXIT_USAGE);
}

/** For a valid request that could not be carried out. */
export function failure(message: string): CommandError {
  return new CommandError(message, EXIT_FAILURE);
}

/** For a command whose output has said already what is wrong. */
export function saidFailure(): CommandError {
  return new CommandError('', EXIT_FAILURE);
}
