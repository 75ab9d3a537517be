import type { Shell } from '../shell.ts';

/** Prints an answer as JSON; all commands use this format. */
export function printJson(shell: Shell, value: unknown): void {
  shell.print(JSON.stringify(value, null, 2));
}
