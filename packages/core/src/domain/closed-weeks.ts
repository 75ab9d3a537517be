import type { WeeklyTimes } from './blackout-window.ts';
import { closedAt, type ClosedTimes } from './closed-times.ts';
import { cronValues } from './cron/cron-fields.ts';
import { createCronTrigger } from './cron/cron-trigger.ts';
import { zoneOffsets } from './cron/zone-offsets.ts';
import { createIntervalTrigger, intervalSeconds } from './interval-trigger.ts';
import { ruleOf, type RuleFields } from './trigger-fields.ts';
import type { Trigger } from './trigger.ts';
import { DAY_MS, WEEK_MS } from './weekly-hours.ts';

/** So far it looks: each offset of a zone comes up within it. */
const HORIZON_MS = 4 * 366 * DAY_MS;
/** After a change of the clock, a fixed cron leaves out what it had before; at most a day is repeated. */
const SETTLED_MS = 2 * DAY_MS;

/** While the zones keep their offsets. */
interface Period {
  readonly startAt: number;
  readonly endAt: number;
  readonly offsets: string;
}

/**
 * Answers from one week whether a rule lies within weekly hours: while no zone changes its offset, each week is as
 * another. It looks at a rule that repeats each week and contains the one in question, so what it says holds for that too.
 */
export class ClosedWeeks {
  readonly #rule: Trigger;
  readonly #weeklyRule: Trigger;
  readonly #closed: ClosedTimes;
  readonly #weekly: WeeklyTimes;
  /** By the offsets of a period: true if the rule lies within the weekly hours then. */
  readonly #known = new Map<string, boolean>();

  /** `closed`: all closed times, the weekly ones among them. */
  constructor(fields: RuleFields, closed: ClosedTimes, weekly: WeeklyTimes) {
    this.#rule = ruleOf(fields);
    this.#weeklyRule = weeklyRuleOf(fields);
    this.#closed = closed;
    const own = fields.triggerType === 'cron' ? [zoneOffsets(fields.timezone)] : [];
    this.#weekly = { ...weekly, zones: [...new Set([...weekly.zones, ...own])] };
  }

  /** Nothing is open from `at` up to, and without, this instant: `at` itself if that is not known, Infinity for ever. */
  openFrom(at: number): number {
    let end = at;
    while (end < at + HORIZON_MS) {
      const period = this.#periodAt(end);
      if (!this.#isClosedIn(period)) return end;
      end = period.endAt;
      if (this.#isOpenAt(end)) return end;
    }
    return Infinity;
  }

  /** Nothing is open after this instant up to `at`: `at` itself if that is not known, -Infinity for ever. */
  openUntil(at: number): number {
    let last = at;
    while (last > at - HORIZON_MS) {
      const period = this.#periodAt(last);
      if (!this.#isClosedIn(period)) return last;
      if (this.#isOpenAt(period.startAt)) return period.startAt;
      last = period.startAt - 1;
    }
    return -Infinity;
  }

  #periodAt(at: number): Period {
    let [startAt, endAt, offsets] = [-Infinity, Infinity, ''];
    for (const zone of this.#weekly.zones) {
      const period = zone.periodAt(at);
      startAt = Math.max(startAt, period.startAt);
      endAt = Math.min(endAt, period.endAt);
      offsets += `${period.offsetMs} `;
    }
    return { startAt, endAt, offsets };
  }

  /** False also where it is not known. */
  #isClosedIn({ startAt, endAt, offsets }: Period): boolean {
    const known = this.#known.get(offsets);
    if (known !== undefined) return known;
    const begin = startAt + SETTLED_MS;
    if (endAt - begin < WEEK_MS) return false;
    const isClosed = this.#isClosedWeek(begin);
    this.#known.set(offsets, isClosed);
    return isClosed;
  }

  #isClosedWeek(begin: number): boolean {
    let at = this.#weeklyRule.next(begin - 1);
    while (at !== null && at < begin + WEEK_MS) {
      const stretch = closedAt(this.#weekly.closed, at);
      if (stretch === null) return false;
      at = this.#weeklyRule.next(stretch.until - 1);
    }
    return true;
  }

  /** What falls into a gap runs where its period begins, at which no other week has it. */
  #isOpenAt(at: number): boolean {
    return this.#rule.previous(at) === at && closedAt(this.#closed, at) === null;
  }
}

/** The rule without what does not repeat each week: its occurrences are among those of the result. */
function weeklyRuleOf(fields: RuleFields): Trigger {
  if (fields.triggerType === 'cron') {
    const { occurrences } = cronValues('cronDayOfWeek', fields.cronDayOfWeek);
    const weekdays = occurrences.flatMap((each, day) => (each === 0 ? [] : [day]));
    const cronDayOfWeek = weekdays.join();
    return createCronTrigger({ ...fields, cronDay: '*', cronMonth: '*', cronDayOfWeek }, fields.timezone);
  }
  const { intervalValue, intervalUnit, anchorAt } = fields;
  if (intervalValue === null || intervalUnit === null) throw new Error('an interval without value or unit');
  const seconds = commonDivisor(intervalSeconds(intervalValue, intervalUnit), WEEK_MS / 1_000);
  // Back by whole steps, so that each week has its occurrences.
  const back = Math.ceil(LONG_AGO_MS / (seconds * 1_000)) * seconds * 1_000;
  return createIntervalTrigger(seconds, 'seconds', anchorAt - back);
}

const LONG_AGO_MS = 10_000 * 366 * DAY_MS;

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}
