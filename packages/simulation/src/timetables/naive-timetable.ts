import type { NaiveZone, Shown } from './naive-zone.ts';

/** The fields of a schedule that say when it is due, as they are in the row. */
export interface NaiveSchedule {
  readonly triggerType: 'interval' | 'cron';
  readonly intervalSeconds: number;
  readonly anchorAt: number;
  readonly cronMinute: string;
  readonly cronHour: string;
  readonly cronDay: string;
  readonly cronMonth: string;
  readonly cronDayOfWeek: string;
  readonly timezone: string;
  readonly effectiveFrom: number;
  /** Known pauses; of the last one a runner heeds the end alone. */
  readonly pauses: readonly { readonly from: number; readonly until: number }[];
  readonly pausedUntil: number | null;
  readonly exceptions: readonly NaiveException[];
  readonly windows: readonly NaiveWindow[];
}

export type NaiveException =
  | { readonly kind: 'skip' | 'run'; readonly at: number }
  | { readonly kind: 'move'; readonly at: number; readonly to: number };

export interface NaiveWindow {
  readonly timezone: string;
  readonly dates: readonly { readonly from: string; readonly to: string }[];
  readonly weekly: readonly {
    readonly days: readonly string[];
    readonly from: string;
    readonly to: string;
  }[];
}

type ZoneOf = (timezone: string) => NaiveZone;

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/**
 * When a schedule is due and why not, read as a person would with a calendar and a clock: minute by minute. It shares no code
 * with the product, and looks at nothing but the stretch that its zones were read for.
 */
export class NaiveTimetable {
  readonly #schedule: NaiveSchedule;
  readonly #zoneOf: ZoneOf;
  readonly #ofRule: ReadonlySet<number>;

  constructor(schedule: NaiveSchedule, zoneOf: ZoneOf, to: number) {
    this.#schedule = schedule;
    this.#zoneOf = zoneOf;
    this.#ofRule = new Set(schedule.triggerType === 'cron' ? this.#cron() : this.#interval(to));
  }

  /** Whether it is due at an instant for a runner, which starts nothing before the end of a pause. */
  isDue(at: number): boolean {
    const { pausedUntil } = this.#schedule;
    return this.#isPlanned(at) && (pausedUntil === null || at >= pausedUntil) && !this.#isBlackedOut(at);
  }

  /** Whether it was due at an instant in the past, as far as the row tells. */
  wasDue(at: number): boolean {
    return this.#isPlanned(at) && !this.#isPaused(at) && !this.#isBlackedOut(at);
  }

  /** Every instant that may be due, or was until a person or a window took it out, in order. */
  instants(from: number, to: number): number[] {
    const added = this.#schedule.exceptions.flatMap((one) => this.#addedBy(one));
    return [...new Set([...this.#ofRule, ...added])]
      .filter((at) => at >= from && at < to)
      .toSorted((a, b) => a - b);
  }

  /** Why it did not apply; null if it did. */
  lapseAt(at: number): string | null {
    const { exceptions, effectiveFrom } = this.#schedule;
    if (this.#isPaused(at)) return 'paused';
    if (at <= effectiveFrom) return 'before-effective';
    if (!this.#isPlanned(at)) {
      const isMoved = exceptions.some((one) => one.kind === 'move' && one.at === at);
      return isMoved ? 'moved' : 'skipped-by-hand';
    }
    return this.#isBlackedOut(at) ? 'blackout' : null;
  }

  #isPlanned(at: number): boolean {
    const { exceptions } = this.#schedule;
    if (exceptions.some((one) => this.#addedBy(one).includes(at))) return true;
    return this.#ofRule.has(at) && !exceptions.some((one) => one.kind !== 'run' && one.at === at);
  }

  /** A move of what the rule does not have is none. */
  #addedBy(one: NaiveException): number[] {
    if (one.kind === 'run') return [one.at];
    return one.kind === 'move' && this.#ofRule.has(one.at) ? [one.to] : [];
  }

  #isPaused(at: number): boolean {
    return this.#schedule.pauses.some(({ from, until }) => at >= from && at < until);
  }

  #isBlackedOut(at: number): boolean {
    return this.#schedule.windows.some((window) => isInWindow(window, this.#zoneOf(window.timezone).at(at)));
  }

  #interval(to: number): number[] {
    const { anchorAt, intervalSeconds } = this.#schedule;
    const found: number[] = [];
    for (let at = anchorAt + intervalSeconds * 1_000; at <= to; at += intervalSeconds * 1_000) found.push(at);
    return found;
  }

  #cron(): number[] {
    const { cronMinute, cronHour, timezone } = this.#schedule;
    const zone = this.#zoneOf(timezone);
    const matches = matcher(this.#schedule);
    const isFixed = !cronMinute.includes('*') && !cronHour.includes('*');
    const found: number[] = [];
    let reached: number | null = null;
    for (const [at, { wall }] of zone.minutes) {
      // Each time of the day once: what comes again is over, and what was left out comes at the end of the gap.
      const first: number = isFixed ? (reached ?? wall) : wall;
      for (let each = first; each <= wall; each += 1) {
        if (matches(each) && zone.hasDate(each) && found.at(-1) !== at) found.push(at);
      }
      reached = Math.max(reached ?? wall, wall + 1);
    }
    return found;
  }
}

type CronTexts = Pick<NaiveSchedule, 'cronMinute' | 'cronHour' | 'cronDay' | 'cronMonth' | 'cronDayOfWeek'>;

/** Whether all five fields match a minute on the wall. */
function matcher(texts: CronTexts): (wall: number) => boolean {
  const minutes = valuesOf(texts.cronMinute, 0, 59);
  const hours = valuesOf(texts.cronHour, 0, 23);
  const days = valuesOf(texts.cronDay, 1, 31);
  const months = valuesOf(texts.cronMonth, 1, 12);
  const [weekday = '', nth] = texts.cronDayOfWeek.split('#');
  const weekdays = valuesOf(weekday, 0, 6);
  return (wall) => {
    if (!minutes.has(wall % 60)) return false;
    const date = new Date(wall * 60_000);
    const isNth = nth === undefined || Math.ceil(date.getUTCDate() / 7) === Number(nth);
    return (
      hours.has(date.getUTCHours()) &&
      days.has(date.getUTCDate()) &&
      months.has(date.getUTCMonth() + 1) &&
      weekdays.has(date.getUTCDay()) &&
      isNth
    );
  };
}

/** `*`, `a`, `a-b`, each with or without a step, and lists of these. */
function valuesOf(text: string, low: number, high: number): Set<number> {
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const [range = '', step = '1'] = part.split('/');
    const [from = low, to = from] = range === '*' ? [low, high] : range.split('-').map(Number);
    for (let value = from; value <= to; value += Number(step)) values.add(value);
  }
  return values;
}

export function isInWindow(
  { dates, weekly }: NaiveWindow,
  { date, time, weekday }: Omit<Shown, 'wall'>,
): boolean {
  const now = `${date}T${time}`;
  const isInDates = dates.some(
    ({ from, to }) =>
      (from.length === 10 ? date >= from : now >= from) && (to.length === 10 ? date <= to : now < to),
  );
  return isInDates || weekly.some((each) => isInHours(each, time, weekday));
}

function isInHours(
  { days, from, to }: NaiveWindow['weekly'][number],
  time: string,
  weekday: number,
): boolean {
  const isOn = (day: number) => days.includes(DAYS[(day + 7) % 7] ?? '');
  if (to > from) return isOn(weekday) && time >= from && time < to;
  return (isOn(weekday) && time >= from) || (isOn(weekday - 1) && time < to);
}
