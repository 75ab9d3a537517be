import { createProcessShell } from './process-shell.ts';
import { runCommand } from './run-command.ts';
import { zenpulseCommand } from './zenpulse-command.ts';

/** `zenpulse`: the command line. It alone ends the process. */
export async function zenpulseMain(argv: readonly string[]): Promise<void> {
  process.stdout.on('error', leaveBrokenPipe);
  const code = await runCommand(zenpulseCommand(createProcessShell()), argv);
  // A job module may have left timers behind, so the end is forced once what was said is out.
  process.stdout.write('', () => process.exit(code));
}

/** `zenpulse logs | head`: nobody reads any more. */
function leaveBrokenPipe(error: NodeJS.ErrnoException): void {
  process.exit(error.code === 'EPIPE' ? 0 : 1);
}
