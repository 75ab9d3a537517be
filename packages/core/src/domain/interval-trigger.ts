import type { Trigger } from './trigger.ts';

export const INTERVAL_UNITS = ['seconds', 'minutes', 'hours', 'days', 'weeks'] as const;
/** A day is 24 hours and a week 7 of them, whatever the clock does. */
export type IntervalUnit = (typeof INTERVAL_UNITS)[number];

const SECONDS_PER: Readonly<Record<IntervalUnit, number>> = {
  seconds: 1,
  minutes: 60,
  hours: 3_600,
  days: 86_400,
  weeks: 604_800,
};

export const MAX_INTERVAL_SECONDS = 366 * 86_400;

/** The length of an interval in seconds of elapsed time: a day is 86,400 of them, whatever the zone does. */
export function intervalSeconds(value: number, unit: IntervalUnit): number {
  return value * SECONDS_PER[unit];
}

/** Occurrences at `anchorAt + n × interval`, n ≥ 1: a restart never moves one. */
export function createIntervalTrigger(value: number, unit: IntervalUnit, anchorAt: number): Trigger {
  const lengthMs = intervalSeconds(value, unit) * 1000;
  const stepsUntil = (at: number) => Math.max(0, Math.floor((at - anchorAt) / lengthMs));
  return {
    next: (after) => anchorAt + (stepsUntil(after) + 1) * lengthMs,
    previous: (at) => (stepsUntil(at) === 0 ? null : anchorAt + stepsUntil(at) * lengthMs),
    count: (after, upTo) => Math.max(0, stepsUntil(upTo) - stepsUntil(after)),
  };
}
