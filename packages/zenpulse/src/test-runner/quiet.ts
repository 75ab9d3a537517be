import { triggerOf } from '@zenpulse/core/domain';
import { MAX_RETRY_DELAY_MS, type Engine, type RunResult } from '@zenpulse/core/engine';
import type { Clock, ScheduleStore } from '@zenpulse/core/ports';
import { SETTLED_MS } from './advance-in-leaps.ts';

/** Knows how long nothing can happen in an engine. */
export class Quiet {
  readonly #clock: Clock;
  readonly #schedules: ScheduleStore;
  /** Until then something may follow from what has happened. */
  #busyUntil = 0;

  constructor(clock: Clock, schedules: ScheduleStore) {
    this.#clock = clock;
    this.#schedules = schedules;
  }

  /** After an end its record is written; after a failure another attempt may come. */
  heard({ run, status }: RunResult): void {
    const isRetried = (status === 'fail' || status === 'timeout') && run.attempt <= run.schedule.maxRetries;
    const follows = SETTLED_MS + (isRetried ? MAX_RETRY_DELAY_MS : 0);
    this.#busyUntil = Math.max(this.#busyUntil, this.#clock.now() + follows);
  }

  /** Up to when nothing is due, Infinity for ever; null while something is under way. */
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
