import type { ThrownDescription } from '@zenpulse/core/domain';
import { describeThrown } from '@zenpulse/core/engine';

/** The recorded error of a run whose thread ended, with the reason if the pool knows it. */
export function lostThread(error: unknown, isLoading = false): ThrownDescription {
  const { exceptionMessage } = describeThrown(error);
  const said = { exceptionType: 'ThreadError', traceback: null };
  const exitCode = /^worker exited with code: (\d+)$/.exec(exceptionMessage)?.[1];
  if (exitCode !== undefined) {
    const who = isLoading ? 'A job module that was being loaded' : 'The job';
    return { ...said, exceptionMessage: `${who} ended its thread with process.exit(${exitCode})` };
  }
  if (codeOf(error) === 'ERR_WORKER_OUT_OF_MEMORY') {
    return {
      ...said,
      exceptionMessage:
        'The thread ran out of memory. It may have more with NODE_OPTIONS=--max-old-space-size=<megabytes>',
    };
  }
  if (isAbort(error)) return { ...said, exceptionMessage: 'The thread was ended under the job' };
  return { ...said, exceptionMessage: `The thread is gone: ${exceptionMessage}` };
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

/** True for the pool's own error about a run that was removed from its thread. */
function isAbort(error: unknown): boolean {
  return (
    error instanceof Error && (error.name === 'AbortError' || error.message === 'Terminating worker thread')
  );
}
