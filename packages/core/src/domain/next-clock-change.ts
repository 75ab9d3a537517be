import { clockChangeWords, gapWords } from './cron/clock-change-words.ts';
import { cronGaps } from './cron/cron-gaps.ts';
import { zoneOffsets } from './cron/zone-offsets.ts';
import { durationText } from './duration-text.ts';
import { intervalSeconds } from './interval-trigger.ts';
import { type TriggerFields } from './trigger-fields.ts';
import { triggerOf } from './timetable.ts';

const YEAR_MS = 366 * 86_400_000;

/** The next change of the clock in a schedule's zone. */
export interface ClockChange {
  /** Epoch milliseconds. */
  readonly at: number;
  /** False: the schedule runs on that day as on any other. */
  readonly isFelt: boolean;
  /** The change, and what it does to the schedule. */
  readonly message: string;
}

/** The change of the clock that comes next within a year of `now`; null if there is none. */
export function nextClockChange(
  fields: TriggerFields & { readonly anchorAt: number },
  now: number,
): ClockChange | null {
  const change = nextChangeOf(fields.timezone, now);
  if (change === null) return null;
  const effect = effectOf(fields, change);
  const words = clockChangeWords(change, fields.timezone);
  return {
    at: change.at,
    isFelt: effect !== null,
    message: `${words}: ${effect ?? 'no run of this schedule is affected.'}`,
  };
}

interface Change {
  readonly at: number;
  /** The wall times before and after it, as if they were UTC. */
  readonly wallFrom: number;
  readonly wallTo: number;
}

function nextChangeOf(timezone: string, now: number): Change | null {
  const zone = zoneOffsets(timezone);
  let period = zone.periodAt(now);
  while (period.endAt <= now + YEAR_MS) {
    const next = zone.periodAt(period.endAt);
    if (next.offsetMs !== period.offsetMs) {
      return {
        at: next.startAt,
        wallFrom: next.startAt + period.offsetMs,
        wallTo: next.startAt + next.offsetMs,
      };
    }
    period = next;
  }
  return null;
}

function effectOf(fields: TriggerFields & { readonly anchorAt: number }, change: Change): string | null {
  const { at, wallFrom, wallTo } = change;
  const difference = wallTo - wallFrom;
  if (fields.triggerType === 'interval') {
    const { intervalValue, intervalUnit } = fields;
    if (intervalValue === null || intervalUnit === null) return null;
    if (difference % (intervalSeconds(intervalValue, intervalUnit) * 1_000) === 0) return null;
    const shift = durationText(Math.abs(difference));
    return `an interval is elapsed time, so its runs are ${shift} ${difference > 0 ? 'later' : 'earlier'} on the clock from then on.`;
  }
  if (difference > 0) {
    const gap = cronGaps(fields, fields.timezone, at, at + 1)[0];
    return gap === undefined ? null : gapWords(gap);
  }
  const trigger = triggerOf(fields);
  const first = trigger.count(at + difference - 1, at - 1);
  const second = trigger.count(at - 1, at - difference - 1);
  if (second > 0) return `times between them come twice, and it runs both times.`;
  return first > 0 ? `times between them come twice; it runs the first time only.` : null;
}
