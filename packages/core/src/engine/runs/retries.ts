import type { Clock, Timer } from '../../ports/index.ts';
import { setLongTimer } from '../jobs/long-timer.ts';
import type { RunBook } from './run-book.ts';
import type { RunResult } from './run-result.ts';
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
  readonly book: Pick<
    RunBook,
    'admit' | 'retryLater' | 'prolong' | 'stopRetries' | 'endUnstarted' | 'runsOn' | 'isOvertaken'
  >;
  /** True if a schedule still starts runs. */
  readonly mayRetry: (scheduleId: string) => boolean;
}

/** Retries a failed run after a growing pause. A waiting retry holds no slot and is in the journal. */
export class Retries {
  readonly #deps: RetriesDeps;
  #isStopped = false;

  constructor(deps: RetriesDeps) {
    this.#deps = deps;
  }

  /** True if an attempt follows: the result is a failure and attempts are left. */
  mayFollow({ run, status, reason }: Pick<RunResult, 'run' | 'status' | 'reason'>): boolean {
    const hasFailed = (status === 'fail' && reason !== 'wrong-params') || status === 'timeout';
    return hasFailed && run.attempt <= run.schedule.maxRetries && this.#deps.mayRetry(run.schedule.id);
  }

  /** Plans the attempt that follows, if one does, or gives it up at once. */
  consider(result: RunResult): void {
    if (!this.mayFollow(result)) return;
    const { run, status, durationMs } = result;
    const { clock, newRunId, book } = this.#deps;
    const isManual = run.previous?.isManual ?? run.origin === 'manual';
    const retry: Run = {
      ...run,
      previous: { status, durationMs, isManual },
      runId: newRunId(),
      dueAt: clock.now() + this.#delay(run.attempt),
      origin: 'retry',
      attempt: run.attempt + 1,
    };
    // A later occurrence started while it was running.
    if (book.isOvertaken(run)) book.endUnstarted(retry, 'missed', 'superseded');
    else this.plan(retry);
  }

  /** Admits a retry when it is due. */
  plan(retry: Run): void {
    this.#deps.book.retryLater(retry, this.#isStopped ? null : this.#timerFor(retry));
  }

  /** Waiting and further retries stay in the journal for the next runner. */
  stop(): void {
    this.#isStopped = true;
    this.#deps.book.stopRetries();
  }

  #timerFor(retry: Run): Timer {
    const { clock } = this.#deps;
    return setLongTimer(clock, Math.max(0, retry.dueAt - clock.now()), () => this.#try(retry));
  }

  /** A timed-out attempt that is still running keeps its slot, and the next attempt waits for it. */
  #try(retry: Run): void {
    const { clock, book } = this.#deps;
    if (!book.runsOn(retry)) book.admit(retry);
    else
      book.prolong(
        retry,
        clock.setTimer(LOOK_AGAIN_MS, () => this.#try(retry)),
      );
  }

  /** 1 s, 2 s, 4 s … at most 5 minutes, shortened randomly by up to half. */
  #delay(attempt: number): number {
    const full = Math.min(FIRST_DELAY_MS * 2 ** (attempt - 1), MAX_RETRY_DELAY_MS);
    return Math.round(full * (1 - this.#deps.random() / 2));
  }
}
