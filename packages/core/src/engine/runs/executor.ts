import { isTooLate, type Outcome, type Reason } from '../../domain/index.ts';
import type { Clock, JobThreads, Logger, RedactHook } from '../../ports/index.ts';
import { ChainBook } from './chain-book.ts';
import { FullTime } from './full-time.ts';
import type { JournalKeeper } from '../journal/journal-keeper.ts';
import { JobOutput } from '../jobs/job-output.ts';
import type { RegisteredJob } from '../jobs/job-registry.ts';
import type { LoopWatch } from '../lateness/loop-watch.ts';
import { MinHeap } from '../schedules/min-heap.ts';
import { overtakes } from './overtakes.ts';
import { performInThread } from '../jobs/perform-in-thread.ts';
import { performJob, type Performance } from '../jobs/perform-job.ts';
import type { Run } from './run.ts';
import { SlotlessRetries } from './slotless-retries.ts';
import { Slots } from './slots.ts';
import { ThreadQueue } from '../jobs/thread-queue.ts';

/**
 * How long starts may take in one turn of the event loop: jobs that end at once would otherwise start the next for
 * ever.
 */
const SLICE_MS = 3;
/** How many starts share one write to the journal. */
const MAX_BATCH = 16;
/** The most runs listed in the record of a skipped one. */
const MOST_HOLDERS = 10;

/** The end of a run, or the reason why it did not start. */
export interface RunResult {
  readonly run: Run;
  readonly status: Outcome;
  readonly reason: Reason | null;
  /** When the run started; if it never did, when that was decided. */
  readonly runTime: number;
  readonly durationMs: number | null;
  readonly thrown: { readonly value: unknown } | null;
  readonly output: string | null;
  /** For a run that found no free slot: the runs that held the slots. */
  readonly heldBy?: readonly string[];
}

export interface ExecutorDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly concurrency: number;
  /** Null: all jobs run in this thread. */
  readonly threads: JobThreads | null;
  readonly jobOf: (jobKey: string) => RegisteredJob | undefined;
  readonly journal: Pick<JournalKeeper, 'queued' | 'started' | 'ended'>;
  readonly loop: Pick<LoopWatch, 'began' | 'gaveBack' | 'ended'>;
  /** Synchronous; called in the same turn as each start. */
  readonly mayStart: (run: Run) => boolean;
  /** The reason for a run that is too late. */
  readonly lateReason: (run: Run) => Reason;
  readonly onStart: (run: Run) => void;
  readonly onResult: (result: RunResult) => void;
  readonly onChange: () => void;
  /** Removes secrets that only the user knows from jobs' texts; must not throw. */
  readonly redact?: RedactHook;
}

/** A run whose start is in the journal. */
export interface Starting {
  readonly run: Run;
  readonly startedAt: number;
}

interface Active extends Starting {
  /** When its timeout passed; null if it has not. */
  timedOutAt: number | null;
  /** When it was cancelled; null if it was not. */
  cancelledAt: number | null;
  /** True if its end has been reported although its function has not returned. */
  isReported: boolean;
  readonly isInline: boolean;
  readonly performance: Performance;
}

/**
 * Runs jobs: a run takes a slot of its schedule (`maxInstances`), waits in order of due time for one of the runner's
 * places (`concurrency`), is checked against its grace when it really starts, performed, and reported once.
 *
 *   submitted ─▶ skipped | queued ─▶ missed | running ─▶ success | fail | timeout | interrupted
 *                             └ waits for a thread, if its job needs one ─▶ queued
 */
export class Executor {
  readonly #deps: ExecutorDeps;
  readonly #slots = new Slots();
  readonly #fullTime: FullTime;
  readonly #queue = new MinHeap<Run>();
  readonly #chains = new ChainBook();
  readonly #threads: ThreadQueue | null;
  /** The waiting retries: they take their slot when they start. */
  readonly #slotless = new SlotlessRetries();
  /** An array, not a map: entries deleted from a busy map survive into the garbage collector's old generation. */
  readonly #active: Active[] = [];
  #waitingDone: (() => void)[] = [];
  /**
   * Runs whose start is in the journal, and whose function has not been called yet or is being called: neither waiting
   * nor active.
   */
  #starting: readonly Run[] = [];
  #startingAt = 0;
  /** How many of those have been called. */
  #startingDone = 0;
  #isPumpPlanned = false;
  /** Until when this turn may start runs; null if it has started none. */
  #sliceEnd: number | null = null;
  /** True if a run that started in this turn has ended in it. */
  #hasEndedInTurn = false;

  constructor(deps: ExecutorDeps) {
    this.#deps = deps;
    this.#fullTime = new FullTime(deps.clock);
    const onReady = (run: Run) => this.#enqueue(run);
    this.#threads = deps.threads === null ? null : new ThreadQueue(deps.threads, deps.mayStart, onReady);
  }

  get active(): readonly Active[] {
    return this.#active;
  }

  /** Runs whose start is being reported and whose functions are being called, in this turn. */
  get starting(): readonly Starting[] {
    return this.#starting.slice(this.#startingDone).map((run) => ({ run, startedAt: this.#startingAt }));
  }

  /** The share of the last minute, 0 to 1, in which all places were taken while runs waited for one. */
  get fullShare(): number {
    return this.#fullTime.share();
  }

  get activeCount(): number {
    return this.#active.length;
  }

  /** Runs that wait for one of the runner's places, unordered except that the first is due first. */
  get queued(): readonly Run[] {
    return this.#queue.items;
  }

  /** Runs that wait for a thread. */
  get unseated(): readonly Run[] {
    return this.#threads?.waiting ?? [];
  }

  /** Runs that wait for the run before them in their chain. */
  get chained(): readonly Run[] {
    return this.#chains.waiting;
  }

  /** All waiting runs. */
  get waiting(): readonly Run[] {
    return [...this.queued, ...this.unseated, ...this.chained];
  }

  /** The jobs running in this thread; the one whose function is being called comes first. */
  *runningInline(): Iterable<string> {
    const called = this.#starting[this.#startingDone];
    if (called !== undefined) yield called.schedule.jobKey;
    for (const { run, isInline } of this.#active) if (isInline) yield run.schedule.jobKey;
  }

  /** True if a run of this occurrence is still running although its end was reported: it ignores its timeout. */
  runsOn({ schedule, scheduledAt }: Run): boolean {
    return this.#active.some(
      ({ run, isReported }) =>
        isReported && run.schedule.id === schedule.id && run.scheduledAt === scheduledAt,
    );
  }

  /** True if a later occurrence of its schedule started before this run, which has just ended. */
  isOvertaken({ schedule, scheduledAt }: Run): boolean {
    return this.#slots.hasStartedAfter(schedule.id, scheduledAt);
  }

  /** Accepts one run: starts it, queues it, or reports it as `skipped` if its schedule's slots are taken. */
  submit(run: Run): void {
    if (!this.#takeSlot(run)) {
      this.#skip(run);
      return;
    }
    if (run.origin === 'retry') this.#waitWithoutSlot(run);
    this.#deps.journal.queued(run);
    this.#enqueue(run);
  }

  /** Accepts several runs of one schedule that run in order in one slot, oldest first. */
  submitChain(runs: readonly Run[]): void {
    const [first, ...rest] = runs;
    if (first === undefined) return;
    const { id, maxInstances } = first.schedule;
    if (!this.#slots.take(id, maxInstances, first.runId)) {
      for (const run of runs) this.#skip(run);
      return;
    }
    for (const run of runs) this.#deps.journal.queued(run);
    this.#chains.open(id, rest, first.runId);
    this.#enqueue(first);
  }

  /** Adds runs to their schedule's chain: returns the removed ones, or null if it has no chain. */
  joinChain(scheduleId: string, runs: readonly Run[]): readonly Run[] | null {
    if (!this.#chains.has(scheduleId)) return null;
    for (const run of runs) this.#deps.journal.queued(run);
    const pushedOut = this.#chains.join(scheduleId, runs);
    for (const { runId } of pushedOut) this.#deps.journal.ended(runId, null); // one record counts all of them
    return pushedOut;
  }

  /** Gives up the waiting runs that match; running ones continue. */
  cancelWaiting(
    isCancelled: (run: Run) => boolean,
    reason: 'cancelled' | 'runner-stopped' | 'ambiguous',
  ): void {
    this.#takeWaiting(isCancelled, (run) => this.#reportUnstarted(run, unstarted(reason), reason));
  }

  /** Cancels a run, or gives it up if it waits; false for one that is not here. */
  cancel(runId: string): boolean {
    const active = this.#active.find(({ run }) => run.runId === runId);
    if (active !== undefined) {
      this.#cancelActive(active);
      return true;
    }
    if (!this.waiting.some((run) => run.runId === runId)) return false;
    this.cancelWaiting((run) => run.runId === runId, 'cancelled');
    return true;
  }

  /** Reports waiting runs whose grace has passed: for times in which nothing may start. */
  missLate(): void {
    const { clock, lateReason } = this.#deps;
    const now = clock.now();
    this.#takeWaiting(
      (run) => isLate(run, now),
      (run) => this.#reportUnstarted(run, 'missed', lateReason(run)),
    );
  }

  /** Starts queued runs while there are places, for a limited part of a turn. Called automatically after each end. */
  pump(): void {
    this.#threads?.fill();
    while (!this.#isSliceOver()) {
      const batch = this.#takeBatch();
      if (batch.length === 0) break;
      this.#start(batch);
    }
    this.#fullTime.set(this.#active.length >= this.#deps.concurrency && this.#queue.size > 0);
  }

  /** Resolves when nothing is running. */
  idle(): Promise<void> {
    if (this.#active.length === 0) return Promise.resolve();
    return new Promise((resolve) => this.#waitingDone.push(resolve));
  }

  /** Aborts all running jobs; each is reported as `interrupted` unless it ends by itself at once. */
  abortAll(reason: string): void {
    for (const { performance } of this.#active) performance.interrupt(new Error(reason));
  }

  /** If its end was already reported, there is nothing to cancel: its signal is aborted. */
  #cancelActive(active: Active): void {
    if (active.isReported || active.cancelledAt !== null) return;
    active.cancelledAt = this.#deps.clock.now();
    active.performance.interrupt(new CancelledError());
    this.#deps.onChange();
  }

  /**
   * Once a job has ended in its own turn, places do not fill up: runs submitted in that turn are queued, so that they
   * share writes to the journal.
   */
  #enqueue(run: Run): void {
    this.#queue.push(run, run.dueAt);
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
    const { clock, concurrency, mayStart } = this.#deps;
    if (this.#sliceEnd !== null) return clock.monotonic() >= this.#sliceEnd;
    const next = this.#queue.peek();
    if (next === undefined || this.#active.length >= concurrency || !mayStart(next)) return true;
    this.#sliceEnd = clock.monotonic() + SLICE_MS;
    clock.yieldTo(() => {
      this.#sliceEnd = null;
      this.#hasEndedInTurn = false;
      this.pump();
    });
    return false;
  }

  /** The next runs that may start now; runs that are too late are reported on the way. */
  #takeBatch(): Run[] {
    const { clock, concurrency, mayStart, jobOf, lateReason } = this.#deps;
    const places = Math.min(concurrency - this.#active.length, MAX_BATCH);
    const now = clock.now();
    const batch: Run[] = [];
    for (let run = this.#queue.peek(); run !== undefined && batch.length < places; run = this.#queue.peek()) {
      if (!mayStart(run)) break;
      this.#queue.pop();
      const job = jobOf(run.schedule.jobKey);
      if (isLate(run, now)) this.#giveUp(run, 'missed', lateReason(run));
      else if (job === undefined) this.#giveUp(run, 'skipped', 'unknown-job');
      else if (this.#lacksThread(run, job)) this.#threads?.add(run);
      else if (run.origin !== 'retry' || this.#maySeat(run, batch)) batch.push(run);
    }
    return batch;
  }

  /** A retry takes its slot, unless it is overtaken by an occurrence that starts before it, or no slot is free. */
  #maySeat(retry: Run, before: readonly Run[]): boolean {
    if (before.some((run) => overtakes(run, retry))) this.#giveUp(retry, 'missed', 'superseded');
    else if (this.#takeSlot(retry)) return this.#slotless.delete(retry);
    else {
      this.#skip(retry);
      this.#free(retry);
    }
    return false;
  }

  #lacksThread(run: Run, job: RegisteredJob): boolean {
    return this.#wantsThread(job) && this.#threads?.isSeated(run) === false;
  }

  #wantsThread({ isolation }: RegisteredJob): boolean {
    return isolation === 'thread' && this.#threads !== null;
  }

  /**
   * If one of them blocks the turn, the others wait for another turn: their grace is checked when they really start.
   */
  #start(batch: readonly Run[]): void {
    const { clock, journal, jobOf } = this.#deps;
    const startedAt = clock.now();
    this.#starting = batch; // the journal may be rewritten during the following calls
    this.#startingAt = startedAt;
    this.#startingDone = 0;
    journal.started(batch, startedAt);
    const begunAt = clock.monotonic();
    let at = begunAt;
    for (const run of batch) {
      const job = jobOf(run.schedule.jobKey);
      if (job === undefined || at - begunAt > SLICE_MS) this.#putBack(run);
      else at = this.#perform(run, job, startedAt, at);
      this.#startingDone += 1;
    }
    this.#starting = [];
  }

  #putBack(run: Run): void {
    this.#queue.push(run, run.dueAt);
    if (run.origin === 'retry') this.#waitWithoutSlot(run);
  }

  /** An occurrence starts: earlier ones of its schedule are not retried any more. */
  #overtake(run: Run): void {
    if (run.origin === 'schedule') this.#slots.started(run.schedule.id, run.scheduledAt);
    const overtaken = this.#slotless.overtakenBy(run);
    if (overtaken.length === 0) return;
    this.#takeWaiting(
      (other) => overtaken.includes(other),
      (retry) => this.#reportUnstarted(retry, 'missed', 'superseded'),
    );
  }

  /** `from` and the return value: when its turn began and ended, on the monotonic clock. */
  #perform(run: Run, job: RegisteredJob, startedAt: number, from: number): number {
    const { clock, logger, loop } = this.#deps;
    this.#overtake(run);
    this.#deps.onStart(run);
    const output = new JobOutput(logger, job.key, run.runId, this.#deps.redact);
    const seat = this.#wantsThread(job) ? this.#threads?.take(run) : undefined;
    const isInline = seat === undefined;
    if (isInline) loop.began(job.key);
    const performance = isInline
      ? performJob({ run, job, clock, output })
      : performInThread({ run, clock, output, seat });
    const to = clock.monotonic();
    if (isInline) loop.gaveBack(job.key, from, to);
    if ('status' in performance) {
      const { status, durationMs, thrown } = performance;
      const result = {
        run,
        status,
        reason: null,
        runTime: startedAt,
        durationMs,
        thrown,
        output: output.text,
      };
      this.#hasEndedInTurn = true;
      this.#deps.onResult(result);
      loop.ended(job.key);
      this.#free(run);
      this.#deps.onChange();
      return to;
    }
    const active: Active = {
      run,
      startedAt,
      timedOutAt: null,
      cancelledAt: null,
      isReported: false,
      isInline,
      performance,
    };
    this.#active.push(active);
    this.#deps.onChange();
    void performance.outcome.then(({ status: ownStatus, durationMs, thrown }) => {
      const isCancelled = active.cancelledAt !== null;
      // Regardless of how its function reacts to the abort: neither a return nor a throw shows whether its work was
      // done.
      const status = isCancelled ? 'interrupted' : ownStatus;
      const reason = isCancelled ? 'cancelled' : status === 'interrupted' ? 'runner-stopped' : null;
      active.isReported = true;
      if (status === 'timeout') active.timedOutAt = clock.now();
      this.#deps.onResult({
        run,
        status,
        reason,
        runTime: startedAt,
        durationMs,
        thrown,
        output: output.text,
      });
    });
    void performance.settled.then(() => {
      this.#active.splice(this.#active.indexOf(active), 1);
      if (isInline) loop.ended(job.key);
      this.#free(run);
      this.#deps.onChange();
      this.#pumpSoon();
      if (this.#active.length === 0) for (const resolve of this.#waitingDone.splice(0)) resolve();
    });
    return to;
  }

  #takeSlot({ runId, schedule: { id, maxInstances } }: Run): boolean {
    return this.#slots.take(id, maxInstances, runId);
  }

  #waitWithoutSlot(retry: Run): void {
    this.#slots.release(retry.schedule.id, retry.runId);
    this.#slotless.add(retry);
  }

  /** A run has left its slot, if it had one: its chain continues in it, or it becomes free. */
  #free(run: Run): void {
    this.#threads?.leave(run);
    if (this.#slotless.delete(run)) return;
    const next = this.#chains.next(run);
    if (next === null) {
      this.#slots.release(run.schedule.id, run.runId);
      return;
    }
    this.#slots.pass(run.schedule.id, run.runId, next.runId);
    this.#queue.push(next, next.dueAt);
  }

  #giveUp(run: Run, status: Outcome, reason: Reason): void {
    this.#reportUnstarted(run, status, reason);
    this.#free(run);
  }

  #takeWaiting(isTaken: (run: Run) => boolean, report: (run: Run) => void): void {
    const kept: Run[] = [];
    const taken: Run[] = [];
    for (let run = this.#queue.pop(); run !== undefined; run = this.#queue.pop()) {
      (isTaken(run) ? taken : kept).push(run);
    }
    taken.push(...(this.#threads?.takeWaiting(isTaken) ?? []));
    for (const run of kept) this.#queue.push(run, run.dueAt);
    for (const run of this.#chains.takeWaiting(isTaken)) report(run);
    for (const run of taken) {
      report(run);
      this.#free(run);
    }
  }

  #skip(run: Run): void {
    const holders = this.#slots.holders(run.schedule.id);
    const reason = holders.some((runId) => this.#isRunning(runId)) ? 'max-instances' : 'runner-full';
    const heldBy = holders.slice(0, MOST_HOLDERS);
    this.#deps.onResult({ ...this.#unstarted(run, 'skipped', reason), heldBy });
  }

  #isRunning(runId: string): boolean {
    const isIt = ({ run }: Starting) => run.runId === runId;
    return this.#active.some(isIt) || this.starting.some(isIt);
  }

  #reportUnstarted(run: Run, status: Outcome, reason: RunResult['reason']): void {
    this.#deps.onResult(this.#unstarted(run, status, reason));
  }

  #unstarted(run: Run, status: Outcome, reason: RunResult['reason']): RunResult {
    const runTime = this.#deps.clock.now();
    return { run, status, reason, runTime, durationMs: null, thrown: null, output: null };
  }
}

/** The signal's reason for a cancelled job: libraries recognise an abort by this name. */
class CancelledError extends Error {
  override readonly name = 'AbortError';

  constructor() {
    super('the run was cancelled');
    this.stack = `${this.name}: ${this.message}`; // the place where it was created is not part of the job
  }
}

/** A run by hand has no grace: a person waits for it. */
function isLate({ origin, dueAt, schedule }: Run, now: number): boolean {
  return origin !== 'manual' && isTooLate(dueAt, now, schedule.misfireGraceTime);
}

/** A stop loses a run that was requested; a run of a disabled schedule was withdrawn on purpose. */
function unstarted(reason: 'cancelled' | 'runner-stopped' | 'ambiguous'): Outcome {
  if (reason === 'ambiguous') return 'missed';
  return reason === 'cancelled' ? 'skipped' : 'interrupted';
}
