import type { Clock } from '../../ports/index.ts';
import type { JobOutput } from './job-output.ts';
import { setLongTimer } from './long-timer.ts';
import type { JobContext, RegisteredJob } from './job-registry.ts';
import type { Run } from '../runs/run.ts';

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

interface Call {
  readonly run: Run;
  readonly job: RegisteredJob;
  readonly clock: Clock;
  readonly output: JobOutput;
}

/**
 * Calls the job's function. Whatever it does, nothing is thrown here: its end is a value. One that returns nothing to wait
 * for has ended already, and no promise is made for it.
 */
export function performJob(call: Call): Outcome | Performance {
  const { run, job, clock, output } = call;
  const begunAt = clock.monotonic();
  const abort = new LazyAbort();
  let returned: unknown;
  try {
    returned = callJobFunction(job, new Context(run, abort, output));
  } catch (value) {
    return { status: 'fail', durationMs: roundedMs(clock.monotonic() - begunAt), thrown: { value } };
  }
  return mayBeThenable(returned)
    ? awaitJob(call, begunAt, abort, returned)
    : { status: 'success', durationMs: roundedMs(clock.monotonic() - begunAt), thrown: null };
}

function awaitJob({ run, clock }: Call, begunAt: number, abort: LazyAbort, returned: unknown): Performance {
  const { promise: outcome, resolve } = deferred<Outcome>();
  const end = (status: Outcome['status'], thrown: Outcome['thrown']) =>
    resolve({ status, durationMs: roundedMs(clock.monotonic() - begunAt), thrown });
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

const ABORT = Symbol('signal');

/** Made once: a getter of its own for each run would give each context a shape of its own. */
const SIGNAL = {
  configurable: true,
  enumerable: true,
  get(this: Context): AbortSignal {
    return this[ABORT].signal;
  },
};

/** What a job gets. `signal` is its own property, as the others are, so that a copy by spread has it too. */
class Context implements JobContext {
  readonly runId: string;
  readonly jobKey: string;
  readonly scheduledAt: Date;
  readonly attempt: number;
  readonly params: JobContext['params'];
  declare readonly signal: AbortSignal;
  readonly log: JobOutput;
  readonly [ABORT]: LazyAbort;

  constructor({ runId, schedule, scheduledAt, attempt }: Run, abort: LazyAbort, log: JobOutput) {
    this.runId = runId;
    this.jobKey = schedule.jobKey;
    this.scheduledAt = new Date(scheduledAt);
    this.attempt = attempt;
    this.params = ownCopy(schedule.params);
    this.log = log;
    this[ABORT] = abort;
    Object.defineProperty(this, 'signal', SIGNAL);
  }
}

/** A job may change what it gets, and the next run's stays. */
function ownCopy(params: JobContext['params']): JobContext['params'] {
  for (const _ in params) return structuredClone(params); // asked without a list of its keys
  return {};
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
