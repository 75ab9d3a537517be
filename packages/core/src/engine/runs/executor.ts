import type { Reason } from '../../domain/index.ts';
import type { Clock, Logger, RedactHook } from '../../ports/index.ts';
import { JobOutput } from '../jobs/job-output.ts';
import type { RegisteredJob } from '../jobs/job-registry.ts';
import { paramsProblem } from '../jobs/params-schema.ts';
import { performInThread } from '../jobs/perform-in-thread.ts';
import { performJob } from '../jobs/perform-job.ts';
import type { LoopWatch } from '../lateness/loop-watch.ts';
import { FullTime } from './full-time.ts';
import { PacedJobs, type PacedJob } from './paced-job.ts';
import { isLate, type RunBook } from './run-book.ts';
import { resultOf } from './run-result.ts';
import { paramsOf, type Run } from './run.ts';
import { runningEntry, type RunningEntry } from './started-runs.ts';

/**
 * How long starts may take in one turn of the event loop: jobs that end at once would otherwise start the next for
 * ever.
 */
const SLICE_MS = 3;
/** How many starts share one write to the journal. More would be `interrupted` after a crash that called only some. */
const MAX_BATCH = 64;

export interface ExecutorDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly concurrency: number;
  readonly book: RunBook;
  readonly jobOf: (jobKey: string) => RegisteredJob | undefined;
  readonly loop: Pick<LoopWatch, 'began' | 'gaveBack' | 'ended'>;
  /** Synchronous; called in the same turn as each start. */
  readonly mayStart: (run: Run) => boolean;
  /** The reason for a run that is too late. */
  readonly lateReason: (run: Run) => Reason;
  /** Removes secrets that only the user knows from jobs' texts; must not throw. */
  readonly redact?: RedactHook;
  /** Called when a job says how far it is. */
  readonly onProgress?: () => void;
}

/**
 * Starts the queued runs of a book: in order of due time, in the runner's places (`concurrency`), for a limited part of
 * each turn. A run's grace is checked when it really starts. Calls the jobs' functions.
 */
export class Executor {
  readonly #deps: ExecutorDeps;
  readonly #fullTime: FullTime;
  readonly #jobs: PacedJobs;
  #isPumpPlanned = false;
  /** Until when this turn may start runs, on the monotonic clock; null if it has started none. */
  #sliceEnd: number | null = null;
  /** True if a run that started in this turn has ended in it. */
  #hasEndedInTurn = false;

  constructor(deps: ExecutorDeps) {
    this.#deps = deps;
    this.#fullTime = new FullTime(deps.clock);
    this.#jobs = new PacedJobs(deps.jobOf);
    deps.book.onQueued.add(() => this.#queued());
  }

  /** The share of the last minute, 0 to 1, in which all places were taken while runs waited for one. */
  get fullShare(): number {
    return this.#fullTime.share();
  }

  /** Reports waiting runs whose grace has passed: for times in which nothing may start. */
  missLate(): void {
    this.#deps.book.giveUpLate(this.#deps.lateReason);
  }

  /** Starts queued runs while there are places, for a limited part of a turn. Called automatically after each end. */
  pump(): void {
    const { waiting } = this.#deps.book;
    waiting.threads?.fill();
    while (!this.#isSliceOver()) {
      const batch = this.#takeBatch();
      if (batch.length === 0) break;
      this.#start(batch);
    }
    this.#fullTime.set(this.#freePlaces <= 0 && waiting.queue.size > 0);
  }

  get #freePlaces(): number {
    return this.#deps.concurrency - this.#deps.book.started.runningCount;
  }

  /**
   * Once a job has ended in its own turn, places do not fill up: runs submitted in that turn are queued, so that they
   * share writes to the journal.
   */
  #queued(): void {
    if (this.#hasEndedInTurn) this.#pumpSoon();
    else this.pump();
  }

  /**
   * Runs that end in the same turn free their places together, so that the next ones share one write to the journal.
   */
  #pumpSoon(): void {
    if (this.#isPumpPlanned) return;
    this.#isPumpPlanned = true;
    void Promise.resolve().then(() => {
      this.#isPumpPlanned = false;
      this.pump();
    });
  }

  /** The first call in a turn with something to start begins its time slice, and schedules the next turn. */
  #isSliceOver(): boolean {
    const { clock, book, mayStart } = this.#deps;
    if (this.#sliceEnd !== null) return clock.monotonic() >= this.#sliceEnd;
    const next = book.waiting.queue.peek();
    if (next === undefined || this.#freePlaces <= 0 || !mayStart(next)) return true;
    this.#sliceEnd = clock.monotonic() + SLICE_MS;
    clock.yieldTo(() => {
      this.#sliceEnd = null;
      this.#hasEndedInTurn = false;
      this.pump();
    });
    return false;
  }

  /**
   * The next runs that may start now, as many as will fit into the turn and into the free places; runs that are too late
   * are reported on the way. A run whose job ended in its own turn the last time is expected to take no place.
   */
  #takeBatch(): Run[] {
    const { clock, book, mayStart, lateReason } = this.#deps;
    const { queue } = book.waiting;
    let places = this.#freePlaces;
    let endsAt = clock.monotonic();
    const turnEnd = this.#sliceEnd ?? 0;
    const now = clock.now();
    const batch: Run[] = [];
    let permittedUntil = -Infinity;
    for (let run = queue.peek(); run !== undefined && places > 0; run = queue.peek()) {
      // What may start at an instant may start at earlier ones.
      if (run.scheduledAt > permittedUntil && !mayStart(run)) break;
      permittedUntil = Math.max(permittedUntil, run.scheduledAt);
      queue.pop();
      const paced = this.#jobs.of(run.schedule.jobKey);
      if (isLate(run, now)) book.refuse(run, 'missed', lateReason(run));
      else if (paced === undefined) book.refuse(run, 'skipped', 'unknown-job');
      else if (this.#hasWrongParams(run, paced.job)) continue;
      else if (this.#lacksThread(run, paced.job)) book.waitForThread(run);
      else if (run.origin !== 'retry' || book.seatRetry(run, batch)) {
        if (!paced.endsAtOnce) places -= 1;
        endsAt += paced.turnMs;
        if (batch.push(run) === MAX_BATCH || endsAt >= turnEnd) break;
      }
    }
    return batch;
  }

  /** No further attempt would help. */
  #hasWrongParams(run: Run, { paramsSchema }: RegisteredJob): boolean {
    if (paramsSchema === undefined) return false;
    const problem = paramsProblem(paramsSchema, paramsOf(run));
    if (problem !== null) this.#deps.book.refuse(run, 'fail', 'wrong-params', { value: problem });
    return problem !== null;
  }

  #lacksThread(run: Run, job: RegisteredJob): boolean {
    return this.#wantsThread(job) && this.#deps.book.waiting.threads?.isSeated(run) === false;
  }

  #wantsThread({ isolation }: RegisteredJob): boolean {
    return isolation === 'thread' && this.#deps.book.waiting.threads !== null;
  }

  /**
   * If one of them blocks the turn, or takes the last place unexpectedly, the others wait again: their grace is checked
   * when they really start.
   */
  #start(batch: readonly Run[]): void {
    const { clock, book } = this.#deps;
    const startedAt = clock.now();
    book.start(batch, startedAt);
    let at = clock.monotonic();
    let called = 0;
    for (const run of batch) {
      const paced = this.#jobs.of(run.schedule.jobKey);
      const isOver = called > 0 && (this.#freePlaces <= 0 || at >= (this.#sliceEnd ?? 0));
      if (paced === undefined || isOver) break;
      at = this.#perform(run, paced, startedAt, at);
      called += 1;
    }
    if (called < batch.length) book.putBack(batch.slice(called));
  }

  /** `from` and the return value: when its turn began and ended, on the monotonic clock. */
  #perform(run: Run, paced: PacedJob, startedAt: number, from: number): number {
    const { clock, logger, loop, book, redact, onProgress } = this.#deps;
    const { job } = paced;
    book.overtake(run);
    const output = new JobOutput(logger, job.key, run.runId, redact, onProgress, clock);
    const seat = this.#wantsThread(job) ? book.waiting.threads?.take(run) : undefined;
    const isInline = seat === undefined;
    if (isInline) loop.began(job.key);
    const performance = isInline
      ? performJob({ run, job, clock, output })
      : performInThread({ run, clock, output, seat });
    const to = clock.monotonic();
    if (isInline) loop.gaveBack(job.key, from, to);
    const hasEnded = 'status' in performance;
    paced.ran(to - from, hasEnded);
    if (hasEnded) {
      this.#hasEndedInTurn = true;
      const { status, durationMs, thrown } = performance;
      const { text } = output;
      book.endAtOnce({
        run,
        status,
        reason: null,
        runTime: startedAt,
        durationMs,
        thrown,
        output: text,
      });
      loop.ended(job.key);
    } else {
      this.#follow({ run, startedAt, isInline, performance, output });
    }
    return to;
  }

  /** A job that did not end in its own turn. */
  #follow(
    call: Omit<RunningEntry, 'output' | 'timedOutAt' | 'cancelledAt' | 'isReported'> & {
      readonly output: JobOutput;
    },
  ): void {
    const { loop, book } = this.#deps;
    const { run, isInline, performance, output } = call;
    const entry = runningEntry(call);
    book.run(entry);
    void performance.outcome.then((outcome) => book.end(entry, resultOf(entry, outcome, output)));
    void performance.settled.then(() => {
      if (isInline) loop.ended(run.schedule.jobKey);
      book.leave(entry);
      this.#pumpSoon();
    });
  }
}
