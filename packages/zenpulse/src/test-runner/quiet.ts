import { triggerOf } from '@zenpulse/core/domain';
import { MAX_RETRY_DELAY_MS, type Engine, type RunResult } from '@zenpulse/core/engine';
import type { Clock, ScheduleStore } from '@zenpulse/core/ports';
import { SETTLED_MS } from './advance-in-leaps.ts';

/** Determines how long nothing can happen in an engine. */
export class Quiet {
  readonly #clock: Clock;
  readonly #schedules: ScheduleStore;
  /** Until then, consequences of earlier events may follow. */
  #busyUntil = 0;

  constructor(clock: Clock, schedules: ScheduleStore) {
    this.#clock = clock;
    this.#schedules = schedules;
  }

  /** After a run's end its record is written; after a failure a retry may follow. */
  heard({ run, status }: RunResult): void {
    const isRetried = (status === 'fail' || status === 'timeout') && run.attempt <= run.schedule.maxRetries;
    const follows = SETTLED_MS + (isRetried ? MAX_RETRY_DELAY_MS : 0);
    this.#busyUntil = Math.max(this.#busyUntil, this.#clock.now() + follows);
  }

  /** The instant before which nothing is due, Infinity if nothing is; null while something is in progress. */
  async until(engine: Engine): Promise<number | null> {
    const { state, running, queued } = engine.gauges();
    const now = this.#clock.now();
    if (state !== 'active' || running + queued > 0 || now < this.#busyUntil) return null;
    const { changed } = await this.#schedules.readChanges(null);
    const due = changed.map((row) =>
      row.isDamaged || !row.schedule.enabled ? null : triggerOf(row.schedule).next(now),
    );
    return Math.min(...due.map((at) => at ?? Infinity));
  }
}
