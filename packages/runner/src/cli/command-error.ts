import { EXIT_FAILURE, EXIT_USAGE } from './exit-codes.ts';

/** What ends a command before its good end: one line for people, and the exit code. */
export class CommandError extends Error {
  override readonly name = 'CommandError';

  readonly exitCode: number;

  constructor(message: string, exitCode: number, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode;
  }
}

/** What was typed cannot be used. The message names the flag and says what was expected. */
export function usageError(message: string): CommandError {
  return new CommandError(message, EXIT_USAGE);
}

/** What was asked for was understood and did not come about. */
export function failure(message: string): CommandError {
  return new CommandError(message, EXIT_FAILURE);
}
