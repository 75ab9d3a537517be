import type { Shell } from '../shell.ts';

/** The one form of an answer in JSON. */
export function printJson(shell: Shell, value: unknown): void {
  shell.print(JSON.stringify(value, null, 2));
}
