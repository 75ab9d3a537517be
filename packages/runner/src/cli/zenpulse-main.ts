import { moduleBeingLoaded } from '../jobs/module-being-loaded.ts';
import { leaveWhenWritten } from '../process/leave-when-written.ts';
import type { ProcessEnd } from '../process/process-end.ts';
import { createProcessShell } from './process-shell.ts';
import { runCommand } from './run-command.ts';
import { zenpulseCommand } from './zenpulse-command.ts';

/** Runs `zenpulse`, the command line. Only this function ends the process. */
export async function zenpulseMain(argv: readonly string[], end: ProcessEnd): Promise<void> {
  end.during(() => {
    const module = moduleBeingLoaded();
    return module === null ? { kind: 'running', jobKeys: [] } : { kind: 'loading', module };
  });
  const leave = leaveWhenWritten(end);
  // A job module may have left timers, so the process is ended explicitly.
  leave(await runCommand(zenpulseCommand(createProcessShell()), argv));
}
