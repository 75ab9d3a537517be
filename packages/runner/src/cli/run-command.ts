import { isSettingsProblem, StoreError } from '@zenpulse/core/ports';
import { SettingsError } from '@zenpulse/store';
import { CommanderError, type Command } from 'commander';
import { CommandError } from './command-error.ts';
import { EXIT_FAILURE, EXIT_USAGE } from './exit-codes.ts';

/** Parses the arguments and runs the action; resolves to the exit code. Errors are printed in one line. */
export async function runCommand(command: Command, argv: readonly string[]): Promise<number> {
  for (const each of withSubcommands(command))
    each.exitOverride().configureOutput({ outputError: inOneLine });
  try {
    await command.parseAsync([...argv]);
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_USAGE;
    const code = knownExitCode(error);
    const line = code === null ? error : lineOf(error as Error);
    if (line !== null) console.error(line);
    return code ?? EXIT_FAILURE;
  }
}

function withSubcommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap(withSubcommands)];
}

/** Commander puts "(Did you mean …?)" on a line of its own. */
function inOneLine(text: string, write: (text: string) => void): void {
  write(`${text.trim().replace(/\s*\n\s*/g, ' ')}\n`);
}

/** Null where the command's output has said it. */
function lineOf({ message }: Error): string | null {
  return message === '' ? null : `error: ${message}`;
}

/** Null for an unexpected error, whose stack is printed. */
function knownExitCode(error: unknown): number | null {
  if (error instanceof CommandError) return error.exitCode;
  if (error instanceof SettingsError) return EXIT_USAGE;
  if (error instanceof StoreError) return isSettingsProblem(error) ? EXIT_USAGE : EXIT_OF[error.code];
  return null;
}

const EXIT_OF: Readonly<Record<StoreError['code'], number>> = {
  not_found: EXIT_USAGE,
  schedule_exists: EXIT_USAGE,
  stale_version: EXIT_FAILURE,
  run_ended: EXIT_FAILURE,
  store_unavailable: EXIT_FAILURE,
  schema_mismatch: EXIT_USAGE,
};
