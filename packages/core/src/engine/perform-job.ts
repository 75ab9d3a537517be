import type { Clock } from '../ports/index.ts';
import type { JobOutput } from './job-output.ts';
import { setLongTimer } from './long-timer.ts';
import type { JobContext, RegisteredJob } from './job-registry.ts';
import type { Run } from './run.ts';

export interface Outcome {
  readonly status: 'success' | 'fail' | 'timeout' | 'interrupted';
  readonly durationMs: number;
  readonly thrown: { readonly value: unknown } | null;
}

/** A job at work. */
export interface Performance {
  /** How it ended, told once: at its end, its timeout or its interruption, whichever comes first. */
  readonly outcome: Promise<Outcome>;
  /** When the function has really returned; a job that ignores its signal may take long. */
  readonly settled: Promise<void>;
  /** Aborts the job's signal and ends the outcome. A thread that does not heed it is ended soon after. */
  interrupt(reason: Error): void;
}

/**
 * Calls the job's function. Whatever it does, nothing is thrown here: its end is a value. One that returns nothing to wait
 * for has ended already, and no promise is made for it.
 */
export function performJob(input: {
  readonly run: Run;
  readonly job: RegisteredJob;
  readonly clock: Clock;
  readonly output: JobOutput;
}): Outcome | Performance {
  const { run, job, clock, output } = input;
  const begunAt = clock.monotonic();
  const abort = new LazyAbort();
  const outcomeOf = (status: Outcome['status'], thrown: Outcome['thrown']): Outcome => ({
    status,
    durationMs: roundedMs(clock.monotonic() - begunAt),
    thrown,
  });
  let returned: unknown;
  try {
    returned = callJobFunction(job, contextOf(run, abort, output));
  } catch (value) {
    return outcomeOf('fail', { value });
  }
  if (!mayBeThenable(returned)) return outcomeOf('success', null);

  const { promise: outcome, resolve } = deferred<Outcome>();
  const end = (status: Outcome['status'], thrown: Outcome['thrown']) => resolve(outcomeOf(status, thrown));
  const { timeoutSeconds } = run.schedule;
  const timer =
    timeoutSeconds === null
      ? null
      : setLongTimer(clock, timeoutSeconds * 1000 - (clock.monotonic() - begunAt), () => {
          const reason = timeoutError(timeoutSeconds);
          end('timeout', { value: reason });
          abort.abort(reason);
        });
  let isInterrupted = false;
  const finish = (thrown: Outcome['thrown']) => {
    timer?.cancel();
    end(thrown === null ? 'success' : isInterrupted ? 'interrupted' : 'fail', thrown);
  };
  // `resolve(value)` takes a rejection and a hostile thenable alike.
  const settled = new Promise((settle) => settle(returned)).then(
    () => finish(null),
    (value: unknown) => finish({ value }),
  );
  return {
    outcome,
    settled,
    interrupt: (reason) => {
      isInterrupted = true;
      abort.abort(reason);
      // A job that heeds its signal ends in the next turns, done or interrupted; one that does not is interrupted.
      clock.setTimer(50, () => end('interrupted', { value: reason }));
    },
  };
}

/** Its `then` is not looked at: that may throw, and a second look may find another. */
function mayBeThenable(value: unknown): boolean {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

/** In a stack, everything from this name on is ours: `describe-thrown.ts` cuts it off. */
function callJobFunction(job: RegisteredJob, context: JobContext): unknown {
  return job.fn(context);
}

function contextOf(run: Run, abort: LazyAbort, log: JobOutput): JobContext {
  return {
    runId: run.runId,
    jobKey: run.schedule.jobKey,
    scheduledAt: new Date(run.scheduledAt),
    attempt: run.attempt,
    params: ownCopy(run.schedule.params),
    get signal() {
      return abort.signal;
    },
    log,
  };
}

/** A job may change what it gets, and the next run's stays. */
function ownCopy(params: JobContext['params']): JobContext['params'] {
  return Object.keys(params).length === 0 ? {} : structuredClone(params);
}

/** An AbortController that is made when its signal is first asked for: most jobs never do, and it is dear. */
class LazyAbort {
  #controller: AbortController | null = null;
  #reason: Error | null = null;

  get signal(): AbortSignal {
    if (this.#controller === null) {
      this.#controller = new AbortController();
      if (this.#reason !== null) this.#controller.abort(this.#reason);
    }
    return this.#controller.signal;
  }

  abort(reason: Error): void {
    this.#reason ??= reason;
    this.#controller?.abort(reason);
  }
}

export function timeoutError(timeoutSeconds: number): Error {
  const reason = new Error(`timed out after ${timeoutSeconds} s`);
  reason.name = 'TimeoutError';
  return reason;
}

export function roundedMs(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}

export function deferred<T>() {
  let resolve!: (value: T) => void; // assigned by the executor of the promise below, before anything else runs
  const promise = new Promise<T>((assign) => {
    resolve = assign;
  });
  return { promise, resolve };
}
