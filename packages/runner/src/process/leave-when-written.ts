import type { ProcessEnd } from './process-end.ts';

/**
 * From now on a write to stdout that fails ends the process: with exit code 1 and one line, or silently with 0 when the
 * reader of a pipe has gone (`zenpulse logs | head`). Returns what ends the process once everything is written.
 */
export function leaveWhenWritten(end: ProcessEnd): (code: number) => void {
  const leaveAfter = (error: NodeJS.ErrnoException, code: number): never => {
    if (error.code === 'EPIPE') return end.leave(code);
    console.error(`error: stdout cannot be written: ${error.message}`);
    return end.leave(code === 0 ? 1 : code);
  };
  process.stdout.on('error', (error: NodeJS.ErrnoException) => leaveAfter(error, 0));
  process.stderr.on('error', () => undefined); // there is nobody else to tell
  return (code) => {
    process.stdout.write('', (error) => {
      if (error) leaveAfter(error, code);
      else end.leave(code);
    });
  };
}
