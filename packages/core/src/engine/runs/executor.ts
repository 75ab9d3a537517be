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

/** Starts in one turn of the event loop before others get theirs: jobs that end at once would start the next for ever. */
const SLICE_MS = 3;
/** Starts that share one write to the journal. */
const MAX_BATCH = 16;
/** Runs that the record of a skipped one names. */
const MOST_HOLDERS = 10;

/** A run's end, or why it did not begin. */
export interface RunResult {
  readonly run: Run;
  readonly status: Outcome;
  readonly reason: Reason | null;
  /** When it started; of a run that never started, when that was decided. */
  readonly runTime: number;
  readonly durationMs: number | null;
  readonly thrown: { readonly value: unknown } | null;
  readonly output: string | null;
  /** The runs that held the slots, of a run that found none free. */
  readonly heldBy?: readonly string[];
}

export interface ExecutorDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly concurrency: number;
  /** Null: every job runs in this thread. */
  readonly threads: JobThreads | null;
  readonly jobOf: (jobKey: string) => RegisteredJob | undefined;
  readonly journal: Pick<JournalKeeper, 'queued' | 'started' | 'ended'>;
  readonly loop: Pick<LoopWatch, 'began' | 'gaveBack' | 'ended'>;
  /** Synchronous, asked in the very turn of each start. */
  readonly mayStart: (run: Run) => boolean;
  /** Why a run that is too late is. */
  readonly lateReason: (run: Run) => Reason;
  readonly onStart: (run: Run) => void;
  readonly onResult: (result: RunResult) => void;
  readonly onChange: () => void;
  /** Takes out of what jobs say what only the user knows to be secret; must not throw. */
  readonly redact?: RedactHook;
}

/** A run whose start is on record. */
export interface Starting {
  readonly run: Run;
  readonly startedAt: number;
}

interface Active extends Starting {
  /** When its time was up; null while it is not, or when it ended in time. */
  timedOutAt: number | null;
  /** When somebody cancelled it; null for nobody. */
  cancelledAt: number | null;
  /** Its end has been told, though its function has not returned. */
  isReported: boolean;
  readonly isInline: boolean;
  readonly performance: Performance;
}

/**
 * Runs jobs: a run takes a slot of its schedule (`maxInstances`), waits in order of due time for one of the
 * runner's places (`concurrency`), is tested against its grace at its real start, performed, and reported once.
 *
 *   submitted ─▶ skipped | queued ─▶ missed | running ─▶ success | fail | timeout | interrupted
 *                             └ waits for a thread, if its job wants one ─▶ queued
 */
export class Executor {
  readonly #deps: ExecutorDeps;
  readonly #slots = new Slots();
  readonly #fullTime: FullTime;
  readonly #queue = new MinHeap<Run>();
  readonly #chains = new ChainBook();
  readonly #threads: ThreadQueue | null;
  /** The retries among those that wait: they take their slot when they start. */
  readonly #slotless = new SlotlessRetries();
  /** A list, not a map: a map that comes and goes drags its dead entries into the old generation. */
  readonly #active: Active[] = [];
  #waitingDone: (() => void)[] = [];
  /** On record as started, and not called yet, or being called: neither waiting nor active. */
  #starting: readonly Run[] = [];
  #startingAt = 0;
  /** How many of those are done with. */
  #startingDone = 0;
  #isPumpPlanned = false;
  /** Until when this turn may start runs; null when it has started none. */
  #sliceEnd: number | null = null;
  /** Whether a run that started in this turn has ended in it. */
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

  /** Runs whose start is being told, and their functions called: in this very turn. */
  get starting(): readonly Starting[] {
    return this.#starting.slice(this.#startingDone).map((run) => ({ run, startedAt: this.#startingAt }));
  }

  /** The part of the last minute, 0 to 1, in which all places were taken while runs waited for one. */
  get fullShare(): number {
    return this.#fullTime.share();
  }

  get activeCount(): number {
    return this.#active.length;
  }

  /** Runs that wait for one of the runner's places, in no order; the first is due first. */
  get queued(): readonly Run[] {
    return this.#queue.items;
  }

  /** Runs that wait for a thread. */
  get unseated(): readonly Run[] {
    return this.#threads?.waiting ?? [];
  }

  /** Runs that wait for the one before them in their chain. */
  get chained(): readonly Run[] {
    return this.#chains.waiting;
  }

  /** All of them. */
  get waiting(): readonly Run[] {
    return [...this.queued, ...this.unseated, ...this.chained];
  }

  /** The jobs that run in this thread right now; the one whose function is being called comes first. */
  *runningInline(): Iterable<string> {
    const called = this.#starting[this.#startingDone];
    if (called !== undefined) yield called.schedule.jobKey;
    for (const { run, isInline } of this.#active) if (isInline) yield run.schedule.jobKey;
  }

  /** Whether a run of this occurrence goes on though its end was told: its time was up, and it ignores that. */
  runsOn({ schedule, scheduledAt }: Run): boolean {
    return this.#active.some(
      ({ run, isReported }) =>
        isReported && run.schedule.id === schedule.id && run.scheduledAt === scheduledAt,
    );
  }

  /** Whether a later occurrence of its schedule has started before this run, which has just ended, did so. */
  isOvertaken({ schedule, scheduledAt }: Run): boolean {
    return this.#slots.hasStartedAfter(schedule.id, scheduledAt);
  }

  /** Takes one run: starts it, queues it, or reports it `skipped` when its schedule's slots are taken. */
  submit(run: Run): void {
    if (!this.#takeSlot(run)) {
      this.#skip(run);
      return;
    }
    if (run.origin === 'retry') this.#waitWithoutSlot(run);
    this.#deps.journal.queued(run);
    this.#enqueue(run);
  }

  /** Takes several runs of one schedule that run one after the other in one slot, oldest first. */
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

  /** Adds runs to their schedule's chain: returns the ones that had to make way, or null when it has no chain. */
  joinChain(scheduleId: string, runs: readonly Run[]): readonly Run[] | null {
    if (!this.#chains.has(scheduleId)) return null;
    for (const run of runs) this.#deps.journal.queued(run);
    const pushedOut = this.#chains.join(scheduleId, runs);
    for (const { runId } of pushedOut) this.#deps.journal.ended(runId, null); // counted in one record of them all
    return pushedOut;
  }

  /** Gives up the waiting runs that are named; what runs goes on. */
  cancelWaiting(
    isCancelled: (run: Run) => boolean,
    reason: 'cancelled' | 'runner-stopped' | 'ambiguous',
  ): void {
    this.#takeWaiting(isCancelled, (run) => this.#reportUnstarted(run, unstarted(reason), reason));
  }

  /** Tells a run to end, or gives it up while it waits; false for one that is not here. */
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

  /** Reports what waits and may not start any more: for a time in which nothing may. */
  missLate(): void {
    const { clock, lateReason } = this.#deps;
    const now = clock.now();
    this.#takeWaiting(
      (run) => isLate(run, now),
      (run) => this.#reportUnstarted(run, 'missed', lateReason(run)),
    );
  }

  /** Starts queued runs while there are places, for a slice of a turn. Called on its own after each end. */
  pump(): void {
    this.#threads?.fill();
    while (!this.#isSliceOver()) {
      const batch = this.#takeBatch();
      if (batch.length === 0) break;
      this.#start(batch);
    }
    this.#fullTime.set(this.#active.length >= this.#deps.concurrency && this.#queue.size > 0);
  }

  /** Resolves when nothing runs any more. */
  idle(): Promise<void> {
    if (this.#active.length === 0) return Promise.resolve();
    return new Promise((resolve) => this.#waitingDone.push(resolve));
  }

  /** Aborts everything that runs; each is reported `interrupted` if it does not end by itself at once. */
  abortAll(reason: string): void {
    for (const { performance } of this.#active) performance.interrupt(new Error(reason));
  }

  /** Once its end is told there is nothing left to take back: its signal is aborted. */
  #cancelActive(active: Active): void {
    if (active.isReported || active.cancelledAt !== null) return;
    active.cancelledAt = this.#deps.clock.now();
    active.performance.interrupt(new CancelledError());
    this.#deps.onChange();
  }

  /** Once a job has ended in its own turn, places do not fill up: what follows in that turn shares its writes to the journal. */
  #enqueue(run: Run): void {
    this.#queue.push(run, run.dueAt);
    if (this.#hasEndedInTurn) this.#pumpSoon();
    else this.pump();
  }

  /** Runs that end in the same turn make room together, so that those that follow share one write to the journal. */
  #pumpSoon(): void {
    if (this.#isPumpPlanned) return;
    this.#isPumpPlanned = true;
    void Promise.resolve().then(() => {
      this.#isPumpPlanned = false;
      this.pump();
    });
  }

  /** The first question of a turn with something to start opens its slice, and asks for the next turn. */
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

  /** The next runs that may start now; what may not start any more is reported on the way. */
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

  /** A retry takes its slot, unless an occurrence that starts before it makes it too late, or none is free. */
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

  /** When one of them blocks the turn, the others wait for another: their grace is tested when they really start. */
  #start(batch: readonly Run[]): void {
    const { clock, journal, jobOf } = this.#deps;
    const startedAt = clock.now();
    this.#starting = batch; // the journal may be written anew by what follows
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

  /** An occurrence starts: earlier ones of its schedule are not tried again. */
  #overtake(run: Run): void {
    if (run.origin === 'schedule') this.#slots.started(run.schedule.id, run.scheduledAt);
    const overtaken = this.#slotless.overtakenBy(run);
    if (overtaken.length === 0) return;
    this.#takeWaiting(
      (other) => overtaken.includes(other),
      (retry) => this.#reportUnstarted(retry, 'missed', 'superseded'),
    );
  }

  /** `from`, and what it returns: when its turn began and ended, on monotonic time. */
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
      // Whatever its function makes of the abort: a return says no more about its work than a throw.
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

  /** A run has left its slot, if it had one: its chain goes on in it, or it becomes free. */
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

/** What a cancelled job finds as its signal's reason: by this name libraries know an abort. */
class CancelledError extends Error {
  override readonly name = 'AbortError';

  constructor() {
    super('the run was cancelled');
    this.stack = `${this.name}: ${this.message}`; // where it was made says nothing about the job
  }
}

/** A run by hand has no grace: who asked for it waits. */
function isLate({ origin, dueAt, schedule }: Run, now: number): boolean {
  return origin !== 'manual' && isTooLate(dueAt, now, schedule.misfireGraceTime);
}

/** A stop loses a run that was promised; a disabled schedule's run was taken back on purpose. */
function unstarted(reason: 'cancelled' | 'runner-stopped' | 'ambiguous'): Outcome {
  if (reason === 'ambiguous') return 'missed';
  return reason === 'cancelled' ? 'skipped' : 'interrupted';
}
