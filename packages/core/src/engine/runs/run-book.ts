import { isTooLate, type Outcome, type Reason } from '../../domain/index.ts';
import type { Clock, JobThreads, Timer } from '../../ports/index.ts';
import type { RunStart } from '../journal/journal-book.ts';
import type { JournalKeeper } from '../journal/journal-keeper.ts';
import type { JournaledRun } from '../journal/journal-line.ts';
import { ThreadQueue } from '../jobs/thread-queue.ts';
import { Listeners } from '../listeners.ts';
import { CancelledError } from './cancelled-error.ts';
import { overtakes } from './overtakes.ts';
import { unstarted, type RecoveredEnd, type RunResult } from './run-result.ts';
import type { Run } from './run.ts';
import { SlotlessRetries } from './slotless-retries.ts';
import { ScheduleAccounts, type ScheduleAccount } from './schedule-account.ts';
import { StartedRuns, type RunningEntry } from './started-runs.ts';
import { WaitingRuns, type WaitingEntry } from './waiting-runs.ts';

/** The most runs listed in the record of a skipped one. */
const MOST_HOLDERS = 10;

export interface RunBookDeps {
  readonly clock: Pick<Clock, 'now'>;
  readonly journal: Pick<JournalKeeper, 'queued' | 'started' | 'putBack' | 'ended'>;
  /** Null: all jobs run in this thread. */
  readonly threads: JobThreads | null;
  /** Whether a run may take a thread. */
  readonly mayStart: (run: Run) => boolean;
}

/**
 * Every run of this process from its decision to its end, each in one state. Only the methods here change a state; a
 * change is written to the journal, and an end is published once.
 *
 *   decided ──▶ queued (for a place, for a thread, in a chain) ──▶ starting ──▶ running ──▶ ended
 *      │         ▲   ▲                    ▲                           │
 *      │         │   │                    └───────── put back ────────┘
 *      ├──▶ retrying │
 *      │             │
 *      │         recovered (from the journal of a dead runner)
 *      └──▶ ended: no free slot, too late, unknown job, wrong params
 *
 * A waiting run, in any of its states, may be given up: it ends without having started.
 */
export class RunBook {
  readonly #deps: RunBookDeps;
  readonly #waiting: WaitingRuns;
  readonly #started = new StartedRuns();
  readonly accounts = new ScheduleAccounts();
  /** The queued retries: they take their slot when they start. */
  readonly #slotless = new SlotlessRetries();
  /** Resumed runs of which a later occurrence may have started elsewhere. */
  readonly #belated = new WeakSet<Run>();

  /** A run was queued for a place. */
  readonly onQueued = new Listeners<Run>();
  /** A run ended, or will never start. */
  readonly onEnded = new Listeners<RunResult>();
  /** The same for a run of a dead runner that was not resumed. */
  readonly onRecoveredEnded = new Listeners<RecoveredEnd>();
  /** Other jobs are running than before. */
  readonly onRunning = new Listeners<null>();

  constructor(deps: RunBookDeps) {
    this.#deps = deps;
    const threads =
      deps.threads === null
        ? null
        : new ThreadQueue(deps.threads, deps.mayStart, (run) => this.#enqueue(run));
    this.#waiting = new WaitingRuns(threads);
  }

  /** The runs that have not started. */
  get waiting(): WaitingRuns {
    return this.#waiting;
  }

  /** The runs that have started and not ended. */
  get started(): StartedRuns {
    return this.#started;
  }

  /** True if a run of this occurrence is still running although its end was reported: it ignores its timeout. */
  runsOn({ schedule, scheduledAt }: Run): boolean {
    return this.#started.running.some(
      ({ run, isReported }) =>
        isReported && run.schedule.id === schedule.id && run.scheduledAt === scheduledAt,
    );
  }

  /** True if a later occurrence of its schedule may have started before this run, which has just ended. */
  isOvertaken(run: Run): boolean {
    return this.#accountOf(run).hasStartedAfter(run.scheduledAt) || this.#belated.has(run);
  }

  /** A run is resumed although a later occurrence may have started elsewhere: it is not retried. */
  markBelated(run: Run): void {
    this.#belated.add(run);
  }

  /** decided → queued, or ended if its schedule's slots are taken. */
  admit(run: Run): void {
    this.#waiting.leave(run);
    if (!this.#takeSlot(run)) {
      this.#skip(run);
      return;
    }
    if (run.origin === 'retry') this.#waitWithoutSlot(run);
    this.#deps.journal.queued(run);
    this.#enqueue(run);
  }

  /** The same for several runs of one schedule, oldest first: they run one after the other in one slot. */
  admitChain(runs: readonly Run[]): void {
    for (const run of runs) this.#waiting.leave(run);
    const [first, ...rest] = runs;
    if (first === undefined) return;
    if (!this.#takeSlot(first)) {
      for (const run of runs) this.#skip(run);
      return;
    }
    for (const run of runs) this.#deps.journal.queued(run);
    this.#waiting.chains.open(first.schedule.id, rest, first.runId);
    this.#enqueue(first);
  }

  /** Adds runs to their schedule's chain: returns the removed ones, or null if it has no chain. */
  joinChain(scheduleId: string, runs: readonly Run[]): readonly Run[] | null {
    if (!this.#waiting.chains.has(scheduleId)) return null;
    for (const run of runs) {
      this.#waiting.leave(run);
      this.#deps.journal.queued(run);
    }
    const pushedOut = this.#waiting.chains.join(scheduleId, runs);
    for (const { runId } of pushedOut) this.#deps.journal.ended(runId, null); // one record counts all of them
    return pushedOut;
  }

  /** decided → retrying. `timer`: ends the pause; null if retries have stopped here. */
  retryLater(retry: Run, timer: Timer | null): void {
    this.#waiting.leave(retry);
    this.#deps.journal.queued(retry);
    this.#waiting.retries.set(retry, timer);
  }

  /** A retry's pause becomes longer. */
  prolong(retry: Run, timer: Timer): void {
    this.#waiting.retries.set(retry, timer);
  }

  /** Waiting retries stay in the journal for the next runner. */
  stopRetries(): void {
    for (const timer of this.#waiting.retries.values()) timer?.cancel();
  }

  /** A run of a dead runner waits until the schedules are known. */
  recover(run: JournaledRun): void {
    this.#waiting.recover(run);
  }

  /** decided → ended. `thrown`: an error that says why. */
  endUnstarted(run: Run, status: Outcome, reason: Reason, thrown: RunResult['thrown'] = null): void {
    this.#waiting.leave(run);
    const result = unstarted(run, status, reason, this.#deps.clock.now());
    this.onEnded.emit(thrown === null ? result : { ...result, thrown });
  }

  /** The end of a dead runner's run that had started, or will not be resumed. */
  endRecovered(run: JournaledRun, status: Outcome, reason: Reason, start: RunStart | null = null): void {
    this.#waiting.leave(run);
    this.onRecoveredEnded.emit({ run, status, reason, start });
  }

  /** Ends the waiting runs that match without starting them; returns how many. */
  giveUp(isGivenUp: (entry: WaitingEntry) => boolean, status: Outcome, reason: Reason): number {
    const taken = this.#waiting.take(isGivenUp);
    for (const { state, run } of taken) {
      if (state === 'recovered') this.endRecovered(run, status, reason);
      else this.#endWaiting(run, status, reason);
    }
    return taken.length;
  }

  /** Ends the queued runs whose grace has passed: for times in which nothing may start. */
  giveUpLate(reasonOf: (run: Run) => Reason): void {
    const now = this.#deps.clock.now();
    for (const { state, run } of this.#waiting.take(
      ({ state, run }) => state === 'queued' && isLate(run, now),
    ))
      if (state === 'queued') this.#endWaiting(run, 'missed', reasonOf(run));
  }

  /** Aborts a running run, or gives it up if it waits; false for one that is not here. */
  cancel(runId: string): boolean {
    const running = this.#started.running.find(({ run }) => run.runId === runId);
    if (running === undefined)
      return (
        this.giveUp(
          ({ state, run }) => state !== 'recovered' && run.runId === runId,
          'skipped',
          'cancelled',
        ) > 0
      );
    // If its end was already reported, there is nothing to cancel: its signal is aborted.
    if (running.isReported || running.cancelledAt !== null) return true;
    running.cancelledAt = this.#deps.clock.now();
    running.performance.interrupt(new CancelledError());
    this.onRunning.emit(null);
    return true;
  }

  /** A queued run waits for a thread; with one, it is queued again. */
  waitForThread(run: Run): void {
    this.#waiting.threads?.add(run);
  }

  /** A run that was taken from the queue will not start. */
  refuse(run: Run, status: Outcome, reason: Reason, thrown?: RunResult['thrown']): void {
    this.#endWaiting(run, status, reason, thrown);
  }

  /** A retry that was taken from the queue takes its slot; false if it ended, since it cannot. `before`: what starts first. */
  seatRetry(retry: Run, before: readonly Run[]): boolean {
    if (before.some((run) => overtakes(run, retry))) {
      this.#endWaiting(retry, 'missed', 'superseded');
      return false;
    }
    if (this.#takeSlot(retry)) {
      this.#slotless.delete(retry);
      return true;
    }
    this.#skip(retry);
    this.#free(retry);
    return false;
  }

  /** queued → starting: when it returns, the journal says so. */
  start(batch: readonly Run[], at: number): void {
    this.#started.begin(batch, at); // the journal may be rewritten during the following call
    this.#deps.journal.started(batch, at);
  }

  /** starting → queued, for those that have not been called. When it returns, the journal says so. */
  putBack(runs: readonly Run[]): void {
    for (const run of runs) {
      this.#waiting.queue.push(run, run.dueAt);
      if (run.origin === 'retry') this.#waitWithoutSlot(run);
      this.#started.leaveStarting();
    }
    this.#deps.journal.putBack(runs);
  }

  /** The function of a starting run is about to be called: earlier occurrences of its schedule are not retried. */
  overtake(started: Run): void {
    if (started.origin === 'schedule') this.#accountOf(started).started(started.scheduledAt);
    const queued = this.#slotless.overtakenBy(started);
    if (queued.length === 0 && this.#waiting.retries.size === 0) return;
    const isOvertaken = ({ state, run }: WaitingEntry) =>
      state === 'queued' ? queued.includes(run) : state === 'retrying' && overtakes(started, run);
    this.giveUp(isOvertaken, 'missed', 'superseded');
  }

  /** starting → running. */
  run(entry: RunningEntry): void {
    this.#started.leaveStarting();
    this.#started.add(entry);
    this.onRunning.emit(null);
  }

  /** starting → ended, for a job that ends in its own turn. */
  endAtOnce(result: RunResult): void {
    this.onEnded.emit(result);
    this.#free(result.run);
    this.#started.leaveStarting();
    this.onRunning.emit(null);
  }

  /** running → ended. The run keeps its slot until its function returns. */
  end(entry: RunningEntry, result: RunResult): void {
    entry.isReported = true;
    if (result.status === 'timeout') entry.timedOutAt = this.#deps.clock.now();
    this.onEnded.emit(result);
  }

  /** Its function has returned. */
  leave(entry: RunningEntry): void {
    this.#started.remove(entry);
    this.#free(entry.run);
    this.onRunning.emit(null);
  }

  #enqueue(run: Run): void {
    this.#waiting.queue.push(run, run.dueAt);
    this.onQueued.emit(run);
  }

  #accountOf({ account, schedule }: Run): ScheduleAccount {
    return account ?? this.accounts.of(schedule.id);
  }

  #takeSlot(run: Run): boolean {
    return this.#accountOf(run).take(run.schedule.maxInstances, run.runId);
  }

  #waitWithoutSlot(retry: Run): void {
    this.#accountOf(retry).release(retry.runId);
    this.#slotless.add(retry);
  }

  /** A run has left its slot, if it had one: its chain continues in it, or it becomes free. */
  #free(run: Run): void {
    this.#waiting.threads?.leave(run);
    if (this.#slotless.delete(run)) return;
    const next = this.#waiting.chains.next(run);
    if (next === null) {
      const account = this.#accountOf(run);
      account.release(run.runId);
      this.accounts.leave(account, run.schedule.id);
      return;
    }
    this.#accountOf(run).pass(run.runId, next.runId);
    this.#waiting.queue.push(next, next.dueAt);
  }

  #endWaiting(run: Run, status: Outcome, reason: Reason, thrown?: RunResult['thrown']): void {
    this.endUnstarted(run, status, reason, thrown);
    this.#free(run);
  }

  #skip(run: Run): void {
    const { holders } = this.#accountOf(run);
    const reason = holders.some((runId) => this.#started.has(runId)) ? 'max-instances' : 'runner-full';
    const heldBy = holders.slice(0, MOST_HOLDERS);
    this.onEnded.emit(unstarted(run, 'skipped', reason, this.#deps.clock.now(), heldBy));
  }
}

/** A run by hand has no grace: a person waits for it. */
export function isLate({ origin, dueAt, schedule }: Run, now: number): boolean {
  return origin !== 'manual' && isTooLate(dueAt, now, schedule.misfireGraceTime);
}
