import { SettingsError } from '@zenpulse/store';
import { CommanderError, type Command } from 'commander';
import { EXIT_FAILURE, EXIT_USAGE } from './exit-codes.ts';

/** Parses the arguments and runs the action; resolves to the exit code. What is wrong is said in one line. */
export async function runCommand(command: Command, argv: readonly string[]): Promise<number> {
  for (const each of [command, ...command.commands]) each.exitOverride();
  try {
    await command.parseAsync([...argv]);
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_USAGE;
    if (error instanceof SettingsError) {
      console.error(`error: ${error.message}`);
      return EXIT_USAGE;
    }
    console.error(error);
    return EXIT_FAILURE;
  }
}
