import type { Clock, Timer } from '../../ports/index.ts';
import type { RunResult } from './executor.ts';
import type { JournalKeeper } from '../journal/journal-keeper.ts';
import { setLongTimer } from '../jobs/long-timer.ts';
import { overtakes } from './overtakes.ts';
import type { Run } from './run.ts';

const FIRST_DELAY_MS = 1_000;
/** The longest pause before a retry. */
export const MAX_RETRY_DELAY_MS = 300_000;
/** The time between two checks whether the previous attempt has really returned. */
const LOOK_AGAIN_MS = 1_000;

export interface RetriesDeps {
  readonly clock: Clock;
  /** In [0, 1): spreads the retries of many runs. */
  readonly random: () => number;
  readonly newRunId: () => string;
  readonly journal: Pick<JournalKeeper, 'queued'>;
  /** True if a schedule still starts runs. */
  readonly mayRetry: (scheduleId: string) => boolean;
  readonly submit: (run: Run) => void;
  /** True if a timed-out attempt is still running: it keeps its slot, and the next attempt waits for it. */
  readonly runsOn: (run: Run) => boolean;
  /** True if a later occurrence started while it was running: then it is not retried. */
  readonly isOvertaken: (run: Run) => boolean;
  readonly onResult: (result: RunResult) => void;
}

/** Retries a failed run after a growing pause. A waiting retry holds no slot and is in the journal. */
export class Retries {
  readonly #deps: RetriesDeps;
  /** The timer is null once it has stopped. */
  readonly #waiting = new Map<Run, Timer | null>();
  #isStopped = false;

  constructor(deps: RetriesDeps) {
    this.#deps = deps;
  }

  get waiting(): Iterable<Run> {
    return this.#waiting.keys();
  }

  get size(): number {
    return this.#waiting.size;
  }

  /** Plans a retry if the result is a failure and attempts are left, or gives it up at once. */
  consider({ run, status }: RunResult): void {
    const hasFailed = status === 'fail' || status === 'timeout';
    if (!hasFailed || run.attempt > run.schedule.maxRetries) return;
    if (!this.#deps.mayRetry(run.schedule.id)) return;
    const { clock, newRunId, journal, isOvertaken } = this.#deps;
    const retry: Run = {
      ...run,
      runId: newRunId(),
      dueAt: clock.now() + this.#delay(run.attempt),
      origin: 'retry',
      attempt: run.attempt + 1,
    };
    if (isOvertaken(run)) {
      this.#giveUp(retry, 'missed', 'superseded');
      return;
    }
    journal.queued(retry);
    this.plan(retry);
  }

  /** Submits a retry when it is due. */
  plan(retry: Run): void {
    this.#waiting.set(retry, this.#isStopped ? null : this.#timerFor(retry));
  }

  /** A later occurrence has started: retries of earlier ones are given up. */
  supersede(started: Run): void {
    if (this.#waiting.size === 0) return;
    this.#drop((run) => overtakes(started, run), 'missed', 'superseded');
  }

  /** Gives up the waiting retries of the schedules that match. */
  cancel(isCancelled: (scheduleId: string) => boolean): void {
    this.#drop(({ schedule }) => isCancelled(schedule.id), 'skipped', 'cancelled');
  }

  /** Gives up one waiting retry; false if there is none with this id. */
  cancelRun(runId: string): boolean {
    const before = this.#waiting.size;
    this.#drop((run) => run.runId === runId, 'skipped', 'cancelled');
    return this.#waiting.size < before;
  }

  /** Gives up the waiting retries of occurrences that another runner may have run again. */
  disown(isDisowned: (run: Run) => boolean): void {
    this.#drop(isDisowned, 'missed', 'ambiguous');
  }

  /** Waiting and further retries stay in the journal for the next runner. */
  stop(): void {
    this.#isStopped = true;
    for (const timer of this.#waiting.values()) timer?.cancel();
  }

  #timerFor(retry: Run): Timer {
    const { clock } = this.#deps;
    return setLongTimer(clock, Math.max(0, retry.dueAt - clock.now()), () => this.#try(retry));
  }

  #try(retry: Run): void {
    const { clock, submit, runsOn } = this.#deps;
    if (runsOn(retry)) {
      this.#waiting.set(
        retry,
        clock.setTimer(LOOK_AGAIN_MS, () => this.#try(retry)),
      );
      return;
    }
    this.#waiting.delete(retry);
    submit(retry);
  }

  #drop(isDropped: (run: Run) => boolean, status: RunResult['status'], reason: RunResult['reason']): void {
    for (const [run, timer] of this.#waiting) {
      if (!isDropped(run)) continue;
      timer?.cancel();
      this.#waiting.delete(run);
      this.#giveUp(run, status, reason);
    }
  }

  #giveUp(run: Run, status: RunResult['status'], reason: RunResult['reason']): void {
    const runTime = this.#deps.clock.now();
    this.#deps.onResult({ run, status, reason, runTime, durationMs: null, thrown: null, output: null });
  }

  /** 1 s, 2 s, 4 s … at most 5 minutes, shortened randomly by up to half. */
  #delay(attempt: number): number {
    const full = Math.min(FIRST_DELAY_MS * 2 ** (attempt - 1), MAX_RETRY_DELAY_MS);
    return Math.round(full * (1 - this.#deps.random() / 2));
  }
}
