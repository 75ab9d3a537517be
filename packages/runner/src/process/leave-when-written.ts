import type { ProcessEnd } from './process-end.ts';

/**
 * From now on a failed write to stdout ends the process: with exit code 1 and one line, or silently with 0 if the
 * reader of a pipe has closed it (`zenpulse logs | head`). Returns a function that ends the process once everything is
 * written.
 */
export function leaveWhenWritten(end: ProcessEnd): (code: number) => void {
  const leaveAfter = (error: NodeJS.ErrnoException, code: number): never => {
    if (error.code === 'EPIPE') return end.leave(code);
    console.error(`error: stdout cannot be written: ${error.message}`);
    return end.leave(code === 0 ? 1 : code);
  };
  process.stdout.on('error', (error: NodeJS.ErrnoException) => leaveAfter(error, 0));
  process.stderr.on('error', () => undefined); // there is no other place to report it
  return (code) => {
    process.stdout.write('', (error) => {
      if (error) leaveAfter(error, code);
      else end.leave(code);
    });
  };
}
