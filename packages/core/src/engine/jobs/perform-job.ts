import type { Clock } from '../../ports/index.ts';
import type { JobOutput } from './job-output.ts';
import { setLongTimer } from './long-timer.ts';
import type { JobContext, RegisteredJob } from './job-registry.ts';
import { parsedParams, type ParamsSchema } from './params-schema.ts';
import { paramsOf, type Run } from '../runs/run.ts';

export interface Outcome {
  readonly status: 'success' | 'fail' | 'timeout' | 'interrupted';
  readonly durationMs: number;
  readonly thrown: { readonly value: unknown } | null;
}

/** A running job. */
export interface Performance {
  /** Settles once, with how it ended: at its end, its timeout or its interruption, whichever comes first. */
  readonly outcome: Promise<Outcome>;
  /** Resolves when the function has really returned, which may be much later if the job ignores its signal. */
  readonly settled: Promise<void>;
  /** Aborts the job's signal and settles the outcome. A thread whose job ignores the signal is ended soon after. */
  interrupt(reason: Error): void;
}

interface Call {
  readonly run: Run;
  readonly job: RegisteredJob;
  readonly clock: Clock;
  readonly output: JobOutput;
}

/**
 * Calls the job's function. Never throws: how it ended is a value. If the function returns nothing to wait for, it has
 * ended already, and no promise is created.
 */
export function performJob(call: Call): Outcome | Performance {
  const { run, job, clock, output } = call;
  const begunAt = clock.monotonic();
  const abort = new LazyAbort();
  let returned: unknown;
  try {
    returned = callJobFunction(job, new Context(run, job, abort, output));
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
  // `resolve(value)` handles rejections and hostile thenables alike.
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
      // A job that reacts to its signal ends in the next turns, done or interrupted; any other is reported as
      // interrupted.
      clock.setTimer(50, () => end('interrupted', { value: reason }));
    },
  };
}

/** Does not read `then`: that may throw, and a second read may return something else. */
function mayBeThenable(value: unknown): boolean {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

/** In a stack, all frames from this name on are ours: `describe-thrown.ts` cuts them off. */
function callJobFunction(job: RegisteredJob, context: JobContext): unknown {
  return job.fn(context);
}

const ABORT = Symbol('signal');

/** Created once: a getter per run would give each context its own hidden class. */
const SIGNAL = {
  configurable: true,
  enumerable: true,
  get(this: Context): AbortSignal {
    return this[ABORT].signal;
  },
};

/** A job's context. `signal` is an own property like the others, so that a copy by spread includes it. */
class Context implements JobContext {
  readonly runId: string;
  readonly jobKey: string;
  readonly scheduledAt: Date;
  readonly attempt: number;
  readonly params: JobContext['params'];
  declare readonly signal: AbortSignal;
  readonly log: JobOutput;
  readonly progress: JobContext['progress'];
  readonly [ABORT]: LazyAbort;

  constructor(run: Run, { paramsSchema }: RegisteredJob, abort: LazyAbort, log: JobOutput) {
    const { runId, schedule, scheduledAt, attempt } = run;
    this.runId = runId;
    this.jobKey = schedule.jobKey;
    this.scheduledAt = new Date(scheduledAt);
    this.attempt = attempt;
    const params = paramsOf(run);
    this.params = paramsSchema === undefined ? ownCopy(params) : ofSchema(paramsSchema, params);
    this.log = log;
    this.progress = (done, total) => log.setProgress(done, total);
    this[ABORT] = abort;
    Object.defineProperty(this, 'signal', SIGNAL);
  }
}

/** What the schema returns is what the job's function takes: `zenpulseJob` has the two match. */
function ofSchema(schema: ParamsSchema, params: JobContext['params']): JobContext['params'] {
  return parsedParams(schema, params) as JobContext['params'];
}

/** A copy for this run, since a job may change it. */
function ownCopy(params: JobContext['params']): JobContext['params'] {
  for (const _ in params) return structuredClone(params); // checks for any key without creating a list of them
  return {};
}

/** An AbortController created when its signal is first read: most jobs never do, and creating it is slow. */
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
  let resolve!: (value: T) => void; // assigned synchronously by the executor of the promise below
  const promise = new Promise<T>((assign) => {
    resolve = assign;
  });
  return { promise, resolve };
}
