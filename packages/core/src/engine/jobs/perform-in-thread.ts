import type { Clock, ThreadSeat } from '../../ports/index.ts';
import { DescribedThrown } from './described-thrown.ts';
import type { JobOutput } from './job-output.ts';
import { setLongTimer } from './long-timer.ts';
import { deferred, roundedMs, timeoutError, type Outcome, type Performance } from './perform-job.ts';
import { paramsOf, type Run } from '../runs/run.ts';

/** How long a job may continue after its signal is aborted before its thread is ended. */
const HEED_MS = 1_000;

/** Calls the job's function in its thread. A job that ignores its signal is ended together with the thread. */
export function performInThread(input: {
  readonly run: Run;
  readonly clock: Clock;
  readonly output: JobOutput;
  readonly seat: ThreadSeat;
}): Performance {
  const { run, clock, output, seat } = input;
  const begunAt = clock.monotonic();
  const { promise: outcome, resolve } = deferred<Outcome>();
  const end = (status: Outcome['status'], thrown: Outcome['thrown']) =>
    resolve({ status, durationMs: roundedMs(clock.monotonic() - begunAt), thrown });
  let isInterrupted = false;
  const abort = (reason: Error) => {
    seat.abort(reason);
    const patience = clock.setTimer(HEED_MS, () => seat.terminate());
    void seat.released.then(() => patience.cancel());
  };

  const { timeoutSeconds } = run.schedule;
  const timer =
    timeoutSeconds === null
      ? null
      : setLongTimer(clock, timeoutSeconds * 1000, () => {
          const reason = timeoutError(timeoutSeconds);
          end('timeout', { value: reason });
          abort(reason);
        });
  seat.run(callOf(run), {
    onLine: (level, text) => output[level](text),
    onFlood: (lines, skipped) => output.addFlood(lines, skipped),
    onProgress: (done, total) => output.setProgress(done, total),
    onEnd: (thrown) => {
      timer?.cancel();
      if (thrown === null) end('success', null);
      else end(isInterrupted ? 'interrupted' : 'fail', { value: new DescribedThrown(thrown) });
    },
  });
  return {
    outcome,
    settled: seat.released,
    interrupt: (reason) => {
      isInterrupted = true;
      abort(reason);
      clock.setTimer(50, () => end('interrupted', { value: reason }));
    },
  };
}

function callOf(run: Run) {
  const { runId, schedule, scheduledAt, attempt } = run;
  return { runId, jobKey: schedule.jobKey, scheduledAt, attempt, params: paramsOf(run) };
}
