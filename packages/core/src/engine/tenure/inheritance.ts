import {
  isLate,
  lateMsAt,
  type Execution,
  type LateReason,
  type Outcome,
  type Reason,
  type StoredSchedule,
} from '../../domain/index.ts';
import type { Clock } from '../../ports/index.ts';
import type { Dispatcher } from '../schedules/dispatcher.ts';
import type { Executor, RunResult } from '../runs/executor.ts';
import type { OpenRun, RunStart } from '../journal/journal-book.ts';
import type { JournaledRun } from '../journal/journal-line.ts';
import type { Lateness } from '../lateness/lateness.ts';
import { whyNotResumed } from './recovery.ts';
import type { Retries } from '../runs/retries.ts';
import type { Run } from '../runs/run.ts';

export interface InheritanceDeps {
  readonly clock: Clock;
  readonly scheduleOf: (id: string) => StoredSchedule | undefined;
  readonly executor: Pick<Executor, 'submit' | 'submitChain' | 'joinChain'>;
  readonly retries: Pick<Retries, 'plan'>;
  readonly dispatcher: Pick<Dispatcher, 'hasDecidedAfter'>;
  readonly onResult: (result: RunResult) => void;
  /** The end of a run whose schedule is deleted, or that another process started. */
  readonly onExecution: (run: JournaledRun, execution: Execution) => void;
  readonly lateness: Pick<Lateness, 'decided'>;
  /** Why this runner did not start what fell due before it was active. */
  readonly whyNotBefore: (dueAt: number) => LateReason;
  /** The process named in records of runs that never started. */
  readonly self: { readonly hostname: string; readonly pid: number };
}

/** Recovers unfinished runs from the journals of dead runners. */
export class Inheritance {
  readonly #deps: InheritanceDeps;
  #waiting: JournaledRun[] = [];
  /** Runs resumed here although a later occurrence may have started elsewhere. */
  readonly #belated = new WeakSet<Run>();

  constructor(deps: InheritanceDeps) {
    this.#deps = deps;
  }

  get waiting(): readonly JournaledRun[] {
    return this.#waiting;
  }

  /**
   * A run that had started is recorded as interrupted, as is a run by hand that had not. The others wait for `resume`,
   * or are given up if another runner may have decided their occurrence again.
   */
  take({ run, start }: OpenRun, isResumable: boolean): void {
    if (start !== null) this.#interrupt(run, start);
    else if (run.origin === 'manual') this.#giveUp(run, 'interrupted', 'runner-died');
    else if (isResumable) this.#waiting.push(run);
    else this.#giveUp(run, 'missed', 'ambiguous');
  }

  /** Gives up runs that another runner may have decided again. */
  disown(isDisowned: (run: JournaledRun) => boolean): void {
    for (const run of this.#waiting.splice(0)) {
      if (isDisowned(run)) this.#giveUp(run, 'missed', 'ambiguous');
      else this.#waiting.push(run);
    }
  }

  /** True if a resumed run starts after a later occurrence may have started: it is not retried. */
  isBelated(run: Run): boolean {
    return this.#belated.has(run);
  }

  /** Resumes waiting runs with the current settings of their schedules, which must have been read. */
  resume(): void {
    const chains = new Map<string, Run[]>();
    const revived = this.#waiting.flatMap((journaled) => this.#revived(journaled) ?? []);
    // First, before a start overtakes them.
    for (const run of revived) if (run.origin === 'retry') this.#deps.retries.plan(run);
    for (const run of revived) {
      if (run.origin === 'retry') continue;
      if (run.schedule.coalesce) this.#deps.executor.submit(run);
      else chains.set(run.schedule.id, [...(chains.get(run.schedule.id) ?? []), run]);
    }
    for (const [scheduleId, runs] of chains) {
      this.#chain(
        scheduleId,
        runs.toSorted((a, b) => a.scheduledAt - b.scheduledAt),
      );
    }
    this.#waiting = []; // not earlier: a start may cause a rewrite of the journal, which must include them
  }

  /** Two backlogs of one schedule form one chain. */
  #chain(scheduleId: string, runs: readonly Run[]): void {
    const { executor, onResult, clock } = this.#deps;
    const pushedOut = executor.joinChain(scheduleId, runs);
    if (pushedOut === null) executor.submitChain(runs);
    const runTime = clock.now();
    for (const run of pushedOut ?? []) {
      onResult({
        run,
        status: 'missed',
        reason: 'chain-limit',
        runTime,
        durationMs: null,
        thrown: null,
        output: null,
      });
    }
  }

  /** Null if it will never start; that is recorded. */
  #revived(journaled: JournaledRun): Run | null {
    const { clock, lateness, dispatcher, whyNotBefore, onResult } = this.#deps;
    const row = this.#deps.scheduleOf(journaled.scheduleId);
    if (row === undefined || row.isDamaged) {
      this.#giveUp(journaled, 'skipped', row === undefined ? 'cancelled' : 'damaged');
      return null;
    }
    const { schedule } = row;
    const { runId, scheduledAt, dueAt, origin, attempt, coalescedCount } = journaled;
    const run: Run = { runId, schedule, scheduledAt, dueAt, origin, attempt, coalescedCount };
    lateness.decided(run, whyNotBefore(dueAt));
    const now = clock.now();
    const isOvertaken = dispatcher.hasDecidedAfter(schedule, scheduledAt);
    const end = whyNotResumed(run, row, isOvertaken, now);
    if (end === null) {
      if (isOvertaken) this.#belated.add(run);
      return run;
    }
    const [status, reason] = end;
    onResult({ run, status, reason, runTime: now, durationMs: null, thrown: null, output: null });
    return null;
  }

  #interrupt(run: JournaledRun, start: RunStart): void {
    const lateReason = start.lateReason ?? (isLate(lateMsAt(start.at, run)) ? 'unknown' : null);
    this.#end(run, 'interrupted', 'runner-died', { ...start, lateReason });
  }

  #giveUp(run: JournaledRun, status: Outcome, reason: Reason): void {
    const { clock, self, whyNotBefore } = this.#deps;
    const at = clock.now();
    const isMissedLate = status === 'missed' && isLate(lateMsAt(at, run));
    this.#end(run, status, reason, {
      at,
      by: self,
      lateReason: isMissedLate ? whyNotBefore(run.dueAt) : null,
    });
  }

  /** `start`: when it started or was given up. */
  #end(run: JournaledRun, status: Outcome, reason: Reason, { at, by, lateReason }: RunStart): void {
    this.#deps.onExecution(run, {
      id: run.runId,
      scheduleId: run.scheduleId,
      jobKey: run.jobKey,
      variant: run.variant,
      status,
      scheduledAt: run.scheduledAt,
      runTime: at,
      durationMs: null,
      exceptionType: null,
      exceptionMessage: null,
      traceback: null,
      hostname: by.hostname,
      pid: by.pid,
      attempt: run.attempt,
      origin: run.origin,
      reason,
      coalescedCount: run.coalescedCount,
      lateMs: status === 'skipped' ? null : lateMsAt(at, run),
      lateReason,
      heldBy: null,
      output: null,
    });
  }
}
