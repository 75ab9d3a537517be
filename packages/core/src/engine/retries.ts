import type { Clock, Timer } from '../ports/index.ts';
import type { RunResult } from './executor.ts';
import type { Run } from './run.ts';

const FIRST_DELAY_MS = 1_000;
const MAX_DELAY_MS = 300_000;

export interface RetriesDeps {
  readonly clock: Clock;
  /** In [0, 1): spreads retries of many runs. */
  readonly random: () => number;
  readonly newRunId: () => string;
  readonly submit: (run: Run) => void;
}

/** Tries a failed run again after a growing pause; a waiting retry holds no slot. */
export class Retries {
  readonly #deps: RetriesDeps;
  readonly #waiting = new Map<Timer, string>();

  constructor(deps: RetriesDeps) {
    this.#deps = deps;
  }

  /** Plans the next attempt when the result is a failure and attempts are left. */
  consider({ run, status }: RunResult): void {
    const hasFailed = status === 'fail' || status === 'timeout';
    if (!hasFailed || run.attempt > run.schedule.maxRetries) return;
    const { clock, newRunId, submit } = this.#deps;
    const timer = clock.setTimer(this.#delay(run.attempt), () => {
      this.#waiting.delete(timer);
      submit({ ...run, runId: newRunId(), origin: 'retry', attempt: run.attempt + 1 });
    });
    this.#waiting.set(timer, run.schedule.id);
  }

  /** Gives up the waiting retries of the schedules that are named. */
  cancel(isCancelled: (scheduleId: string) => boolean): void {
    for (const [timer, scheduleId] of this.#waiting) {
      if (!isCancelled(scheduleId)) continue;
      timer.cancel();
      this.#waiting.delete(timer);
    }
  }

  /** 1 s, 2 s, 4 s … at most 5 minutes, less up to a half by chance. */
  #delay(attempt: number): number {
    const full = Math.min(FIRST_DELAY_MS * 2 ** (attempt - 1), MAX_DELAY_MS);
    return full * (1 - this.#deps.random() / 2);
  }
}
