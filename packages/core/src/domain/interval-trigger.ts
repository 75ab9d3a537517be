import type { Trigger } from './trigger.ts';

export const INTERVAL_UNITS = ['seconds', 'minutes', 'hours', 'days', 'weeks'] as const;
/** A day is 24 hours and a week 7 days of 24 hours, whatever the clock does. */
export type IntervalUnit = (typeof INTERVAL_UNITS)[number];

const SECONDS_PER: Readonly<Record<IntervalUnit, number>> = {
  seconds: 1,
  minutes: 60,
  hours: 3_600,
  days: 86_400,
  weeks: 604_800,
};

export const MAX_INTERVAL_SECONDS = 366 * 86_400;

/** The length of an interval in seconds of elapsed time: a day is always 86,400 seconds. */
export function intervalSeconds(value: number, unit: IntervalUnit): number {
  return value * SECONDS_PER[unit];
}

/** Occurrences at `anchorAt + n × interval`, n ≥ 1, so a restart does not move them. */
export function createIntervalTrigger(value: number, unit: IntervalUnit, anchorAt: number): Trigger {
  return new IntervalTrigger(intervalSeconds(value, unit) * 1000, anchorAt);
}

class IntervalTrigger implements Trigger {
  readonly #lengthMs: number;
  readonly #anchorAt: number;

  constructor(lengthMs: number, anchorAt: number) {
    this.#lengthMs = lengthMs;
    this.#anchorAt = anchorAt;
  }

  next(after: number): number {
    return this.#anchorAt + (this.#stepsUntil(after) + 1) * this.#lengthMs;
  }

  previous(at: number): number | null {
    const steps = this.#stepsUntil(at);
    return steps === 0 ? null : this.#anchorAt + steps * this.#lengthMs;
  }

  count(after: number, upTo: number): number {
    return Math.max(0, this.#stepsUntil(upTo) - this.#stepsUntil(after));
  }

  #stepsUntil(at: number): number {
    return Math.max(0, Math.floor((at - this.#anchorAt) / this.#lengthMs));
  }
}
